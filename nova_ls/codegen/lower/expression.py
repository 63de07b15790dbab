"""Expressions: from the resolved tree and its evidence to core."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from nova_ls.codegen import core as c
from nova_ls.codegen.arity import arity_of
from nova_ls.codegen.lower.context import Context
from nova_ls.codegen.lower.evidence import dictionaries, dictionary, parameters
from nova_ls.codegen.lower.named import named
from nova_ls.codegen.unsupported import Unsupported
from nova_ls.names.resolve import resolved as r
from nova_ls.syntax.tree import LiteralKind
from nova_ls.types.core.interface import ValueInterface
from nova_ls.types.core.solver import Wanted


def lower(context: Context, node: r.Expression) -> c.Core:
    """The core of an expression: inside, it takes the evidence it wants; outside, it is a function of the evidence it is given."""
    trail = context.trail
    wanted = trail.wanted_at(node)
    core = with_evidence(context, node, wanted)
    givens = trail.given_at(node)
    return context.lambda_of(parameters(givens), core) if givens else core


def with_evidence(context: Context, node: r.Expression, wanted: Sequence[Wanted]) -> c.Core:
    """An expression applied to the dictionaries of what it wants."""
    if isinstance(node, r.Global):
        interface = context.environment.interface(node.key)
        if isinstance(interface, ValueInterface) and interface.owner is not None and wanted:
            first = wanted[0]
            member = context.member(
                dictionary(context, first.evidence, first.constraint.key),
                node.key.name,
                arity_of(interface.type)[0] - 1,
            )
            rest = dictionaries(context, wanted[1:])
            return context.apply(member, rest, context.line(node.start))
    core = LOWER[node.__class__](context, node)
    if not wanted:
        return core
    return context.apply(core, dictionaries(context, wanted), context.line(node.start))


# ---------------------------------------------------------------------------- names and literals


def _local(context: Context, node: r.Local) -> c.Core:
    found = context.locals.get(node.binder)
    if found is None:
        raise Unsupported(f"`{node.binder.name}` is not bound where it is used")
    return found


def _global(context: Context, node: r.Global) -> c.Core:
    return context.reference(node.key)


def _literal(_context: Context, node: r.Literal) -> c.Core:
    return literal(node.value, node.kind)


def literal(value: int | float | str | bool, kind: LiteralKind) -> c.Core:
    """A literal as the source has it."""
    if kind is LiteralKind.INT:
        return c.Int(int(value))
    if kind is LiteralKind.NUMBER:
        return c.Number(float(value))
    if kind is LiteralKind.BOOLEAN:
        return c.Boolean(bool(value))
    return c.String(str(value))


def _array(context: Context, node: r.ArrayLiteral) -> c.Core:
    return c.ArrayOf(tuple([lower(context, item) for item in node.items]))


def _nothing(_context: Context, node: r.Hole | r.Error) -> c.Core:
    raise Unsupported("it has a hole" if isinstance(node, r.Hole) else "it has errors")


# ---------------------------------------------------------------------------- records


def _record(context: Context, node: r.RecordLiteral) -> c.Core:
    return c.RecordOf(tuple([(each.label, lower(context, each.value)) for each in node.fields]))


def _access(context: Context, node: r.RecordAccess) -> c.Core:
    return c.Get(lower(context, node.record), node.label, context.line(node.label_start))


def _update(context: Context, node: r.Update) -> c.Core:
    return named(
        context,
        lower(context, node.record),
        lambda record: _updated(context, record, node.updates),
    )


def _updated(context: Context, record: c.Core, updates: Sequence[r.FieldUpdate]) -> c.Core:
    fields: list[tuple[str, c.Core]] = []
    for each in updates:
        value = each.value
        if isinstance(value, tuple):
            old = c.Get(record, each.label, context.line(each.start))
            name = context.fresh("_")
            new: c.Core = c.Let(name, old, _updated(context, c.Local(name), value))
        else:
            new = lower(context, value)
        fields.append((each.label, new))
    return c.Set(record, tuple(fields))


# ---------------------------------------------------------------------------- applications


def _application(context: Context, node: r.App) -> c.Core:
    head, trail = node.function, context.trail
    function = lower(context, head)
    arguments: list[c.Core] = []
    for index, argument in enumerate(node.arguments):
        if index:
            arguments += dictionaries(context, trail.wanted_at(head, index))
        if not isinstance(argument, r.TypeArgument):
            arguments.append(lower(context, argument))
    arguments += dictionaries(context, trail.wanted_at(head, len(node.arguments)))
    return context.apply(function, arguments, context.line(head.start))


def apply_operator(
    context: Context, operator: r.Expression, left: c.Core, right: c.Core, function: c.Core
) -> c.Core:
    """A function of two arguments, as an operator's expression stands for it, with what it wants in between."""
    between = dictionaries(context, context.trail.wanted_at(operator, 1))
    return context.apply(function, (left, *between, right), context.line(operator.start))


def _chain(context: Context, node: r.Chain) -> c.Core:
    operands = [lower(context, operand) for operand in node.operands]
    functions = [lower(context, operator) for operator in node.operators]
    trail = context.trail
    if node.grouping is r.Grouping.RIGHT:
        result = operands[-1]
        for index in range(len(functions) - 1, -1, -1):
            operator = node.operators[index]
            result = context.lambda_of(parameters(trail.given_at(operator, 2)), result)
            result = apply_operator(context, operator, operands[index], result, functions[index])
        return result
    result = operands[0]
    for index, function in enumerate(functions):
        operator = node.operators[index]
        result = context.lambda_of(parameters(trail.given_at(operator, 1)), result)
        result = apply_operator(context, operator, result, operands[index + 1], function)
    return result


def _negate(context: Context, node: r.Negate) -> c.Core:
    function = lower(context, node.function)
    return context.apply(function, (lower(context, node.operand),), context.line(node.start))


def _typed(context: Context, node: r.Typed) -> c.Core:
    return lower(context, node.expression)


def _if(context: Context, node: r.If) -> c.Core:
    pending: list[tuple[c.Core, c.Core]] = []
    rest: r.Expression = node
    while isinstance(rest, r.If) and (rest is node or not _has_evidence(context, rest)):
        pending.append((lower(context, rest.condition), lower(context, rest.then)))
        rest = rest.otherwise
    result = lower(context, rest)
    for condition, then in reversed(pending):
        result = choice(condition, then, result)
    return result


def _has_evidence(context: Context, node: r.Expression) -> bool:
    return bool(context.trail.wanted_at(node) or context.trail.given_at(node))


def choice(condition: c.Core, then: c.Core, otherwise: c.Core) -> c.Core:
    """A choice, or the branch taken where that is known."""
    if isinstance(condition, c.Boolean):
        return then if condition.value else otherwise
    return c.If(condition, then, otherwise)


LOWER: Final[dict[type, Callable[[Context, Any], c.Core]]] = {
    r.Local: _local,
    r.Global: _global,
    r.Literal: _literal,
    r.ArrayLiteral: _array,
    r.RecordLiteral: _record,
    r.Hole: _nothing,
    r.Error: _nothing,
    r.Typed: _typed,
    r.RecordAccess: _access,
    r.Update: _update,
    r.App: _application,
    r.Chain: _chain,
    r.Negate: _negate,
    r.If: _if,
}
"""By the class of a node. Functions, cases, lets and blocks are entered by the files beside this one."""

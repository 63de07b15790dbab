"""Expressions: names become binders or elements, anonymous arguments lambdas.

Source: the PureScript compiler's `Sugar/ObjectWildcards.hs` tells where `_` may stand.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from nova_ls.base.keys import Space
from nova_ls.names.problems.scope import OverlappingArgNames
from nova_ls.names.resolve import resolved as r
from nova_ls.names.resolve.lost_comma import part_fields
from nova_ls.names.resolve.resolution import MAX_NESTING, Resolution
from nova_ls.names.resolve.resolve_binding import resolve_bodies, resolve_let
from nova_ls.names.resolve.resolve_chain import (
    resolve_chain,
    resolve_operator_name,
    resolve_section,
)
from nova_ls.names.resolve.resolve_do import resolve_ado, resolve_do
from nova_ls.names.resolve.resolve_pattern import (
    bind_all,
    resolve_pattern,
    resolve_patterns,
)
from nova_ls.names.resolve.resolve_type import resolve_type
from nova_ls.names.resolve.resolve_value_name import (
    resolve_constructor_name,
    resolve_implied_name,
    resolve_value_name,
)
from nova_ls.syntax import tree as t
from nova_ls.syntax.problems import IncorrectAnonymousArgument, missing_arrow


def resolve_expression(state: Resolution, node: t.Expression) -> r.Expression:
    """Resolve an expression; a mistake is reported and gives an error node."""
    if state.depth >= MAX_NESTING:
        state.report_nesting(node.start, node.end)
        return r.Error(node.start, node.end, ())
    state.depth += 1
    result = _DISPATCH[node.__class__](state, node)
    state.depth -= 1
    return result


def _variable(state: Resolution, node: t.Variable) -> r.Expression:
    return resolve_value_name(state, node.name, node.start, node.end)


def _constructor(state: Resolution, node: t.ConstructorName) -> r.Expression:
    return resolve_constructor_name(state, node.name, node.start, node.end)


def _literal(state: Resolution, node: t.Literal) -> r.Expression:
    return r.Literal(node.start, node.end, node.value, node.kind)


def _array(state: Resolution, node: t.ArrayLiteral) -> r.Expression:
    items = tuple([resolve_expression(state, item) for item in node.items])
    return r.ArrayLiteral(node.start, node.end, items)


def _hole(state: Resolution, node: t.Hole) -> r.Expression:
    binders = sorted(state.locals.values(), key=lambda binder: -binder.start)
    return r.Hole(node.start, node.end, node.name, tuple(binders))


def _section(state: Resolution, node: t.Section) -> r.Expression:
    state.report(IncorrectAnonymousArgument(), node.start, node.end)
    state.misplaced = True
    return r.Error(node.start, node.end, ())


def _parenthesised(state: Resolution, node: t.Parenthesised) -> r.Expression:
    inner = node.inner
    while isinstance(inner, t.Parenthesised):
        node, inner = inner, inner.inner
    outside, state.misplaced = state.misplaced, False
    if isinstance(inner, t.OperatorChain):
        resolved = resolve_section(state, node, inner)
    else:
        resolved = resolve_expression(state, inner)
    return state.enclose(resolved, outside)


def _typed(state: Resolution, node: t.Typed) -> r.Expression:
    expression = resolve_expression(state, node.expression)
    return r.Typed(node.start, node.end, expression, resolve_type(state, node.type))


def _negation(state: Resolution, node: t.Negation) -> r.Expression:
    function = resolve_implied_name(state, "", "negate", node.start, node.start + 1)
    operand = resolve_expression(state, node.operand)
    return r.Negate(node.start, node.end, function, operand)


def _application(state: Resolution, node: t.Application) -> r.Expression:
    function = resolve_expression(state, node.function)
    arguments: list[r.Expression | r.TypeArgument] = []
    for argument in node.arguments:
        if isinstance(argument, t.TypeArgument):
            if _is_operator_at(state, argument):
                return r.Error(node.start, node.end, (function,))
            type_ = resolve_type(state, argument.type)
            arguments.append(r.TypeArgument(argument.start, argument.end, type_))
        else:
            arguments.append(resolve_expression(state, argument))
    return r.App(node.start, node.end, function, tuple(arguments))


def _is_operator_at(state: Resolution, argument: t.TypeArgument) -> bool:
    """Whether `@ b` is meant to be an operator and its operand, in an attempt to declare an operator of that name."""
    if argument.type.start == argument.start + 1:
        return False
    return state.lookup_global(Space.VALUE_OPERATOR, "", "@") is not None


def _lambda(state: Resolution, node: t.Lambda) -> r.Expression:
    """Parameters come into scope one after the other: a later one may shadow an earlier one."""
    mark = len(state.trail)
    binders: list[r.Binder] = []
    parameters: list[r.Pattern] = []
    for written in node.parameters:
        own: list[r.Binder] = []
        parameters.append(resolve_pattern(state, written, own))
        if own:
            bind_all(state, own)
            binders += own
    state.delay += 1
    body = resolve_expression(state, node.body)
    state.delay -= 1
    state.leave(mark)
    state.warn_unused(binders)
    return r.Lambda(node.start, node.end, tuple(parameters), body, False)


def _let(state: Resolution, node: t.Let) -> r.Expression:
    return resolve_let(state, node.bindings, node.body, node.start, node.end)


def _error(state: Resolution, node: t.ErrorExpression) -> r.Expression:
    parts = tuple([resolve_expression(state, part) for part in node.parts])
    return r.Error(node.start, node.end, parts)


# ------------------------------------------------------------------ forms with anonymous arguments


class _Anonymous:
    """The binders made for the `_`s directly inside one form, in order."""

    __slots__ = ("binders", "state")

    def __init__(self, state: Resolution) -> None:
        self.state = state
        self.binders: list[r.Binder] = []

    def resolve(self, node: t.Expression) -> r.Expression:
        """A direct part of the form: `_` stands for a parameter."""
        if not isinstance(node, t.Section):
            return resolve_expression(self.state, node)
        binder = self.state.fresh_binder(node.start, node.end)
        self.binders.append(binder)
        return r.Local(node.start, node.end, binder)

    def close(self, body: r.Expression) -> r.Expression:
        """The lambda over the parameters made, or the form itself where there are none."""
        if not self.binders:
            return body
        parameters = tuple(r.PatternVariable(b.start, b.end, b) for b in self.binders)
        return r.Lambda(body.start, body.end, parameters, body, True)


def _has_section(nodes: Sequence[t.Expression | None]) -> bool:
    return any(isinstance(node, t.Section) for node in nodes)


def _record(state: Resolution, node: t.RecordLiteral) -> r.Expression:
    anonymous = _Anonymous(state)
    written = part_fields(state, node.fields)
    is_lambda = _has_section([field.value for field in written])
    state.delay += is_lambda
    fields: list[r.Field] = []
    for field in written:
        label = field.label
        if field.value is None and label.end == label.start:
            continue  # The parser missed it.
        if field.value is None:
            name = t.Name(label.start, label.end, "", label.text)
            value = resolve_value_name(state, name, label.start, label.end)
        else:
            value = anonymous.resolve(field.value)
        fields.append(r.Field(label.start, label.end, label.text, value))
    state.delay -= is_lambda
    return anonymous.close(r.RecordLiteral(node.start, node.end, tuple(fields)))


def _access(state: Resolution, node: t.RecordAccess) -> r.Expression:
    accesses: list[t.RecordAccess] = []
    record: t.Expression = node
    while isinstance(record, t.RecordAccess):
        accesses.append(record)
        record = record.record
    anonymous = _Anonymous(state)
    result = anonymous.resolve(record)
    for access in reversed(accesses):
        label = access.label
        result = r.RecordAccess(
            access.start, access.end, result, label.text, label.start, label.end
        )
    return anonymous.close(result)


def _update(state: Resolution, node: t.RecordUpdate) -> r.Expression:
    anonymous = _Anonymous(state)
    is_lambda = isinstance(node.record, t.Section) or _updates_have_section(node.updates)
    state.delay += is_lambda
    record = anonymous.resolve(node.record)
    updates = _updates(anonymous, node.updates)
    state.delay -= is_lambda
    return anonymous.close(r.Update(node.start, node.end, record, updates))


def _updates_have_section(updates: Sequence[t.Update]) -> bool:
    return any(
        isinstance(update.value, t.Section)
        if isinstance(update, t.FieldUpdate)
        else _updates_have_section(update.updates)
        for update in updates
    )


def _updates(anonymous: _Anonymous, updates: Sequence[t.Update]) -> tuple[r.FieldUpdate, ...]:
    resolved: list[r.FieldUpdate] = []
    for update in updates:
        label = update.label
        value: r.Expression | tuple[r.FieldUpdate, ...]
        if isinstance(update, t.FieldUpdate):
            value = anonymous.resolve(update.value)
        else:
            value = _updates(anonymous, update.updates)
        resolved.append(r.FieldUpdate(label.start, label.end, label.text, value))
    return tuple(resolved)


def _if(state: Resolution, node: t.If) -> r.Expression:
    """`if` and the chain of `else if` behind it, which grows long and so is a loop."""
    pending: list[tuple[t.If, _Anonymous, bool, r.Expression, r.Expression]] = []
    while True:
        anonymous = _Anonymous(state)
        is_lambda = _has_section((node.condition, node.then, node.otherwise))
        state.delay += is_lambda
        condition = anonymous.resolve(node.condition)
        then = anonymous.resolve(node.then)
        pending.append((node, anonymous, is_lambda, condition, then))
        if not isinstance(node.otherwise, t.If):
            otherwise = anonymous.resolve(node.otherwise)
            break
        node = node.otherwise
    for node, anonymous, is_lambda, condition, then in reversed(pending):
        state.delay -= is_lambda
        otherwise = anonymous.close(r.If(node.start, node.end, condition, then, otherwise))
    return otherwise


def _case(state: Resolution, node: t.Case) -> r.Expression:
    anonymous = _Anonymous(state)
    is_lambda = _has_section(node.scrutinees)
    state.delay += is_lambda
    scrutinees = tuple([anonymous.resolve(scrutinee) for scrutinee in node.scrutinees])
    branches: list[r.Branch] = []
    for branch in node.branches:
        mark = len(state.trail)
        binders: list[r.Binder] = []
        known = len(state.diagnostics)
        patterns = resolve_patterns(state, branch.patterns, binders)
        if binders:
            bind_all(state, binders)
        run_on = branch.run_on
        if run_on is not None and _lacks_arrow(state, run_on, known):
            patterns = (r.PatternError(branch.start, run_on[1], patterns),) * len(scrutinees)
            run_on = None
        bodies = resolve_bodies(state, branch.bodies)
        state.leave(mark)
        state.warn_unused(binders)
        branches.append(r.Branch(branch.start, branch.end, patterns, bodies, run_on))
    state.delay -= is_lambda
    return anonymous.close(r.Case(node.start, node.end, scrutinees, tuple(branches)))


def _lacks_arrow(state: Resolution, run_on: tuple[int, int], known: int) -> bool:
    """Whether variables stand twice in the patterns of a branch since they go on in what is the next branch; only that is reported."""
    others = [
        each
        for each in state.diagnostics[known:]
        if not isinstance(each.problem, OverlappingArgNames)
    ]
    if len(others) == len(state.diagnostics) - known:
        return False
    state.diagnostics[known:] = others
    state.report(missing_arrow(), *run_on)
    return True


_DISPATCH: Final[dict[type, Callable[[Resolution, Any], r.Expression]]] = {
    t.Variable: _variable,
    t.ConstructorName: _constructor,
    t.OperatorName: resolve_operator_name,
    t.Literal: _literal,
    t.ArrayLiteral: _array,
    t.RecordLiteral: _record,
    t.Hole: _hole,
    t.Section: _section,
    t.Parenthesised: _parenthesised,
    t.Typed: _typed,
    t.OperatorChain: resolve_chain,
    t.Negation: _negation,
    t.RecordAccess: _access,
    t.RecordUpdate: _update,
    t.Application: _application,
    t.Lambda: _lambda,
    t.If: _if,
    t.Case: _case,
    t.Let: _let,
    t.Do: resolve_do,
    t.Ado: resolve_ado,
    t.ErrorExpression: _error,
}

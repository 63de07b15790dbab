"""Functions and cases, equations and their guards, and local values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from nova_ls.codegen import core as c
from nova_ls.codegen.lower.context import Context
from nova_ls.codegen.lower.evidence import parameters
from nova_ls.codegen.lower.expression import LOWER, choice, lower
from nova_ls.codegen.lower.match import MatchRow, OnFail, match, match_or
from nova_ls.codegen.unsupported import Unsupported
from nova_ls.names.resolve import resolved as r

_SMALL = (r.Local, r.Global, r.Literal)


def lower_equations(context: Context, branches: Sequence[r.Branch], start: int) -> c.Core:
    """A value from its equations: a function of their parameters, and of what is given before, between and behind them."""
    if not branches:
        raise Unsupported("it has no equation")
    first = branches[0]
    count = len(first.patterns)
    taken: list[str] = []
    subjects: list[str] = []
    plain = len(branches) == 1
    for index in range(count + 1):
        taken += parameters(context.trail.given_at(first, index))
        if index == count:
            break
        pattern = first.patterns[index]
        name = _parameter(context, pattern if plain else None)
        taken.append(name)
        subjects.append(name)
        if any(context.trail.wanted_at(each.patterns[index]) for each in branches):
            raise Unsupported("a pattern in it takes a constrained argument apart")
    rows = [match_row(context, branch.patterns, branch.bodies) for branch in branches]
    body = match(context, subjects, rows, context.line(start))
    return context.lambda_of(taken, body)


def _parameter(context: Context, pattern: r.Pattern | None) -> str:
    while isinstance(pattern, r.PatternTyped):
        pattern = pattern.pattern
    if isinstance(pattern, r.PatternVariable | r.PatternAs):
        return context.fresh(pattern.binder.name)
    return context.fresh("_")


def match_row(
    context: Context, patterns: Sequence[r.Pattern], bodies: Sequence[r.GuardedBody]
) -> MatchRow:
    """A branch as a row."""
    small = len(bodies) == 1 and not bodies[0].guards and isinstance(bodies[0].body, _SMALL)
    return MatchRow(
        patterns,
        lambda on_fail: guarded(context, bodies, on_fail),
        all(body.guards for body in bodies) and not _is_otherwise(bodies[-1]),
        small,
    )


def _is_otherwise(body: r.GuardedBody) -> bool:
    if len(body.guards) != 1 or body.guards[0].pattern is not None:
        return False
    condition = body.guards[0].expression
    if isinstance(condition, r.Global):
        return (condition.key.namespace, condition.key.name) == ("Data.Boolean", "otherwise")
    return isinstance(condition, r.Literal) and condition.value is True


def guarded(context: Context, bodies: Sequence[r.GuardedBody], on_fail: OnFail) -> c.Core:
    """Right-hand sides, tried in order."""
    if not bodies:
        return on_fail()
    first, rest = bodies[0], bodies[1:]
    if not first.guards:
        return lower(context, first.body)
    if all(guard.pattern is None for guard in first.guards):
        conditions = [lower(context, guard.expression) for guard in first.guards]
        condition = conditions[-1]
        for each in reversed(conditions[:-1]):
            condition = choice(each, condition, c.Boolean(False))
        then = lower(context, first.body)
        if isinstance(condition, c.Boolean) and condition.value:
            return then
        return choice(condition, then, guarded(context, rest, on_fail))
    label = context.fresh("join")
    inner = _guards(context, first.guards, first.body, lambda: c.Jump(label, ()))
    return c.Join(label, (), guarded(context, rest, on_fail), inner)


def _guards(
    context: Context, guards: Sequence[r.Guard], body: r.Expression, on_fail: OnFail
) -> c.Core:
    if not guards:
        return lower(context, body)
    guard, rest = guards[0], guards[1:]
    value = lower(context, guard.expression)
    if guard.pattern is None:
        return choice(value, _guards(context, rest, body, on_fail), on_fail())
    row = MatchRow((guard.pattern,), lambda _: _guards(context, rest, body, on_fail))
    return bound(
        context, value, guard.pattern, lambda name: match_or(context, [name], [row], on_fail)
    )


def bound(
    context: Context, value: c.Core, pattern: r.Pattern, body: Callable[[str], c.Core]
) -> c.Core:
    """A value under a name, which is that of the pattern if it has one."""
    if isinstance(value, c.Local):
        return body(value.name)
    name = _parameter(context, pattern)
    return c.Let(name, value, body(name))


def bind_pattern(
    context: Context, value: c.Core, pattern: r.Pattern, body: Callable[[], c.Core]
) -> c.Core:
    """A value taken apart by a pattern that is to match, and what follows."""
    line = context.line(pattern.start)
    row = MatchRow((pattern,), lambda _: body())
    return bound(context, value, pattern, lambda name: match(context, [name], [row], line))


# ---------------------------------------------------------------------------- lambda and case


def _lambda(context: Context, node: r.Lambda) -> c.Core:
    taken: list[str] = []
    subjects: list[str] = []
    for index, pattern in enumerate(node.parameters):
        if index:
            taken += parameters(context.trail.given_at(node, index))
        name = _parameter(context, pattern)
        taken.append(name)
        subjects.append(name)
        if any(context.trail.wanted_at(pattern)):
            raise Unsupported("a pattern in it takes a constrained argument apart")
    row = MatchRow(node.parameters, lambda _: lower(context, node.body))
    return context.lambda_of(taken, match(context, subjects, [row], context.line(node.start)))


def _case(context: Context, node: r.Case) -> c.Core:
    values = [lower(context, scrutinee) for scrutinee in node.scrutinees]
    names: list[str] = []
    lets: list[tuple[str, c.Core]] = []
    for value in values:
        if isinstance(value, c.Local):
            names.append(value.name)
        else:
            name = context.fresh("_")
            names.append(name)
            lets.append((name, value))
    rows = [match_row(context, branch.patterns, branch.bodies) for branch in node.branches]
    result = match(context, names, rows, context.line(node.start))
    for name, value in reversed(lets):
        result = c.Let(name, value, result)
    return result


# ---------------------------------------------------------------------------- let


def _let(context: Context, node: r.Let) -> c.Core:
    return lower_declarations(context, node.declarations, lambda: lower(context, node.body))


def lower_declarations(
    context: Context, declarations: Sequence[r.LocalDeclaration], body: Callable[[], c.Core]
) -> c.Core:
    """Local declarations around a body."""
    groups: list[tuple[bool, list[tuple[str, c.Core]]]] = []
    result: c.Core | None = None
    for index, declaration in enumerate(declarations):
        if isinstance(declaration, r.PatternBinding):
            rest = partial(lower_declarations, context, declarations[index + 1 :], body)
            fail = c.Fail(context.line(declaration.start))
            value = guarded(context, declaration.bodies, partial(_same, fail))
            result = bind_pattern(context, value, declaration.pattern, rest)
            break
        names: list[str] = []
        if declaration.recursive:
            names = [context.bind(binding.binder) for binding in declaration.bindings]
        values = [
            lower_equations(context, binding.branches, binding.start)
            for binding in declaration.bindings
        ]
        if not declaration.recursive:
            names = [context.bind(binding.binder) for binding in declaration.bindings]
        groups.append((declaration.recursive, list(zip(names, values, strict=True))))
    if result is None:
        result = body()
    for recursive, bindings in reversed(groups):
        result = c.LetRec(tuple(bindings), result) if recursive else c.Let(*bindings[0], result)
    return result


def _same(core: c.Core) -> c.Core:
    return core


LOWER.update({r.Lambda: _lambda, r.Case: _case, r.Let: _let})

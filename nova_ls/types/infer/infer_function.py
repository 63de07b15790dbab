"""Lambdas, conditionals, cases, and the equations of a named function.

Several equations are a lambda around a `case`; a single one whose parameters are variables is a plain lambda, which may get
quantified parameter types from its signature.
"""

from __future__ import annotations

from collections.abc import Sequence

from nova_ls.names.problems.matches import CaseBinderLengthDiffers
from nova_ls.names.resolve import resolved as r
from nova_ls.syntax.problems import missing_arrow
from nova_ls.types.core.escape import hide_last
from nova_ls.types.core.solver import Solver
from nova_ls.types.core.substitute import instantiate
from nova_ls.types.core.timing import LATER
from nova_ls.types.core.type import BOOLEAN, ERROR, HAS_QUANTIFIERS, Type, function
from nova_ls.types.infer.blame_arity import Start, blame_arity, note_arity
from nova_ls.types.infer.blamed_place import blame_sibling, merge_bodies, merge_patterns
from nova_ls.types.infer.infer_application import as_function
from nova_ls.types.infer.infer_core import (
    Scope,
    check,
    expect,
    expect_subsumed,
    infer,
    infer_plain,
)
from nova_ls.types.infer.infer_coverage import cover_branches, cover_patterns, forget_missing
from nova_ls.types.infer.infer_pattern import (
    bind_blindly,
    forget_pattern,
    has_wrong_arity,
    infer_parameter,
    infer_pattern,
    needs_plain_type,
)

Span = tuple[int, int]


# ---------------------------------------------------------------------------- lambda, if, case


def infer_lambda(solver: Solver, node: r.Lambda) -> Type:
    """Infer a lambda: a fresh variable for each parameter."""
    outside = solver.givens, solver.timing
    solver.timing = LATER
    parameters: list[Type] = []
    cover_patterns(solver, node.parameters, (node.start, node.end))
    for pattern in node.parameters:
        unknown = solver.fresh()
        parameters.append(unknown)
        infer_pattern(solver, pattern, unknown)
    type = infer_plain(solver, node.body)
    solver.givens, solver.timing = outside
    for parameter in reversed(parameters):
        type = function(parameter, type)
    return type


def check_lambda(solver: Solver, node: r.Lambda, type: Type) -> None:
    """Check a lambda: parameters have the argument types, and quantifiers on the way are made rigid."""
    scope = Scope(solver)
    solver.timing = LATER
    cover_patterns(solver, node.parameters, (node.start, node.end))
    for index, pattern in enumerate(node.parameters):
        if index:
            type = scope.enter(type, node=node, position=index)
        parameter, result = as_function(solver, type, node)
        if parameter is None:
            rest = r.Lambda(pattern.start, node.end, node.parameters[index:], node.body, True)
            actual = infer_lambda(solver, rest)
            expect(solver, result, actual, node.start, node.end)
            scope.leave()
            return
        infer_parameter(solver, pattern, parameter)
        type = result
    check(solver, node.body, type)
    scope.leave()


def infer_if(solver: Solver, node: r.If) -> Type:
    """`if` and the chain of `else if` behind it, which grows long and so is a loop."""
    pending: list[tuple[r.If, Type]] = []
    while True:
        check(solver, node.condition, BOOLEAN)
        pending.append((node, infer_plain(solver, node.then)))
        if not isinstance(node.otherwise, r.If):
            break
        node = node.otherwise
    type = infer_plain(solver, node.otherwise)
    for node, then in reversed(pending):
        if isinstance(node.otherwise, r.If):
            solver.annotate(node.otherwise.start, node.otherwise.end, type)
        known = len(solver.reports)
        if not expect(solver, then, type, node.otherwise.start, node.otherwise.end):
            blame_sibling(solver, known, node.otherwise, node.then, "the type of the other branch")
        type = then
    return type


def check_if(solver: Solver, node: r.If, type: Type) -> None:
    """Check `if`; a chain of `else if` is a loop."""
    inner: list[r.If] = []
    known = len(solver.reports)
    bodies: list[r.Expression] = []
    while True:
        check(solver, node.condition, BOOLEAN)
        check(solver, node.then, type)
        bodies.append(node.then)
        if not isinstance(node.otherwise, r.If):
            break
        node = node.otherwise
        inner.append(node)
    check(solver, node.otherwise, type)
    if len(solver.reports) != known:
        merge_bodies(solver, known, [*bodies, node.otherwise])
    for node in reversed(inner):
        solver.annotate(node.start, node.end, type)


def infer_case(solver: Solver, node: r.Case) -> Type:
    """Infer a `case` by checking it against a fresh variable."""
    result = solver.fresh()
    check_case(solver, node, result)
    return solver.seen(result)


def check_case(solver: Solver, node: r.Case, type: Type) -> None:
    """Check a `case`: scrutinees first, then each branch against the result type."""
    count = len(node.scrutinees)
    outside = solver.givens, solver.timing
    wanted = cover_branches(solver, node.branches, count, (node.start, node.end))
    scrutinees: list[Type] = []
    for index, scrutinee in enumerate(node.scrutinees):
        if _some_needs_plain_type(node.branches, index):
            scrutinees.append(infer_plain(solver, scrutinee))
        else:
            scrutinees.append(infer(solver, scrutinee))
        hide_last(solver, scrutinee)
    known = len(solver.reports)
    for branch in node.branches:
        given = len(branch.patterns)
        if given != count and branch.run_on is None:
            span = branch.patterns[0].start, branch.patterns[-1].end
            solver.report(CaseBinderLengthDiffers(count, given), *span)
        check_branch(solver, branch, scrutinees, type)
    if len(solver.reports) != known:
        merge_bodies(solver, known, _bodies(node.branches))
        merge_patterns(solver, known, node.branches)
        forget_missing(solver, known, wanted, node.branches)
    solver.givens, solver.timing = outside


def check_branch(solver: Solver, branch: r.Branch, scrutinees: Sequence[Type], type: Type) -> None:
    """A branch of a case against the types of its scrutinees and that of its result."""
    lacks_arrow = False
    if branch.run_on is not None:
        lacks_arrow = len(branch.patterns) != len(scrutinees) or any(
            has_wrong_arity(solver, pattern) for pattern in branch.patterns
        )
        if lacks_arrow:
            solver.report(missing_arrow(), *branch.run_on)
    for index, pattern in enumerate(branch.patterns):
        if lacks_arrow:
            forget_pattern(solver, pattern)
        elif index < len(scrutinees):
            infer_pattern(solver, pattern, scrutinees[index])
        else:
            bind_blindly(solver, pattern)
    check_bodies(solver, branch.bodies, type)


def check_bodies(solver: Solver, bodies: Sequence[r.GuardedBody], type: Type) -> None:
    """Right-hand sides with their guards. The caller restores `timing` behind the last branch."""
    for body in bodies:
        for guard in body.guards:
            if guard.pattern is None:
                check(solver, guard.expression, BOOLEAN)
            else:
                # A `case` to the compiler, so that what the pattern asks for is instantiated.
                plain = needs_plain_type(guard.pattern)
                matched = infer_plain if plain else infer
                infer_pattern(solver, guard.pattern, matched(solver, guard.expression))
        check(solver, body.body, type)
        if len(body.guards) > 1 or (body.guards and body.guards[0].pattern is not None):
            solver.timing = solver.timing.out_of_line()


# ---------------------------------------------------------------------------- equations


def infer_equations(solver: Solver, branches: Sequence[r.Branch], span: Span) -> Type:
    """The type of a value from its equations; ERROR where they were so wrong that none is left."""
    if not branches:
        return ERROR
    first = branches[0]
    count = len(first.patterns)
    body = unguarded_body(branches)
    if not count:
        if body is not None:
            return infer(solver, body)
        result = solver.fresh()
        _check_all(solver, branches, [], result, span)
        return result
    parameters: list[Type] = [solver.fresh() for _ in range(count)]
    outside, solver.timing = solver.timing, LATER
    if body is not None and not any(map(needs_plain_type, first.patterns)):
        for pattern, parameter in zip(first.patterns, parameters, strict=True):
            infer_pattern(solver, pattern, parameter)
        type = infer_plain(solver, body)
    else:
        type = solver.fresh()
        _check_all(solver, branches, parameters, type, span)
    solver.timing = outside
    for parameter in reversed(parameters):
        type = function(parameter, type)
    return type


def check_equations(
    solver: Solver,
    branches: Sequence[r.Branch],
    type: Type,
    scoped: frozenset[str],
    span: Span,
) -> None:
    """See that the equations of a value have a type; `scoped` are the type variables it brings into scope."""
    if not branches:
        return
    first = branches[0]
    count = len(first.patterns)
    start = Start(solver)
    scope = Scope(solver)
    type = scope.enter(type, scoped, node=first)
    whole = type
    parameters: list[Type] = []
    for index in range(count):
        if index:
            type = scope.enter(type, node=first, position=index)
        parameter, type = as_function(solver, type, first.patterns[index])
        if parameter is None:
            _report_extra_parameters(solver, branches, whole, index, span)
            scope.leave()
            return
        parameters.append(parameter)
    if count:
        type = scope.enter(type, node=first, position=count)
        solver.timing = LATER
    body = unguarded_body(branches)
    if body is not None and not any(map(needs_plain_type, first.patterns)):
        for pattern, parameter in zip(first.patterns, parameters, strict=True):
            infer_pattern(solver, pattern, parameter)
        check(solver, body, type)
    else:
        for index in range(count):
            parameter = solver.resolve(parameters[index])
            if parameter.flags & HAS_QUANTIFIERS and _some_needs_plain_type(branches, index):
                pattern = first.patterns[index]
                parameter = instantiate(solver, parameter, pattern.start, pattern.end)
                if solver.trail is not None:
                    solver.trail.take(solver.wanted, pattern, 0)
            parameters[index] = parameter
        _check_all(solver, branches, parameters, type, span)
    if len(solver.reports) != start.reports:
        blame_arity(solver, start, branches, whole, lambda: infer_equations(solver, branches, span))
    scope.leave()


def _check_all(
    solver: Solver,
    branches: Sequence[r.Branch],
    parameters: Sequence[Type],
    type: Type,
    span: Span,
) -> None:
    outside = solver.givens, solver.timing
    wanted = cover_branches(solver, branches, len(parameters), span)
    known = len(solver.reports)
    for branch in branches:
        check_branch(solver, branch, parameters, type)
    if len(solver.reports) != known:
        merge_bodies(solver, known, _bodies(branches))
        merge_patterns(solver, known, branches)
        forget_missing(solver, known, wanted, branches)
    solver.givens, solver.timing = outside


def _bodies(branches: Sequence[r.Branch]) -> list[r.Expression]:
    return [body.body for branch in branches for body in branch.bodies]


def _report_extra_parameters(
    solver: Solver, branches: Sequence[r.Branch], type: Type, index: int, span: Span
) -> None:
    """The equations have more parameters than the type: find the type they have, and compare.

    Where that is not known to differ (the type's result is not known yet), nothing is wrong.
    """
    known = len(solver.reports)
    actual = infer_equations(solver, branches, span)
    is_consistent = len(solver.reports) == known
    patterns = branches[0].patterns
    fits = expect_subsumed(solver, actual, type, patterns[index].start, patterns[-1].end)
    if is_consistent and not fits and len(solver.reports) != known:
        note_arity(solver.reports[-1], index, len(patterns))


def unguarded_body(branches: Sequence[r.Branch]) -> r.Expression | None:
    """The right-hand side of a single equation without guards."""
    if len(branches) != 1:
        return None
    bodies = branches[0].bodies
    if len(bodies) != 1 or bodies[0].guards:
        return None
    return bodies[0].body


def _some_needs_plain_type(branches: Sequence[r.Branch], index: int) -> bool:
    for branch in branches:
        if index < len(branch.patterns) and needs_plain_type(branch.patterns[index]):
            return True
    return False

"""`do` and `ado`: the applications that they stand for, made on the fly.

`do { x <- a; b; c }` is `bind a (\\x -> discard b (\\_ -> c))`, with the `bind` and `discard` that are in scope. A block may have
thousands of statements: the nesting is a loop over a stack of what is still to be compared when the rest is done.

Where the context tells the type of the block, each statement's result is compared with it at once, not at the end, so
that a statement of the wrong monad is blamed, and not all that is right around it.
"""

from __future__ import annotations

from typing import Final, TypeAlias

from nova_ls.names.resolve import resolved as r
from nova_ls.types.core.solver import Solver
from nova_ls.types.core.timing import LATER
from nova_ls.types.core.type import (
    ERROR,
    Type,
)
from nova_ls.types.infer.blame_arity import is_error, tried
from nova_ls.types.infer.infer_application import check_argument, demand_function, infer_head
from nova_ls.types.infer.infer_core import (
    Scope,
    check,
    compare_early,
    expect,
    expect_subsumed,
    infer_plain,
    open_scope,
)
from nova_ls.types.infer.infer_coverage import cover_patterns
from nova_ls.types.infer.infer_let import infer_declarations
from nova_ls.types.infer.infer_pattern import infer_parameter

_SEVERAL: Final = 2
_Waiting: TypeAlias = tuple[r.Statement, Type | Scope, Type]
"""To be compared when the rest of the block is checked: a statement's result, and what is wanted of it. A Scope is to be left then."""


def infer_do(solver: Solver, node: r.Do) -> Type:
    """Infer a `do` block."""
    result = solver.fresh()
    check_do(solver, node, result)
    return solver.resolve(result)


def check_do(solver: Solver, node: r.Do, type: Type) -> None:
    """Check a `do` block as the calls that it stands for, in a loop over its statements."""
    outside = solver.givens, solver.timing
    known = len(solver.reports)
    waiting: list[_Waiting] = []
    expected = type
    last = len(node.statements) - 1
    for index, statement in enumerate(node.statements):
        if isinstance(statement, r.LetStatement):
            infer_declarations(solver, statement.declarations)
        elif isinstance(statement, r.ExpressionStatement) and index == last:
            check(solver, statement.expression, expected)
        else:
            rest = _check_statement(solver, statement, expected, waiting)
            solver.timing = LATER
            expected, scope = open_scope(solver, rest, statement, 1)
            if scope is not None:
                waiting.append((statement, scope, ERROR))
    if node.statements and not isinstance(node.statements[last], r.ExpressionStatement):
        solver.failed = True  # Reported by the resolver: what the block gives is unknown.
    for statement, result, wanted in reversed(waiting):
        if isinstance(result, Scope):
            result.leave()
        else:
            expect_subsumed(solver, result, wanted, statement.start, statement.end)
    solver.givens, solver.timing = outside
    if len(solver.reports) > known + 1:
        _merge_statements(solver, known, node)


def _merge_statements(solver: Solver, known: int, node: r.Do) -> None:
    """Where several statements do not fit, and nothing is wrong in the block by itself, it is the block that does not fit what is
    expected of it: of the reports after the first `known` the first one stands for all.
    """
    spans = {(statement.start, statement.end) for statement in node.statements}
    errors = [report for report in solver.reports[known:] if is_error(report)]
    wrong = [report for report in errors if (report.start, report.end) in spans]
    if (
        len(wrong) < _SEVERAL
        or solver.on_trial
        or tried(solver, lambda: infer_do(solver, node)) is None
    ):
        return
    others = set(errors) - {wrong[0]}
    solver.reports[known:] = [each for each in solver.reports[known:] if each not in others]


def infer_ado(solver: Solver, node: r.Ado) -> Type:
    """`ado { x <- a; y <- b in r }` is `apply (map (\\x y -> r) a) b`.

    The function's type is never made as a whole: what each step leaves for the next to take is an unknown, so that the
    work does not grow with the square of the number of statements.
    """
    outside = solver.givens
    timing = inside = solver.timing
    if not all(isinstance(statement, r.LetStatement) for statement in node.statements):
        inside = LATER
    combined: Type | None = None
    wanted: Type = ERROR
    for statement in node.statements:
        if isinstance(statement, r.LetStatement):
            solver.timing = inside
            infer_declarations(solver, statement.declarations)
            inside = solver.timing
            continue
        solver.timing = timing
        operator = node.map if combined is None else node.apply
        left, rest = demand_function(solver, infer_head(solver, operator), operator)
        right, result = demand_function(solver, rest, operator, 1)
        if combined is None:
            wanted = left
        else:
            expect_subsumed(solver, combined, left, statement.start, statement.end)
        parameter, wanted = demand_function(solver, wanted, operator)
        check_argument(solver, statement.expression, right, operator)
        _match(solver, statement, parameter)
        combined = result
    if combined is None:
        solver.timing = timing
        wanted, combined = demand_function(solver, infer_head(solver, node.pure), node.pure)
    solver.timing = inside
    type = infer_plain(solver, node.result)
    expect(solver, wanted, type, node.result.start, node.result.end)
    solver.givens, solver.timing = outside, timing
    return combined


def _check_statement(
    solver: Solver,
    statement: r.Bind | r.ExpressionStatement,
    expected: Type,
    waiting: list[_Waiting],
) -> Type:
    """Check a statement that is not the last; the type that the rest of the block must have."""
    operator = statement.function
    applied = infer_head(solver, operator)
    first, rest = demand_function(solver, applied, operator)
    at_once = False
    if solver.in_order:
        check_argument(solver, statement.expression, first, operator)
        second, result = demand_function(solver, solver.zonk(rest), operator, 1)
    else:
        second, result = demand_function(solver, rest, operator, 1)
        at_once = compare_early(solver, result, expected, statement.start, statement.end)
        check_argument(solver, statement.expression, first, operator)
    if not at_once:
        waiting.append((statement, result, expected))
    parameter, body = demand_function(solver, second, operator)
    _match(solver, statement, parameter)
    return body


def _match(solver: Solver, statement: r.Bind | r.ExpressionStatement, type: Type) -> None:
    """Bind what a statement binds."""
    if isinstance(statement, r.Bind):
        pattern = statement.pattern
        cover_patterns(solver, (pattern,), (pattern.start, pattern.end))
        infer_parameter(solver, pattern, type)

"""Matches that leave cases out ask for Partial; branches that are never reached are warned of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeGuard

from nova_ls.base.diagnostic import Problem
from nova_ls.base.keys import Space
from nova_ls.names.problems.matches import IncompleteExhaustivityCheck
from nova_ls.names.resolve import resolved as r
from nova_ls.types.core.problems.classes import NoInstanceFound
from nova_ls.types.core.solver import Solver, Wanted
from nova_ls.types.core.type import Constraint
from nova_ls.types.core.well_known import PARTIAL
from nova_ls.types.infer.exhaustive import (
    COVERED,
    Coverage,
    check_branches,
    check_patterns,
    overlapping_pattern,
)

Span = tuple[int, int]

PARTIAL_CONSTRAINT: Final = Constraint(PARTIAL, (), ())


def cover_branches(
    solver: Solver, branches: Sequence[r.Branch], scrutinees: int, span: Span
) -> Wanted | None:
    """Look at the coverage of a case, or of a function's equations: what is wanted where they leave cases out. The caller
    restores `givens` behind it.
    """
    coverage = check_branches(branches, scrutinees, solver.environment)
    if coverage is COVERED:
        return None
    warning = overlapping_pattern(branches, coverage)
    if warning is not None:
        report = solver.report(warning.problem, warning.start, warning.end)
        report.related = warning.related
    patterns = [pattern for branch in branches for pattern in branch.patterns]
    return _note(solver, coverage, patterns, span)


def forget_missing(
    solver: Solver, known: int, wanted: Wanted | None, branches: Sequence[r.Branch]
) -> None:
    """Do not want cases if a report after the first `known` is that a guard is a value of a constructor: a further pattern is meant."""
    if wanted is None:
        return
    spans = {(report.start, report.end) for report in solver.reports[known:]}
    for branch in branches:
        for body in branch.bodies:
            for guard in body.guards:
                if (guard.start, guard.end) in spans and _is_constructed(guard.expression):
                    solver.wanted[:] = [each for each in solver.wanted if each is not wanted]
                    return


def _is_constructed(expression: r.Expression) -> bool:
    while isinstance(expression, r.App):
        expression = expression.function
    return isinstance(expression, r.Global) and expression.key.space is Space.CONSTRUCTOR


def cover_patterns(solver: Solver, patterns: Sequence[r.Pattern], span: Span) -> None:
    """Look at the coverage of patterns that must match: of a lambda, a let, a bind. As for `givens`, see above."""
    coverage = check_patterns(patterns, solver.environment)
    if coverage is not COVERED:
        _note(solver, coverage, patterns, span)


def _note(
    solver: Solver, coverage: Coverage, patterns: Sequence[r.Pattern], span: Span
) -> Wanted | None:
    if coverage.incomplete:
        solver.report(IncompleteExhaustivityCheck(), *span)
    if not coverage.missing:
        return None
    wanted = solver.want(PARTIAL_CONSTRAINT, *span)
    wanted.missing = (coverage.missing, coverage.more)
    wanted.patterns = [(pattern.start, pattern.end) for pattern in patterns]
    # Inside the match Partial is given: what is partial there adds nothing.
    solver.give(PARTIAL_CONSTRAINT)
    return wanted


def is_missing_case(problem: Problem) -> TypeGuard[NoInstanceFound]:
    """Whether a match leaves out cases."""
    return isinstance(problem, NoInstanceFound) and problem.constraint.key is PARTIAL

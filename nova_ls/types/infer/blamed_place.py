"""Where an expected type comes from: the second place of a mismatch.

Used on the way of errors only. A report gets its related place from the innermost construct that asked for the type: the function
applied, the other branch, the first item.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nova_ls.base.diagnostic import Related, Severity
from nova_ls.names.resolve import resolved as r
from nova_ls.types.core.problems.types import HoleInferredType, TypesDoNotUnify
from nova_ls.types.core.solver import PendingDiagnostic, Solver

_SEVERAL: Final = 2


def blame_function(solver: Solver, known: int, argument: r.Expression, head: r.Expression) -> None:
    """The reports after the first `known` that are about an argument as a whole point to the function."""
    place: Related
    if isinstance(head, r.Global):
        place = Related(head.key, 0, 0, f"the parameter's type comes from `{head.shown.name}`")
    elif isinstance(head, r.Local):
        binder = head.binder
        label = f"the parameter's type comes from `{binder.name}`"
        place = Related(None, binder.start, binder.end, label)
    else:
        place = Related(None, head.start, head.end, "the parameter's type comes from here")
    _relate(solver, known, argument, place)


def blame_sibling(
    solver: Solver, known: int, culprit: r.Expression, sibling: r.Expression, what: str
) -> None:
    """The reports after the first `known` that are about `culprit` as a whole point to what it must agree with."""
    _relate(solver, known, culprit, Related(None, sibling.start, sibling.end, what))


def merge_operands(
    solver: Solver, known: int, operands: Sequence[r.Expression], span: tuple[int, int]
) -> None:
    """Where all that was reported after the first `known` is that several operands do not fit what the context expects, they
    agree with each other: it is the whole that does not fit. One report stands for all.
    """
    spans = {(operand.start, operand.end) for operand in operands}
    found = [
        report
        for report in solver.reports[known:]
        if isinstance(report.problem, TypesDoNotUnify) and (report.start, report.end) in spans
    ]
    if len(found) < _SEVERAL:
        return
    first = found[0]
    first.start, first.end = span
    first.related = ()
    others = set(found[1:])
    solver.reports[known:] = [report for report in solver.reports[known:] if report not in others]


def has_error(solver: Solver, known: int) -> bool:
    """Whether the reports after the first `known` say that something is wrong. A hole is not."""
    return any(
        report.problem.severity is Severity.ERROR
        and not isinstance(report.problem, HoleInferredType)
        for report in solver.reports[known:]
    )


def _relate(solver: Solver, known: int, culprit: r.Expression, place: Related) -> None:
    for report in solver.reports[known:]:
        if not report.related and _is_about(report, culprit):
            report.related = (place,)


def _is_about(report: PendingDiagnostic, culprit: r.Expression) -> bool:
    return (
        isinstance(report.problem, TypesDoNotUnify)
        and report.start == culprit.start
        and report.end == culprit.end
    )

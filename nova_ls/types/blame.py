"""Where an expected type comes from: the second place of a mismatch.

Used on the way of errors only. A report gets its related place from the innermost construct that asked for the type: the function
applied, the other branch, the first item.
"""

from __future__ import annotations

from nova_ls.base.diagnostic import Related
from nova_ls.names import resolved as r
from nova_ls.types.solver import Report, Solver


def blame_function(solver: Solver, known: int, argument: r.Expression, head: r.Expression) -> None:
    """The reports after the first `known` that are about an argument as a whole point to the function."""
    place: Related
    if isinstance(head, r.Global):
        place = Related(head.key, 0, 0, f"the parameter's type comes from `{head.key.name}`")
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


def _relate(solver: Solver, known: int, culprit: r.Expression, place: Related) -> None:
    for report in solver.reports[known:]:
        if not report.related and _is_about(report, culprit):
            report.related = (place,)


def _is_about(report: Report, culprit: r.Expression) -> bool:
    return (
        report.code == "TypesDoNotUnify"
        and report.start == culprit.start
        and report.end == culprit.end
    )

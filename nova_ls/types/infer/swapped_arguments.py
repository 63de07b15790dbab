"""Two arguments in each other's place: one mistake, and so one report.

Used on the way of errors only.
"""

from __future__ import annotations

from collections.abc import Sequence

from nova_ls.base.diagnostic import Related
from nova_ls.names.resolve import resolved as r
from nova_ls.types.core.problems.types import TypesDoNotUnify
from nova_ls.types.core.solver import PendingDiagnostic, Solver
from nova_ls.types.core.type import (
    Constrained,
    ErrorType,
    Forall,
    Type,
    TypeApp,
    TypeCon,
    TypeVar,
    UnificationVar,
)
from nova_ls.types.infer.blamed_place import is_about

_TWO = 2


def merge_swapped(solver: Solver, known: int, arguments: Sequence[r.Expression]) -> None:
    """Where all that was reported after the first `known` is that two arguments do not fit, and each would fit in the other's place, the
    first report stands for both.
    """
    reports = solver.reports[known:]
    wrong = [
        (report, argument)
        for argument in arguments
        for report in reports
        if is_about(report, argument)
    ]
    if len(reports) != _TWO or len(wrong) != _TWO:
        return
    (one, first), (other, second) = wrong
    if first is second or not (_fits(solver, one, other) and _fits(solver, other, one)):
        return
    label = "this would fit: the two arguments may stand in each other's place"
    one.related = (Related(None, second.start, second.end, label),)
    solver.reports[known:] = [one]


def _fits(solver: Solver, one: PendingDiagnostic, other: PendingDiagnostic) -> bool:
    """Whether what one report found may be what the other one expected."""
    if not (
        isinstance(one.problem, TypesDoNotUnify) and isinstance(other.problem, TypesDoNotUnify)
    ):
        return False
    return _may_be(solver.zonk(one.problem.found), solver.zonk(other.problem.expected))


def _may_be(one: Type, other: Type) -> bool:
    """Whether two types may be the same once what is not known of them is known."""
    pending = [(one, other)]
    while pending:
        one, other = (_inner(each) for each in pending.pop())
        if isinstance(one, TypeApp) and isinstance(other, TypeApp):
            pending += [(one.function, other.function), (one.argument, other.argument)]
        elif not (isinstance(one, _UNKNOWN) or isinstance(other, _UNKNOWN) or one is other):
            is_known = isinstance(one, TypeCon) or isinstance(other, TypeCon)
            if is_known or one.__class__ is not other.__class__:
                return False
    return True


def _inner(type: Type) -> Type:
    while isinstance(type, Forall | Constrained):
        type = type.body
    return type


_UNKNOWN = (UnificationVar, ErrorType, TypeVar)

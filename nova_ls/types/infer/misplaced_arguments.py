"""Arguments in each other's places, or each in the place of the one behind it: one mistake, and so one report.

Used on the way of errors only.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, permutations
from typing import Final

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
from nova_ls.types.infer.blame_arity import arrow_of
from nova_ls.types.infer.blamed_place import is_about

_CYCLES: Final = (2, 3)
"""So many arguments may stand in each other's places."""

_MOST: Final = 5
"""Of more that do not fit nobody can say where each of them belongs."""

_Wrong = tuple[PendingDiagnostic, r.Expression]


def merge_misplaced(
    solver: Solver, known: int, arguments: Sequence[r.Expression], left: Type
) -> None:
    """Where some of what was reported after the first `known` is that arguments do not fit, and each would fit in the place of the next of
    them, the first report stands for all of these. `left`: what is left of the function's type.
    """
    reports = solver.reports[known:]
    wrong = [
        (report, argument)
        for argument in arguments
        for report in [each for each in reports if is_about(each, argument)][:1]
    ]
    if len(wrong) > _MOST:
        return
    for size in _CYCLES:
        for cycle in permutations(wrong, size):
            if all(each in wrong for each in cycle) and _is_cycle(solver, wrong, cycle):
                _merge(
                    solver, cycle, "this would fit: the arguments may stand in each other's place"
                )
                wrong = [each for each in wrong if each not in cycle]
    if len(wrong) > 1 and _lack_one(solver, wrong, arguments, left):
        _merge(solver, wrong, "this stands one place too early, too: an argument may be missing")


def _lack_one(
    solver: Solver, wrong: Sequence[_Wrong], arguments: Sequence[r.Expression], left: Type
) -> bool:
    """Whether the last arguments, and no others, are wrong, and each would fit one place further on."""
    function, last = arrow_of(solver, left), wrong[-1][0]
    return (
        function is not None
        and [argument for _, argument in wrong] == list(arguments[-len(wrong) :])
        and isinstance(last.problem, TypesDoNotUnify)
        and _may_be(solver.zonk(last.problem.found), solver.zonk(function[0]))
        and all(_fits(solver, one, other) for (one, _), (other, _) in pairwise(wrong))
    )


def _is_cycle(solver: Solver, wrong: Sequence[_Wrong], cycle: Sequence[_Wrong]) -> bool:
    """Whether each would fit in the place of the next one; told of once, beginning with the one that comes first."""
    places = [wrong.index(each) for each in cycle]
    following = (*cycle[1:], cycle[0])
    return places[0] == min(places) and all(
        _fits(solver, one, other) for (one, _), (other, _) in zip(cycle, following, strict=True)
    )


def _merge(solver: Solver, wrong: Sequence[_Wrong], label: str) -> None:
    (first, _), *others = wrong
    first.related = tuple(Related(None, one.start, one.end, label) for _, one in others)
    left_out = [report for report, _ in others]
    solver.reports[:] = [each for each in solver.reports if each not in left_out]


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

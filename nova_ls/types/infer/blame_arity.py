"""Equations with fewer or more parameters than their type has: one mistake, and so one report.

Used on the way of errors only. Where equations do not fit their type, they are inferred once more without it. If they agree with themselves
and make a function of another number of parameters, that number is what is wrong, and whatever else was found follows from it.
Where they name what nobody knows, that is reported, and the missing parameter is probably what should have bound it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from nova_ls.base.diagnostic import Severity
from nova_ls.names.resolve import resolved as r
from nova_ls.types.core.problems.types import (
    AdditionalProperty,
    HoleInferredType,
    InfiniteType,
    PropertyIsMissing,
    TypesDoNotUnify,
)
from nova_ls.types.core.solver import PendingDiagnostic, Solver
from nova_ls.types.core.type import (
    FUNCTION,
    Constrained,
    ErrorType,
    Forall,
    Type,
    TypeApp,
    UnificationVar,
)
from nova_ls.types.relate.unify import unify

_FOLLOWING: Final = (AdditionalProperty, InfiniteType, PropertyIsMissing, TypesDoNotUnify)
"""What may follow from parameters that stand in the wrong places."""


class Start:
    """What had been found before equations were checked."""

    __slots__ = ("reports", "wanted")

    def __init__(self, solver: Solver) -> None:
        self.reports = len(solver.reports)
        self.wanted = len(solver.wanted)


def blame_arity(
    solver: Solver,
    start: Start,
    branches: Sequence[r.Branch],
    type: Type,
    infer: Callable[[], Type],
) -> None:
    """Put one report, or none, in the place of those since the start, if it is the number of parameters that is wrong.

    `infer` infers the equations without their type.
    """
    patterns = branches[0].patterns
    errors = [each for each in solver.reports[start.reports :] if is_error(each)]
    if solver.on_trial or not patterns or not _may_follow(errors):
        return
    wanted = _arity(solver, type)
    if wanted is None or wanted <= len(patterns):
        return
    found = tried(solver, infer)
    if found is None:
        return
    actual, is_known = found
    if _arity(solver, actual) is None:
        _give_parameters(solver, type, actual)
    given = _arity(solver, actual)
    if (given is None and is_known) or (given is not None and given >= wanted):
        return
    kept = [each for each in solver.reports[start.reports :] if not is_error(each)]
    solver.reports[start.reports :] = kept
    del solver.wanted[start.wanted :]
    if not is_known:
        return
    problem = TypesDoNotUnify(type, actual, type, actual, (), (wanted, len(patterns)))
    solver.report(problem, patterns[0].start, patterns[-1].end)


def _give_parameters(solver: Solver, type: Type, actual: Type) -> None:
    """The result depends on the parameters: let them be those of the type, from the first one on."""
    while True:
        wanted, own = arrow_of(solver, type), arrow_of(solver, actual)
        if wanted is None or own is None or unify(solver, wanted[0], own[0]) is not None:
            return
        type, actual = wanted[1], own[1]


def note_arity(report: PendingDiagnostic, wanted: int, given: int) -> None:
    """A report says that equations do not fit: they have more parameters than their type."""
    problem = report.problem
    if isinstance(problem, TypesDoNotUnify):
        parts = problem.expected_part, problem.found_part, problem.expected, problem.found
        report.problem = TypesDoNotUnify(*parts, problem.labels, (wanted, given))


def is_error(report: PendingDiagnostic) -> bool:
    """Whether a report is that something is wrong, be it a hole."""
    return report.problem.severity is Severity.ERROR


def _may_follow(errors: Sequence[PendingDiagnostic]) -> bool:
    """Whether all that is wrong may be due to the parameters; a hole is nothing wrong."""
    wrong = [each.problem for each in errors if not isinstance(each.problem, HoleInferredType)]
    return len(wrong) == len(errors) > 0 and all(isinstance(each, _FOLLOWING) for each in wrong)


def _arity(solver: Solver, type: Type) -> int | None:
    """The number of parameters; None: the type is not known so far."""
    count = 0
    while (arrow := arrow_of(solver, type)) is not None:
        type = arrow[1]
        count += 1
    is_known = not isinstance(solver.resolve(type), UnificationVar | ErrorType)
    return count if is_known else None


def arrow_of(solver: Solver, type: Type) -> tuple[Type, Type] | None:
    """Parameter and result of a function type, whatever quantifiers it stands behind."""
    type = solver.resolve(type)
    while isinstance(type, Forall | Constrained):
        type = solver.resolve(type.body)
    if isinstance(type, TypeApp):
        inner = solver.resolve(type.function)
        if isinstance(inner, TypeApp) and solver.resolve(inner.function) is FUNCTION:
            return inner.argument, type.argument
    return None


def tried(solver: Solver, infer: Callable[[], Type]) -> tuple[Type, bool] | None:
    """What equations are by themselves, and whether all that they name is known, with no trace left of the attempt; None: they
    do not agree with themselves.
    """
    notes = solver.annotations[solver.element]
    lists: tuple[list[Any], ...] = (
        solver.reports,
        solver.wanted,
        solver.suspects,
        solver.wildcards,
        solver.names[solver.element],
        notes.starts,
        notes.ends,
        notes.types,
    )
    lengths = [len(each) for each in lists]
    flags = solver.met_quantifier, solver.recursive, solver.failed
    solver.on_trial, solver.failed = True, False
    type = solver.zonk(infer())
    is_known = not solver.failed
    solver.on_trial = False
    solver.met_quantifier, solver.recursive, solver.failed = flags
    agrees = not any(map(is_error, solver.reports[lengths[0] :]))
    for each, length in zip(lists, lengths, strict=True):
        del each[length:]
    return (type, is_known) if agrees else None

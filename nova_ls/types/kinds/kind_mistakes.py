"""Kinds after a mistake: what the mistake has determined is not held against other uses, so that it gives one diagnostic."""

from __future__ import annotations

from collections.abc import Sequence

from nova_ls.names.problems.scope import UndefinedTypeVariable
from nova_ls.names.resolve import resolved as r
from nova_ls.types.core.problems.kinds import KindsDoNotUnify
from nova_ls.types.core.solver import Solver
from nova_ls.types.core.type import ERROR, Type, TypeApp, TypeVar, UnificationVar


def unknown_kinds(solver: Solver) -> list[UnificationVar]:
    """The kinds of the type variables in scope that nothing has determined yet."""
    return [
        type.kind
        for type in solver.type_variables.values()
        if isinstance(type, TypeVar)
        and isinstance(type.kind, UnificationVar)
        and type.kind.solution is None
    ]


def forget_kinds(determined: Sequence[UnificationVar]) -> None:
    """What an ill-kinded constraint has determined holds for nothing else: other uses of its variables are not to blame."""
    for kind in determined:
        if kind.solution is not None:
            kind.solution = ERROR


def is_ill_kinded(solver: Solver, argument: r.Type) -> bool:
    """Whether the last report is that this argument is of a wrong kind."""
    if not solver.reports:
        return False
    last = solver.reports[-1]
    return isinstance(last.problem, KindsDoNotUnify) and (last.start, last.end) == (
        argument.start,
        argument.end,
    )


def keep_first_unknown_variable(solver: Solver, known: int) -> None:
    """A signature without any `forall` lacks it once: of the reports after the first `known` the first one that a variable is unknown is for all."""
    unknown = [
        each for each in solver.reports[known:] if isinstance(each.problem, UndefinedTypeVariable)
    ]
    others = unknown[1:]
    if others:
        solver.reports[known:] = [each for each in solver.reports[known:] if each not in others]


def has_wrong_argument(type: Type) -> bool:
    """Whether a mistake was found in an argument: with one left out before it, the kind of the whole is wrong as well."""
    while isinstance(type, TypeApp):
        if type.argument is ERROR:
            return True
        type = type.function
    return False


def forget_variable(solver: Solver, type: Type) -> None:
    """A variable that was used at a wrong kind has none from here on: its other uses are the same mistake."""
    while isinstance(type, TypeApp):
        type = type.function
    if isinstance(type, TypeVar) and type.name in solver.type_variables:
        solver.type_variables[type.name] = ERROR

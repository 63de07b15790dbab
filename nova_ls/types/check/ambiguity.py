"""Ambiguity: an inferred scheme asks for a constraint on a type that nothing could ever determine."""

from __future__ import annotations

from collections.abc import Sequence

from nova_ls.types.core.class_info import ClassTable
from nova_ls.types.core.covering import Dependencies
from nova_ls.types.core.problems.classes import AmbiguousTypeVariables
from nova_ls.types.core.solver import Solver
from nova_ls.types.core.type import Constrained, Constraint, Type, UnificationVar
from nova_ls.types.kinds.quantify_kinds import unsolved


def report_ambiguity(
    solver: Solver, type: Type, constraints: Sequence[Constraint], start: int, end: int
) -> bool:
    """Report AmbiguousTypeVariables where a type about to be generalised is ambiguous. True if it is."""
    ambiguous = ambiguous_variables(solver, type, constraints)
    if not ambiguous:
        return False
    for constraint in reversed(constraints):
        type = Constrained(constraint, type)
    solver.report(AmbiguousTypeVariables(type, tuple(ambiguous)), start, end)
    return True


def ambiguous_variables(
    solver: Solver, type: Type, constraints: Sequence[Constraint]
) -> list[UnificationVar]:
    """The unknowns in constraints that follow, through functional dependencies, from none in the type."""
    if not constraints:
        return []
    known = set(unsolved(solver, [solver.zonk(type)]))
    zonked = [solver.zonk_constraint(constraint) for constraint in constraints]
    mentioned = [
        [set(unsolved(solver, [argument])) for argument in each.arguments] for each in zonked
    ]
    classes = ClassTable(solver.environment, solver.element.namespace)
    dependencies: list[Dependencies] = []
    for each in zonked:
        info = classes.get(each.key)
        dependencies.append(() if info is None else info.interface.dependencies)
    grown = True
    while grown:
        before = len(known)
        for of_arguments, of_class in zip(mentioned, dependencies, strict=True):
            for determining, determined in of_class:
                if all(of_arguments[position] <= known for position in determining):
                    known.update(*[of_arguments[position] for position in determined])
        grown = len(known) > before
    wanted = [argument for each in zonked for argument in each.arguments]
    return [variable for variable in unsolved(solver, wanted) if variable not in known]

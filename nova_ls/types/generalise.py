"""Generalisation: unknowns that nothing outside mentions become quantified variables.

Which unknowns those are, levels tell (solver.py): they are deeper than the current level. Variables are named a, b, c, … in the order
in which the type mentions them, so that equal types get equal interfaces however they came about.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set

from nova_ls.types.quantify_kinds import quantify, solve_by_names, unsolved, used_names
from nova_ls.types.solver import Solver, Wanted
from nova_ls.types.type import HAS_UNIFICATION_VARS, Constrained, Constraint, Type, UnificationVar


def generalise(solver: Solver, type: Type, constraints: Sequence[Constraint] = ()) -> Type:
    """A closed scheme: all unknowns of the type and of its constraints are quantified over."""
    type = solver.zonk(type)
    for constraint in reversed(constraints):
        type = Constrained(solver.zonk_constraint(constraint), type)
    if not type.flags & HAS_UNIFICATION_VARS:
        return type
    variables = unsolved(solver, (type,))
    names = variable_names(len(variables), used_names((type,)))
    return quantify(solver, type, solve_by_names(solver, variables, names))


def generalise_locals(
    solver: Solver, types: Sequence[Type], pending: Sequence[Wanted]
) -> list[Type]:
    """Schemes of local values. Unknowns that a pending constraint mentions stay: its dictionary is found outside."""
    zonked = [solver.zonk(type) for type in types]
    kept: set[UnificationVar] = set()
    if any(type.flags & HAS_UNIFICATION_VARS for type in zonked):
        for wanted in pending:
            constraint = solver.zonk_constraint(wanted.constraint)
            if constraint.flags & HAS_UNIFICATION_VARS:
                kept.update(unsolved(solver, constraint.kinds + constraint.arguments))
    result: list[Type] = []
    for type in zonked:
        result.append(_generalise_local(solver, type, kept))
    for variable in kept:
        variable.level = min(variable.level, solver.level)
    return result


def variable_names(count: int, used: Set[str]) -> list[str]:
    """Names a, b, …, z, a1, b1, … that are not used."""
    names: list[str] = []
    number = 0
    while len(names) < count:
        for letter in "abcdefghijklmnopqrstuvwxyz":
            name = f"{letter}{number}" if number else letter
            if name not in used:
                names.append(name)
        number += 1
    return names[:count]


def _generalise_local(solver: Solver, type: Type, kept: Iterable[UnificationVar]) -> Type:
    type = solver.zonk(type)
    if not type.flags & HAS_UNIFICATION_VARS:
        return type
    variables = unsolved(solver, (type,))
    level = solver.level
    free = [
        variable
        for variable in variables
        if variable.level > level
        and variable not in kept
        and not solver.zonk(variable.kind).flags & HAS_UNIFICATION_VARS
    ]
    chosen = set(free)
    for variable in variables:
        if variable not in chosen and variable.level > level:
            variable.level = level
    names = variable_names(len(free), used_names((type,)) | set(solver.type_variables))
    return quantify(solver, type, solve_by_names(solver, free, names))

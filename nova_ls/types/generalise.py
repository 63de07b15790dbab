"""Generalisation: unknowns that nothing outside mentions become quantified variables.

Which unknowns those are, levels tell (solver.py): they are deeper than the current level. Variables are named a, b, c, … in the order
in which the type mentions them, so that equal types get equal interfaces however they came about.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from nova_ls.types.quantify_kinds import solve_by_names, unsolved, used_names
from nova_ls.types.solver import Solver, Wanted
from nova_ls.types.substitute import free_type_variables
from nova_ls.types.type import (
    HAS_UNIFICATION_VARS,
    Constrained,
    Constraint,
    Forall,
    Type,
    UnificationVar,
)


def generalise(
    solver: Solver, types: Sequence[Type], constraints: Sequence[Sequence[Constraint]]
) -> list[Type]:
    """Closed schemes of a binding group: each type asks for its constraints, all unknowns are quantified over."""
    qualified: list[Type] = []
    for type, wanted in zip(types, constraints, strict=True):
        for constraint in reversed(wanted):
            type = Constrained(solver.zonk_constraint(constraint), type)
        qualified.append(solver.zonk(type))
    return _quantify_all(solver, qualified, unsolved(solver, qualified), frozenset())


def generalise_locals(
    solver: Solver, types: Sequence[Type], pending: Sequence[Wanted]
) -> list[Type]:
    """Schemes of local values.

    Unknowns that a pending constraint mentions stay: its dictionary is found outside. So do unknown kinds, and what has them.
    """
    zonked = [solver.zonk(type) for type in types]
    variables = unsolved(solver, zonked)
    if not variables:
        return zonked
    kept: set[UnificationVar] = set()
    for wanted in pending:
        constraint = solver.zonk_constraint(wanted.constraint)
        if constraint.flags & HAS_UNIFICATION_VARS:
            kept.update(unsolved(solver, constraint.kinds + constraint.arguments))
    for variable in variables:
        kind = solver.zonk(variable.kind)
        if kind.flags & HAS_UNIFICATION_VARS:
            kept.update((variable, *unsolved(solver, (kind,))))
    level = solver.level
    free = [variable for variable in variables if variable.level > level and variable not in kept]
    for variable in kept:
        # They belong to what is outside now.
        variable.level = min(variable.level, level)
    return _quantify_all(solver, zonked, free, solver.type_variables.keys())


def _quantify_all(
    solver: Solver,
    types: Sequence[Type],
    variables: list[UnificationVar],
    used: Set[str],
) -> list[Type]:
    """Solve the unknowns by named variables; each type is quantified over those that it mentions."""
    if not variables:
        return list(types)
    names = variable_names(len(variables), used_names(types) | used)
    binders = solve_by_names(solver, variables, names)
    result: list[Type] = []
    for type in types:
        scheme = solver.zonk(type)
        mentioned = free_type_variables(scheme)
        for name, kind in reversed(binders):
            if name in mentioned:
                mentioned |= free_type_variables(kind)
                scheme = Forall(name, kind, scheme, False)
        result.append(scheme)
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

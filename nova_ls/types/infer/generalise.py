"""Generalisation: what stays unknown in the type of a top-level value becomes quantified variables.

Variables are named a, b, c, … in the order in which the type mentions them, so that equal types get equal interfaces however they
came about. Local values are not generalised (see infer_let.py).
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from nova_ls.types.core.solver import Solver
from nova_ls.types.core.substitute import free_type_variables
from nova_ls.types.core.type import (
    Constrained,
    Constraint,
    Forall,
    Type,
)
from nova_ls.types.kinds.quantify_kinds import solve_by_names, unsolved, used_names


def generalise(
    solver: Solver, types: Sequence[Type], constraints: Sequence[Sequence[Constraint]]
) -> list[Type]:
    """Closed schemes of a binding group: each type asks for its constraints, all unknowns are quantified over."""
    qualified: list[Type] = []
    for type, wanted in zip(types, constraints, strict=True):
        for constraint in reversed(wanted):
            type = Constrained(solver.zonk_constraint(constraint), type)
        qualified.append(solver.zonk(type))
    variables = unsolved(solver, qualified)
    if not variables:
        return qualified
    names = variable_names(len(variables), used_names(qualified))
    binders = solve_by_names(solver, variables, names)
    result: list[Type] = []
    for type in qualified:
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

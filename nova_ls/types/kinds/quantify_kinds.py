"""Generalisation over kinds: the kinds that nothing determines become quantified variables in front of a type.

An implicit kind variable comes before everything that is written, so that no written binder can be mentioned in its kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Set

from nova_ls.types.core.solver import Solver
from nova_ls.types.core.type import (
    HAS_QUANTIFIERS,
    HAS_TYPE_VARS,
    HAS_UNIFICATION_VARS,
    Forall,
    Type,
    TypeVar,
    UnificationVar,
    parts,
)


def quantify_kinds(solver: Solver, type: Type) -> Type:
    """The zonked type, closed over its unknowns; those unknowns are solved by the new variables."""
    type = solver.zonk(type)
    variables = unsolved(solver, (type,))
    names = kind_names(len(variables), used_names((type,)))
    return quantify(solver, type, solve_by_names(solver, variables, names))


def quantify(solver: Solver, type: Type, binders: list[tuple[str, Type]]) -> Type:
    """Put quantifiers in front of a type, in which names stand for unknowns already."""
    type = solver.zonk(type)
    for name, kind in reversed(binders):
        type = Forall(name, kind, type, False)
    return type


def solve_by_names(
    solver: Solver, variables: list[UnificationVar], names: list[str]
) -> list[tuple[str, Type]]:
    """Solve unknowns by variables of these names; the names with their kinds."""
    for variable, name in zip(variables, names, strict=True):
        variable.solution = TypeVar(name, variable.kind)
    return [
        (name, solver.zonk(variable.kind)) for variable, name in zip(variables, names, strict=True)
    ]


def unsolved(solver: Solver, types: Iterable[Type]) -> list[UnificationVar]:
    """The unknowns in some zonked types, in the order of their occurrence, but each after those in its kind."""
    found: dict[UnificationVar, None] = {}
    for type in types:
        _collect_unsolved(solver, type, found)
    return list(found)


def kind_names(count: int, used: Set[str]) -> list[str]:
    """Names for kind variables: `k` alone, or `k1`, `k2`, …, none of them used."""
    names: list[str] = []
    if count == 1 and "k" not in used:
        return ["k"]
    number = 0
    while len(names) < count:
        number += 1
        if f"k{number}" not in used:
            names.append(f"k{number}")
    return names


def used_names(types: Iterable[Type]) -> set[str]:
    """The names of all type variables in some types, bound or free."""
    names: set[str] = set()
    for type in types:
        _collect_names(type, names)
    return names


def _collect_unsolved(solver: Solver, type: Type, found: dict[UnificationVar, None]) -> None:
    while type.flags & HAS_UNIFICATION_VARS:
        if isinstance(type, UnificationVar):
            if type not in found:
                _collect_unsolved(solver, solver.zonk(type.kind), found)
                found[type] = None
            return
        *others, type = parts(type)
        for part in others:
            _collect_unsolved(solver, part, found)


def _collect_names(type: Type, names: set[str]) -> None:
    while type.flags & (HAS_TYPE_VARS | HAS_QUANTIFIERS):
        if isinstance(type, TypeVar):
            names.add(type.name)
            return
        if isinstance(type, Forall):
            names.add(type.name)
        inner = parts(type)
        if not inner:
            return
        for part in inner[:-1]:
            _collect_names(part, names)
        type = inner[-1]

"""Substitution of named type variables, and instantiation of quantified types.

Inside the checker the types put in hold no free type variables, as a rule; where they do (interfaces' parameters), binders
that would capture them are renamed.
"""

from __future__ import annotations

from collections.abc import Mapping

from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.types.core.budget import weigh
from nova_ls.types.core.solver import Solver
from nova_ls.types.core.type import (
    ERROR,
    HAS_QUANTIFIERS,
    HAS_SKOLEMS,
    HAS_TYPE_VARS,
    Constrained,
    Constraint,
    Forall,
    KindApp,
    Row,
    Skolem,
    Type,
    TypeApp,
    TypeVar,
    parts,
    row,
    type_con,
)


def substitute(type: Type, mapping: Mapping[str, Type]) -> Type:
    """Replace free type variables by name, capturing nothing. Shares what does not change."""
    if not type.flags & HAS_TYPE_VARS:
        return type
    cls = type.__class__
    if cls is TypeVar:
        return mapping.get(type.name, type)  # type: ignore[union-attr]
    if cls is TypeApp:
        function = type.function  # type: ignore[union-attr]
        if function.__class__ is TypeVar:
            function = mapping.get(function.name, function)
        elif function.flags & HAS_TYPE_VARS:
            function = substitute(function, mapping)
        argument = type.argument  # type: ignore[union-attr]
        if argument.__class__ is TypeVar:
            argument = mapping.get(argument.name, argument)
        elif argument.flags & HAS_TYPE_VARS:
            argument = substitute(argument, mapping)
        # What an unknown constructor gives is unknown too.
        return ERROR if function is ERROR else TypeApp(function, argument)
    if isinstance(type, Row):
        fields = tuple([(label, substitute(field, mapping)) for label, field in type.fields])
        return row(fields, None if type.tail is None else substitute(type.tail, mapping))
    if isinstance(type, KindApp):
        return KindApp(substitute(type.function, mapping), substitute(type.argument, mapping))
    if isinstance(type, Constrained):
        return Constrained(
            substitute_constraint(type.constraint, mapping), substitute(type.body, mapping)
        )
    if isinstance(type, Forall):
        return _substitute_forall(type, mapping)
    return type


def substitute_constraint(constraint: Constraint, mapping: Mapping[str, Type]) -> Constraint:
    """A constraint with type variables replaced; the same object where it has none."""
    if not constraint.flags & HAS_TYPE_VARS:
        return constraint
    return Constraint(
        constraint.key,
        tuple([substitute(kind, mapping) for kind in constraint.kinds]),
        tuple([substitute(argument, mapping) for argument in constraint.arguments]),
    )


def close_skolems(type: Type) -> Type:
    """The type as it is seen from outside of the scope of its rigid variables: each a type of its own, equal to nothing else."""
    if not type.flags & HAS_SKOLEMS:
        return type
    if isinstance(type, Skolem):
        return type_con(element_key("", Space.TYPE, type.name))
    if isinstance(type, TypeApp):
        return TypeApp(close_skolems(type.function), close_skolems(type.argument))
    if isinstance(type, KindApp):
        return KindApp(close_skolems(type.function), close_skolems(type.argument))
    if isinstance(type, Row):
        fields = tuple([(label, close_skolems(field)) for label, field in type.fields])
        return row(fields, None if type.tail is None else close_skolems(type.tail))
    if isinstance(type, Forall):
        return Forall(type.name, close_skolems(type.kind), close_skolems(type.body), type.visible)
    if isinstance(type, Constrained):
        key, kinds, arguments = (
            type.constraint.key,
            type.constraint.kinds,
            type.constraint.arguments,
        )
        constraint = Constraint(
            key, tuple(map(close_skolems, kinds)), tuple(map(close_skolems, arguments))
        )
        return Constrained(constraint, close_skolems(type.body))
    return type


def free_type_variables(type: Type) -> set[str]:
    """Names of the type variables that no Forall inside the type binds."""
    free: set[str] = set()
    _collect_free(type, frozenset(), free)
    return free


def instantiate(
    solver: Solver, type: Type, start: int, end: int, cause: ElementKey | None = None
) -> Type:
    """Replace the outer quantifiers by unknowns and want the outer constraints; the rest is not looked into.

    The result is neither a Forall nor a Constrained.
    """
    type = solver.resolve(type)
    while type.flags & HAS_QUANTIFIERS:
        if isinstance(type, Forall):
            type = instantiate_quantifiers(solver, type)
        elif isinstance(type, Constrained):
            solver.want(type.constraint, start, end, cause)
            type = solver.resolve(type.body)
        else:
            break
    return type


def instantiate_quantifiers(solver: Solver, type: Forall, until_visible: bool = False) -> Type:
    """Replace a run of outer quantifiers by unknowns; with `until_visible`, only those before the first visible one."""
    if not type.weight:
        type.weight = 1 + weigh(type)
    solver.spend(type.weight)
    mapping: dict[str, Type] = {}
    body: Type = type
    while isinstance(body, Forall) and not (until_visible and body.visible):
        mapping[body.name] = solver.fresh(substitute(body.kind, mapping))
        body = body.body
    return solver.resolve(substitute(body, mapping))


def _substitute_forall(type: Forall, mapping: Mapping[str, Type]) -> Type:
    kind = substitute(type.kind, mapping)
    inner = {name: value for name, value in mapping.items() if name != type.name}
    if not inner:
        return Forall(type.name, kind, type.body, type.visible)
    open_values = [value for value in inner.values() if value.flags & HAS_TYPE_VARS]
    if not open_values:
        found = Forall(type.name, kind, substitute(type.body, inner), type.visible)
        found.weight = type.weight  # No variables have come into it.
        return found
    name = type.name
    if any(name in free_type_variables(value) for value in open_values):
        name = _unused(name, inner, type.body)
        inner[type.name] = TypeVar(name)
    return Forall(name, kind, substitute(type.body, inner), type.visible)


def _unused(name: str, mapping: Mapping[str, Type], body: Type) -> str:
    taken = free_type_variables(body)
    for value in mapping.values():
        taken |= free_type_variables(value)
    number = 1
    while f"{name}{number}" in taken:
        number += 1
    return f"{name}{number}"


def _collect_free(type: Type, bound: frozenset[str], free: set[str]) -> None:
    while type.flags & HAS_TYPE_VARS:
        if isinstance(type, TypeVar):
            if type.name not in bound:
                free.add(type.name)
            return
        if isinstance(type, Forall):
            _collect_free(type.kind, bound, free)
            bound |= {type.name}
            type = type.body
            continue
        *others, type = parts(type)
        for part in others:
            _collect_free(part, bound, free)

"""Roles: what a coercion of a type's parameter does to the type.

A phantom parameter may change freely, a representational one if the new type has the same representation, a nominal one
not at all. Roles are inferred: all parameters of a group of data types begin as phantom (or as declared), and are made
more restrictive by what the fields do with them, until nothing changes.

Source: "Safe Zero-cost Coercions for Haskell" (Breitner, Eisenberg, Peyton Jones, Weirich), role inference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from nova_ls.base.keys import ElementKey
from nova_ls.types.core.environment import Environment
from nova_ls.types.core.interface import DataInterface, Role
from nova_ls.types.core.substitute import free_type_variables
from nova_ls.types.core.type import (
    FUNCTION,
    HAS_TYPE_VARS,
    Constrained,
    Forall,
    KindApp,
    Row,
    Type,
    TypeApp,
    TypeCon,
    TypeVar,
    spine,
)

PERMISSIVENESS: Final = {Role.NOMINAL: 0, Role.REPRESENTATIONAL: 1, Role.PHANTOM: 2}


@dataclass(slots=True)
class DataShape:
    """What decides the roles of a data type: its parameters and the types of all its fields."""

    key: ElementKey
    parameters: tuple[str, ...]
    fields: Sequence[Type]


def infer_roles(
    group: Sequence[DataShape],
    declared: dict[ElementKey, tuple[Role, ...]],
    environment: Environment,
) -> dict[ElementKey, tuple[Role, ...]]:
    """The roles of mutually recursive data types: the declared ones, where the fields allow them."""
    roles: dict[ElementKey, tuple[Role, ...]] = {}
    for shape in group:
        count = len(shape.parameters)
        given = declared.get(shape.key, ())[:count]
        roles[shape.key] = given + (Role.PHANTOM,) * (count - len(given))
    changed = True
    while changed:
        changed = False
        for shape in group:
            if not shape.parameters:
                continue
            found = _Walk(roles, environment).of(shape.fields)
            before = roles[shape.key]
            after = tuple(
                [
                    restrict(role, found.get(parameter, Role.PHANTOM))
                    for role, parameter in zip(before, shape.parameters, strict=True)
                ]
            )
            if after != before:
                roles[shape.key] = after
                changed = True
    return roles


def nominal_roles(kind: Type) -> tuple[Role, ...]:
    """The roles of an opaque type of this kind: nothing is known, so nothing may change."""
    return (Role.NOMINAL,) * kind_arity(kind)


def kind_arity(kind: Type) -> int:
    """How many types a type of this kind takes."""
    count = 0
    while True:
        if isinstance(kind, Forall):
            kind = kind.body
        elif (
            isinstance(kind, TypeApp)
            and isinstance(kind.function, TypeApp)
            and kind.function.function is FUNCTION
        ):
            count += 1
            kind = kind.argument
        else:
            return count


def restrict(left: Role, right: Role) -> Role:
    """The less permissive of two roles."""
    return left if PERMISSIVENESS[left] <= PERMISSIVENESS[right] else right


class _Walk:
    """The roles that the variables of some types have in them, collected."""

    def __init__(self, roles: dict[ElementKey, tuple[Role, ...]], environment: Environment) -> None:
        self.roles = roles
        self.environment = environment
        self.found: dict[str, Role] = {}

    def of(self, types: Sequence[Type]) -> dict[str, Role]:
        for type in types:
            self._walk(type, frozenset())
        return self.found

    def _mark(self, name: str, role: Role) -> None:
        known = self.found.get(name)
        self.found[name] = role if known is None else restrict(known, role)

    def _walk(self, type: Type, bound: frozenset[str]) -> None:
        if not type.flags & HAS_TYPE_VARS:
            return
        if isinstance(type, TypeVar):
            if type.name not in bound:
                self._mark(type.name, Role.REPRESENTATIONAL)
        elif isinstance(type, TypeApp | KindApp):
            self._walk_application(type, bound)
        elif isinstance(type, Forall):
            self._walk(type.body, bound | {type.name})
        elif isinstance(type, Constrained):
            for argument in type.constraint.arguments:
                self._walk_nominally(argument, bound)
            self._walk(type.body, bound)
        elif isinstance(type, Row):
            for _, field in type.fields:
                self._walk(field, bound)
            if type.tail is not None:
                self._walk(type.tail, bound)

    def _walk_application(self, type: Type, bound: frozenset[str]) -> None:
        head, _, arguments = spine(type)
        if not isinstance(head, TypeCon):
            self._walk(head, bound)
            for argument in arguments:
                self._walk_nominally(argument, bound)
            return
        for role, argument in zip(self._roles_of(head.key), arguments, strict=False):
            if role is Role.REPRESENTATIONAL:
                self._walk(argument, bound)
            elif role is Role.NOMINAL:
                self._walk_nominally(argument, bound)

    def _walk_nominally(self, type: Type, bound: frozenset[str]) -> None:
        for name in free_type_variables(type) - bound:
            self._mark(name, Role.NOMINAL)

    def _roles_of(self, key: ElementKey) -> tuple[Role, ...]:
        roles = self.roles.get(key)
        if roles is not None:
            return roles
        interface = self.environment.interface(key)
        return interface.roles if isinstance(interface, DataInterface) else ()

"""How well the type of a name fits the type that a place wants.

Most names are told apart by the outermost constructor of their result alone; the others are unified with what is wanted, which is
made of variables of its own each time.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache
from typing import Final

from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.features.type_parts import bare_type, parameters_and_result
from nova_ls.types.core.budget import OutOfSteps
from nova_ls.types.core.interface import InstanceInterface, Interface
from nova_ls.types.core.solver import Solver
from nova_ls.types.core.substitute import free_type_variables, instantiate
from nova_ls.types.core.type import (
    HAS_QUANTIFIERS,
    HAS_UNIFICATION_VARS,
    TYPE,
    Constrained,
    ErrorType,
    Forall,
    KindApp,
    Row,
    Skolem,
    Type,
    TypeApp,
    TypeVar,
    UnificationVar,
    head_constructor,
)
from nova_ls.types.core.well_known import WARN
from nova_ls.types.relate.unify import unify

_ARGUMENTS: Final = 6
"""A function of more is not taken for what its result is."""


class Fit(IntEnum):
    """The best first."""

    EXACT = 0
    APPLIED = 1  # once it is given arguments
    UNKNOWN = 2  # nothing is wanted, or its type is not known
    ANYTHING = 3  # its result can be of any type
    NONE = 4


class WantedType:
    """The type that a place wants."""

    def __init__(self, type: Type) -> None:
        self.type = _opened(type)
        parameters, result = parameters_and_result(type)
        self.arity = len(parameters)
        self.head = head_constructor(result)
        self._is_rigid = isinstance(result, Skolem)
        self.is_known = self.head is not None or not isinstance(
            result, TypeVar | UnificationVar | ErrorType
        )
        """Whether anything is known of it."""

    def fit(self, type: Type) -> Fit:
        """How well the scheme of a name fits."""
        if not self.is_known:
            return Fit.UNKNOWN
        arity, head, is_open = shape(type)
        extra = arity - self.arity
        if is_open and not type.flags & HAS_QUANTIFIERS:
            return Fit.UNKNOWN
        if is_open:
            is_exact = arity == self.arity > 0 and self._unifies(type, 0)
            return Fit.EXACT if is_exact else Fit.ANYTHING
        if extra < 0 or extra > _ARGUMENTS:
            return Fit.NONE
        if head is not None and head is not self.head and (self.head or self._is_rigid):
            return Fit.NONE
        if not self._unifies(type, extra):
            return Fit.NONE
        return Fit.APPLIED if extra else Fit.EXACT

    def needs(self, type: Type) -> list[tuple[ElementKey, tuple[Type, ...]]] | None:
        """Of what classes a name that fits exactly needs instances, and for which types; None: it does not fit."""
        solver = self._unified(type, 0)
        if solver is None:
            return None
        constraints = [each.constraint for each in solver.wanted]
        return [
            (each.key, tuple([solver.zonk(argument) for argument in each.arguments]))
            for each in constraints
        ]

    def _unifies(self, type: Type, extra: int) -> bool:
        return self._unified(type, extra) is not None

    def _unified(self, type: Type, extra: int) -> Solver | None:
        """The solver in which both types are one; None: they cannot be."""
        solver = Solver(_NOWHERE, _NO_ELEMENT)
        try:
            wanted = instantiate(solver, self.type, 0, 0)
            given = instantiate(solver, type, 0, 0)
            for _ in range(extra):
                if not isinstance(given, TypeApp):
                    return None
                given = instantiate(solver, given.argument, 0, 0)
            return solver if unify(solver, wanted, given) is None else None
        except (OutOfSteps, RecursionError):
            return None


@lru_cache(maxsize=1 << 15)
def shape(type: Type) -> tuple[int, ElementKey | None, bool]:
    """How many parameters a name has, the outermost constructor of its result, and whether that is a variable."""
    parameters, result = parameters_and_result(type)
    return len(parameters), head_constructor(result), isinstance(result, TypeVar)


def record_fields(type: Type | None) -> Sequence[tuple[str, Type]]:
    """The fields of a record type; nothing of another type."""
    bare = None if type is None else bare_type(type)
    if isinstance(bare, TypeApp) and isinstance(bare.argument, Row):
        return bare.argument.fields
    return ()


def is_deprecated(type: Type | None) -> bool:
    """Whether a type warns of its use."""
    while isinstance(type, Forall | Constrained):
        if isinstance(type, Constrained) and type.constraint.key is WARN:
            return True
        type = type.body
    return False


def _opened(type: Type) -> Type:
    """The type with all that is unknown in it as variables that each use has for itself."""
    names: dict[UnificationVar, str] = {}
    type = _named(type, names)
    for name in sorted(free_type_variables(type)):
        type = Forall(name, TYPE, type, False)
    return type


def _named(type: Type, names: dict[UnificationVar, str]) -> Type:
    if not type.flags & HAS_UNIFICATION_VARS:
        return type
    match type:
        case UnificationVar():
            if type.solution is not None:
                return _named(type.solution, names)
            return TypeVar(names.setdefault(type, f"unknown{len(names)}"))
        case TypeApp(function=function, argument=argument):
            return TypeApp(_named(function, names), _named(argument, names))
        case KindApp(function=function, argument=argument):
            return KindApp(_named(function, names), _named(argument, names))
        case Row(fields=fields, tail=tail):
            inner = tuple((label, _named(field, names)) for label, field in fields)
            return Row(inner, None if tail is None else _named(tail, names))
        case Forall(name=name, kind=kind, body=body, visible=visible):
            return Forall(name, kind, _named(body, names), visible)
        case Constrained(body=body):
            return _named(body, names)
        case _:
            return type


class _Nowhere:
    """An environment in which nothing is: two types are compared, no constraint is solved."""

    def interface(self, key: ElementKey) -> Interface | None:
        return None

    def instances(
        self, class_key: ElementKey, heads: tuple[ElementKey | None, ...]
    ) -> Sequence[InstanceInterface]:
        return ()

    def is_exported(self, key: ElementKey) -> bool:
        return True

    def constructor_in_scope(self, key: ElementKey) -> bool:
        return False


_NOWHERE: Final = _Nowhere()
_NO_ELEMENT: Final = element_key("", Space.VALUE, "")

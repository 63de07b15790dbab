"""Whether two zonked types say the same: equal but for the names of bound variables.

There is no subtyping here, and nothing is unified: a type that is merely more general is another type. The hashes of types are
finer than this: they are equal only where the names are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from nova_ls.types.core.type import (
    HAS_TYPE_VARS,
    Constrained,
    Constraint,
    Forall,
    KindApp,
    Row,
    Skolem,
    Type,
    TypeApp,
    TypeCon,
    TypeInt,
    TypeString,
    TypeVar,
)

Pair: TypeAlias = tuple[Type, Type]

Names: TypeAlias = tuple[Mapping[str, int], Mapping[str, int]]
"""The binders around the left type and the right one: the same number for those that belong together."""


def same_type(
    left: Type, right: Type, names: Names | None = None, same: set[Pair] | None = None
) -> bool:
    """Whether two closed types are one, or two types over variables that `names` relates.

    `same`: pairs found to be one outside of all binders, so that parts which a type shares with itself are walked once.
    """
    if same is None:
        same = set()
    while left is not right or (names and left.flags & HAS_TYPE_VARS):
        if left.__class__ is not right.__class__:
            return False
        if isinstance(left, (TypeApp, KindApp)):
            pair = left.function, right.function  # type: ignore[union-attr]
            if pair not in same:
                if not same_type(*pair, names, same):
                    return False
                if names is None:
                    same.add(pair)
            left, right = left.argument, right.argument  # type: ignore[union-attr]
        elif isinstance(left, Forall) and isinstance(right, Forall):
            if left.visible != right.visible or not same_type(left.kind, right.kind, names):
                return False
            names = _entered(names or ({}, {}), left.name, right.name)
            left, right = left.body, right.body
        elif isinstance(left, Constrained) and isinstance(right, Constrained):
            if not same_constraint(left.constraint, right.constraint, names):
                return False
            left, right = left.body, right.body
        else:
            return _same_leaf(left, right, names, same)
    return True


def same_constraint(left: Constraint, right: Constraint, names: Names | None = None) -> bool:
    """Whether two constraints ask for the same."""
    return (
        left.key is right.key
        and len(left.kinds) == len(right.kinds)
        and len(left.arguments) == len(right.arguments)
        and all(same_type(a, b, names) for a, b in zip(left.kinds, right.kinds, strict=True))
        and all(
            same_type(a, b, names) for a, b in zip(left.arguments, right.arguments, strict=True)
        )
    )


def _same_leaf(left: Type, right: Type, names: Names | None, same: set[Pair]) -> bool:
    """Two nodes of one class that are neither applications nor quantified."""
    if isinstance(left, TypeCon) and isinstance(right, TypeCon):
        return left.key is right.key
    if isinstance(left, TypeVar) and isinstance(right, TypeVar):
        return _same_variable(left.name, right.name, names)
    if isinstance(left, Skolem) and isinstance(right, Skolem):
        return left.number == right.number
    if isinstance(left, TypeString) and isinstance(right, TypeString):
        return left.value == right.value
    if isinstance(left, TypeInt) and isinstance(right, TypeInt):
        return left.value == right.value
    if isinstance(left, Row) and isinstance(right, Row):
        return _same_row(left, right, names, same)
    return left is right


def _same_variable(left: str, right: str, names: Names | None) -> bool:
    """Two variables that are bound together, or two free ones of one name."""
    if names is None:
        return left == right
    one, other = names[0].get(left), names[1].get(right)
    return one == other and (one is not None or left == right)


def _same_row(left: Row, right: Row, names: Names | None, same: set[Pair]) -> bool:
    if len(left.fields) != len(right.fields):
        return False
    for (label, type), (other, other_type) in zip(left.fields, right.fields, strict=True):
        if label != other or not same_type(type, other_type, names, same):
            return False
    if left.tail is None or right.tail is None:
        return left.tail is right.tail
    return same_type(left.tail, right.tail, names, same)


def _entered(names: Names, left: str, right: str) -> Names:
    number = 1 + max([*names[0].values(), *names[1].values()], default=-1)
    return {**names[0], left: number}, {**names[1], right: number}

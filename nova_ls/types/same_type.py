"""Structural equality of zonked types. Bound variables are compared by name: types that differ in them only are told apart."""

from __future__ import annotations

from nova_ls.types.type import (
    Constrained,
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


def same_type(left: Type, right: Type) -> bool:
    while left is not right:
        if left.__class__ is not right.__class__:
            return False
        if isinstance(left, (TypeApp, KindApp)):
            if not same_type(left.argument, right.argument):  # type: ignore[union-attr]
                return False
            left, right = left.function, right.function  # type: ignore[union-attr]
            continue
        return _same_leaf(left, right)
    return True


def _same_leaf(left: Type, right: Type) -> bool:
    if isinstance(left, TypeCon) and isinstance(right, TypeCon):
        return left.key is right.key
    if isinstance(left, Skolem) and isinstance(right, Skolem):
        return left.number == right.number
    if isinstance(left, TypeVar) and isinstance(right, TypeVar):
        return left.name == right.name
    if isinstance(left, TypeString) and isinstance(right, TypeString):
        return left.value == right.value
    if isinstance(left, TypeInt) and isinstance(right, TypeInt):
        return left.value == right.value
    if isinstance(left, Row) and isinstance(right, Row):
        return _same_row(left, right)
    return _same_quantified(left, right)


def _same_row(left: Row, right: Row) -> bool:
    if len(left.fields) != len(right.fields):
        return False
    for (label, type), (other, other_type) in zip(left.fields, right.fields, strict=True):
        if label != other or not same_type(type, other_type):
            return False
    if left.tail is None or right.tail is None:
        return left.tail is right.tail
    return same_type(left.tail, right.tail)


def _same_quantified(left: Type, right: Type) -> bool:
    if isinstance(left, Forall) and isinstance(right, Forall):
        return (
            left.name == right.name
            and same_type(left.kind, right.kind)
            and same_type(left.body, right.body)
        )
    if isinstance(left, Constrained) and isinstance(right, Constrained):
        one, other = left.constraint, right.constraint
        return (
            one.key is other.key
            and len(one.arguments) == len(other.arguments)
            and all(map(same_type, one.arguments, other.arguments))
            and same_type(left.body, right.body)
        )
    return False

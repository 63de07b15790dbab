"""Prim.Symbol: Append, Compare, Cons. Each solves in the directions its functional dependencies promise."""

from __future__ import annotations

from nova_ls.types.core.type import Constraint, Type, TypeString
from nova_ls.types.core.well_known import ORDERING_EQ, ORDERING_GT, ORDERING_LT
from nova_ls.types.solve.goal import BuiltinStep


def solve_append(constraint: Constraint) -> BuiltinStep | None:
    """Two known symbols give the third: joined, or with a prefix or suffix taken off."""
    left, right, whole = constraint.arguments
    if isinstance(left, TypeString) and isinstance(right, TypeString):
        return BuiltinStep((left, right, TypeString(left.value + right.value)))
    if not isinstance(whole, TypeString) or not _is_text(whole.value):
        return None
    if isinstance(left, TypeString):
        if _is_text(left.value) and whole.value.startswith(left.value):
            return BuiltinStep((left, TypeString(whole.value[len(left.value) :]), whole))
    elif isinstance(right, TypeString):
        if _is_text(right.value) and whole.value.endswith(right.value):
            rest = whole.value[: len(whole.value) - len(right.value)]
            return BuiltinStep((TypeString(rest), right, whole))
    return None


def solve_compare(constraint: Constraint) -> BuiltinStep | None:
    """`Prim.Symbol.Compare left right ordering`."""
    left, right, _ = constraint.arguments
    if not isinstance(left, TypeString) or not isinstance(right, TypeString):
        return None
    one, other = _code_units(left.value), _code_units(right.value)
    ordering = ORDERING_LT if one < other else ORDERING_GT if one > other else ORDERING_EQ
    return BuiltinStep((left, right, ordering))


def solve_cons(constraint: Constraint) -> BuiltinStep | None:
    """A symbol gives its first character and the rest; these two give the symbol."""
    head, tail, symbol = constraint.arguments
    if isinstance(symbol, TypeString):
        value = symbol.value
        if not value or not _is_text(value):
            return None
        return BuiltinStep((TypeString(value[0]), TypeString(value[1:]), symbol))
    if isinstance(head, TypeString) and isinstance(tail, TypeString) and _is_character(head):
        return BuiltinStep((head, tail, TypeString(head.value + tail.value)))
    return None


def _is_character(type: Type) -> bool:
    return isinstance(type, TypeString) and len(type.value) == 1 and _is_text(type.value)


def _is_text(value: str) -> bool:
    """Whether it holds no lone surrogate: such symbols cannot be taken apart."""
    return value.isascii() or not any("\ud800" <= unit <= "\udfff" for unit in value)


def _code_units(value: str) -> bytes:
    """Symbols are ordered by their UTF-16 code units."""
    return value.encode("utf-16-be", "surrogatepass")

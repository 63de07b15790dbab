"""The generic representation of a data type: a sum of constructors, each a product of its fields."""

from __future__ import annotations

from collections.abc import Sequence

from nova_ls.types.type import Type, TypeString, applied
from nova_ls.types.well_known import (
    REP_ARGUMENT,
    REP_CONSTRUCTOR,
    REP_NO_ARGUMENTS,
    REP_NO_CONSTRUCTORS,
    REP_PRODUCT,
    REP_SUM,
)


def generic_representation(constructors: Sequence[tuple[str, tuple[Type, ...]]]) -> Type:
    """`constructors`: names and fields, in source order. Sums and products nest to the right."""
    summands = [
        applied(REP_CONSTRUCTOR, TypeString(name), _product(fields))
        for name, fields in constructors
    ]
    return _nest(REP_SUM, summands) if summands else REP_NO_CONSTRUCTORS


def _product(fields: tuple[Type, ...]) -> Type:
    if not fields:
        return REP_NO_ARGUMENTS
    return _nest(REP_PRODUCT, [applied(REP_ARGUMENT, field) for field in fields])


def _nest(operator: Type, operands: list[Type]) -> Type:
    result = operands[-1]
    for operand in reversed(operands[:-1]):
        result = applied(operator, operand, result)
    return result

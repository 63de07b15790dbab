"""IsSymbol and Reflectable: types that are known at run time."""

from __future__ import annotations

from nova_ls.types.core.type import BOOLEAN, INT, STRING, Constraint, TypeInt, TypeString
from nova_ls.types.core.well_known import (
    BOOLEAN_FALSE,
    BOOLEAN_TRUE,
    ORDERING,
    ORDERING_EQ,
    ORDERING_GT,
    ORDERING_LT,
)
from nova_ls.types.solve.goal import BuiltinStep


def solve_is_symbol(constraint: Constraint) -> BuiltinStep | None:
    """`IsSymbol symbol`: solved for a known string."""
    symbol = constraint.arguments[0]
    if not isinstance(symbol, TypeString):
        return None
    return BuiltinStep(constraint.arguments, (), symbol.value)


def solve_reflectable(constraint: Constraint) -> BuiltinStep | None:
    """Integers, symbols, booleans and orderings, with the type that their values have."""
    type = constraint.arguments[0]
    if isinstance(type, TypeInt):
        return BuiltinStep((type, INT), (), type.value)
    if isinstance(type, TypeString):
        return BuiltinStep((type, STRING), (), type.value)
    if type is BOOLEAN_TRUE or type is BOOLEAN_FALSE:
        return BuiltinStep((type, BOOLEAN), (), int(type is BOOLEAN_TRUE))
    if type is ORDERING_LT or type is ORDERING_EQ or type is ORDERING_GT:
        return BuiltinStep((type, ORDERING), (), type.key.name)
    return None

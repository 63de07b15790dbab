"""The parts of a type that features look at, whatever quantifiers and constraints are around them."""

from __future__ import annotations

from nova_ls.types.core.type import FUNCTION, Constrained, Forall, Type, TypeApp, UnificationVar


def bare_type(type: Type) -> Type:
    """A type without the quantifiers and constraints around it."""
    while True:
        if isinstance(type, Forall | Constrained):
            type = type.body
        elif isinstance(type, UnificationVar) and type.solution is not None:
            type = type.solution
        else:
            return type


def parameter_and_result(type: Type | None) -> tuple[Type, Type] | None:
    """Of a function type; None for another one."""
    if isinstance(type, TypeApp) and isinstance(type.function, TypeApp):
        if type.function.function is FUNCTION:
            return type.function.argument, type.argument
    return None


def parameters_and_result(type: Type) -> tuple[list[Type], Type]:
    """The types of all parameters of a function, and of its result; no parameters and the type itself where it is none."""
    parameters: list[Type] = []
    while (arrow := parameter_and_result(type := bare_type(type))) is not None:
        parameters.append(arrow[0])
        type = arrow[1]
    return parameters, type

"""The parts of a type that features look at, whatever quantifiers and constraints are around them."""

from __future__ import annotations

from nova_ls.types.core.type import Constrained, Forall, Type, UnificationVar
from nova_ls.types.render.render_type import opt_arrow


def bare_type(type: Type) -> Type:
    """A type without the quantifiers and constraints around it."""
    while True:
        if isinstance(type, Forall | Constrained):
            type = type.body
        elif isinstance(type, UnificationVar) and type.solution is not None:
            type = type.solution
        else:
            return type


def parameters_and_result(type: Type) -> tuple[list[Type], Type]:
    """The types of all parameters of a function, and of its result; no parameters and the type itself where it is none."""
    parameters: list[Type] = []
    while (arrow := opt_arrow(type := bare_type(type))) is not None:
        parameters.append(arrow[0])
        type = arrow[1]
    return parameters, type

"""The data type that an instance is derived for, seen from inside the instance."""

from __future__ import annotations

from nova_ls.base.keys import ElementKey
from nova_ls.types.core.interface import ConstructorInterface, DataInterface
from nova_ls.types.core.problems.deriving import CannotFindDerivingType
from nova_ls.types.core.solver import Solver
from nova_ls.types.core.type import Type, TypeCon, spine


class Shape:
    """`fields` are over the type's own parameters; `mapping` tells what these are in the instance.

    The last parameters of a type that the instance applies to too few arguments are not in `mapping`.
    """

    __slots__ = ("arguments", "constructors", "data", "mapping")

    def __init__(
        self,
        data: DataInterface,
        constructors: list[tuple[ElementKey, tuple[Type, ...]]],
        mapping: dict[str, Type],
        arguments: list[Type],
    ) -> None:
        self.data = data
        self.constructors = constructors
        self.mapping = mapping
        self.arguments = arguments


def constructor_of(type: Type, namespace: str) -> ElementKey | None:
    """The constructor of a module that a type applies, if it does."""
    head, _, _ = spine(type)
    if isinstance(head, TypeCon) and head.key.namespace == namespace:
        return head.key
    return None


def report_no_shape(solver: Solver, key: ElementKey, start: int, end: int) -> None:
    """Report a type that has no declaration of constructors; one that does not parse is reported already."""
    data = solver.environment.interface(key)
    if isinstance(data, DataInterface) and data.constructors and not data.is_foreign:
        solver.failed = True
    else:
        solver.report(CannotFindDerivingType(key), start, end)


def shape_of(solver: Solver, type: Type) -> Shape | None:
    """The shape of an applied data type; None where it has no declaration of constructors, or is in error."""
    head, kinds, arguments = spine(type)
    if not isinstance(head, TypeCon):
        return None
    data = solver.environment.interface(head.key)
    if not isinstance(data, DataInterface) or data.is_foreign:
        return None
    constructors: list[tuple[ElementKey, tuple[Type, ...]]] = []
    for key in data.constructors:
        constructor = solver.environment.interface(key)
        if not isinstance(constructor, ConstructorInterface):
            return None
        constructors.append((key, constructor.fields))
    mapping: dict[str, Type] = dict(zip(data.kind_variables, kinds, strict=False))
    for parameter, argument in zip(data.parameters, arguments, strict=False):
        mapping[parameter.name] = argument
    return Shape(data, constructors, mapping, arguments)

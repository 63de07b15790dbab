"""The argument that `derive instance` finds by itself: the wildcard of a Newtype or Generic instance."""

from __future__ import annotations

from nova_ls.base.keys import ElementKey
from nova_ls.types.core.environment import Environment
from nova_ls.types.core.interface import ConstructorInterface, DataInterface
from nova_ls.types.core.substitute import substitute
from nova_ls.types.core.type import Type, TypeCon, TypeString, applied, spine
from nova_ls.types.core.well_known import (
    GENERIC,
    NEWTYPE,
    REP_ARGUMENT,
    REP_CONSTRUCTOR,
    REP_NO_ARGUMENTS,
    REP_NO_CONSTRUCTORS,
    REP_PRODUCT,
    REP_SUM,
)


def derives_last_argument(class_key: ElementKey) -> bool:
    """Whether a derived instance of the class has a wildcard as its second argument."""
    return class_key is NEWTYPE or class_key is GENERIC


def derived_argument(environment: Environment, class_key: ElementKey, type: Type) -> Type | None:
    """What the wildcard stands for, given the (zonked) first argument; None if that is not a fitting data type."""
    head, kinds, arguments = spine(type)
    if not isinstance(head, TypeCon):
        return None
    data = environment.interface(head.key)
    if not isinstance(data, DataInterface):
        return None
    mapping = dict(zip(data.kind_variables, kinds, strict=False))
    for parameter, argument in zip(data.parameters, arguments, strict=False):
        mapping[parameter.name] = argument
    constructors: list[tuple[str, tuple[Type, ...]]] = []
    for key in data.constructors:
        constructor = environment.interface(key)
        if not isinstance(constructor, ConstructorInterface):
            return None
        fields = tuple([substitute(field, mapping) for field in constructor.fields])
        constructors.append((key.name, fields))
    if class_key is NEWTYPE:
        if data.is_newtype and len(constructors) == 1 and len(constructors[0][1]) == 1:
            return constructors[0][1][0]
        return None
    return _representation(constructors)


def _representation(constructors: list[tuple[str, tuple[Type, ...]]]) -> Type:
    """The generic representation: a sum of constructors, each a product of its arguments; both lean to the right."""
    result: Type | None = None
    for name, fields in reversed(constructors):
        product: Type | None = None
        for field in reversed(fields):
            argument = applied(REP_ARGUMENT, field)
            product = argument if product is None else applied(REP_PRODUCT, argument, product)
        constructor = applied(REP_CONSTRUCTOR, TypeString(name), product or REP_NO_ARGUMENTS)
        result = constructor if result is None else applied(REP_SUM, constructor, result)
    return result or REP_NO_CONSTRUCTORS

"""Whether two interfaces say the same to the elements that rely on them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from nova_ls.types.core.interface import (
    ClassInterface,
    ConstructorInterface,
    DataInterface,
    InstanceInterface,
    Interface,
    OperatorInterface,
    Parameter,
    SynonymInterface,
    ValueInterface,
)
from nova_ls.types.core.same_type import Names, same_constraint, same_type
from nova_ls.types.core.type import Constraint


def same_interface(one: Interface, other: Interface) -> bool:
    """Whether one may stand in place of the other for all that rely on it.

    Where a value comes from does not count, nor the order in which constructors are declared.
    """
    match one, other:
        case (ValueInterface(), ValueInterface()):
            return one.owner is other.owner and same_type(one.type, other.type)
        case (ConstructorInterface(), ConstructorInterface()):
            return one.owner is other.owner and same_type(one.type, other.type)
        case (DataInterface(), DataInterface()):
            return (
                same_type(one.kind, other.kind)
                and one.roles == other.roles
                and one.is_newtype == other.is_newtype
                and set(one.constructors) == set(other.constructors)
            )
        case (SynonymInterface(), SynonymInterface()):
            names = _related(one.parameters, other.parameters)
            return same_type(one.kind, other.kind) and same_type(one.body, other.body, names)
        case (ClassInterface(), ClassInterface()):
            return _same_class(one, other)
        case (InstanceInterface(), InstanceInterface()):
            return _same_instance(one, other)
        case (OperatorInterface(), OperatorInterface()):
            return (one.associativity, one.precedence, one.target) == (
                other.associativity,
                other.precedence,
                other.target,
            )
        case _:
            return False


def _same_class(one: ClassInterface, other: ClassInterface) -> bool:
    names = _related(one.parameters, other.parameters)
    members = dict(other.members)
    return (
        same_type(one.kind, other.kind)
        and _same_constraints(one.superclasses, other.superclasses, names)
        and (one.dependencies, one.context_unknown, one.members_unknown)
        == (other.dependencies, other.context_unknown, other.members_unknown)
        and len(one.members) == len(members)
        and all(k in members and same_type(t, members[k], names) for k, t in one.members)
    )


def _same_instance(one: InstanceInterface, other: InstanceInterface) -> bool:
    names = _related(one.parameters, other.parameters)
    pairs = zip_longest(one.arguments, other.arguments)
    return (
        one.class_key is other.class_key
        and (one.chain, one.index, one.is_wrong) == (other.chain, other.index, other.is_wrong)
        and all(a is not None and b is not None and same_type(a, b, names) for a, b in pairs)
        and _same_constraints(one.constraints, other.constraints, names)
    )


def _same_constraints(one: Sequence[Constraint], other: Sequence[Constraint], names: Names) -> bool:
    return len(one) == len(other) and all(
        same_constraint(a, b, names) for a, b in zip(one, other, strict=True)
    )


def _related(one: Sequence[Parameter], other: Sequence[Parameter]) -> Names:
    return (
        {parameter.name: number for number, parameter in enumerate(one)},
        {parameter.name: number for number, parameter in enumerate(other)},
    )

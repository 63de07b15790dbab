"""Whether two types or interfaces say the same: equal but for the names of bound variables.

Their hashes are finer than that: they are equal only where the names are. There is no subtyping here, and nothing is
unified: a type that is merely more general is another type.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from nova_ls.types.interface import (
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
from nova_ls.types.type import (
    Constrained,
    Constraint,
    Forall,
    KindApp,
    Row,
    Type,
    TypeApp,
    TypeCon,
    TypeInt,
    TypeString,
    TypeVar,
)

_Names = tuple[Mapping[str, int], Mapping[str, int]]
"""The binders around the left type and the right one: the same number for those that belong together."""
_Pair = tuple[Type | None, Type | None, _Names]


def same_type(left: Type, right: Type, names: _Names | None = None) -> bool:
    """Whether two closed types are one, or two types over variables that `names` relates."""
    pending: list[_Pair] = [(left, right, names or ({}, {}))]
    while pending:
        one, other, known = pending.pop()
        if one is other and not known[0]:
            continue
        if one is None or other is None or one.__class__ is not other.__class__:
            return False
        if not _same_node(one, other, known, pending):
            return False
    return True


def _same_node(one: Type, other: Type, names: _Names, pending: list[_Pair]) -> bool:
    """Compare two nodes of one class; their parts are left to be compared."""
    match one, other:
        case (TypeCon(), TypeCon()):
            return one is other
        case (TypeVar(name=left), TypeVar(name=right)):
            known, meant = names
            return (known.get(left), left if left not in known else "") == (
                meant.get(right),
                right if right not in meant else "",
            )
        case (TypeApp(function=f, argument=a), TypeApp(function=g, argument=b)):
            pending += [(f, g, names), (a, b, names)]
        case (KindApp(function=f, argument=a), KindApp(function=g, argument=b)):
            pending += [(f, g, names), (a, b, names)]
        case (Forall(), Forall()):
            pending += [
                (one.kind, other.kind, names),
                (one.body, other.body, _entered(names, one.name, other.name)),
            ]
            return one.visible == other.visible
        case (Constrained(), Constrained()):
            pending.append((one.body, other.body, names))
            return _same_constraint(one.constraint, other.constraint, names, pending)
        case (Row(), Row()):
            if one.tail is not None or other.tail is not None:
                pending.append((one.tail, other.tail, names))
            pending += [
                (a, b, names)
                for (_, a), (_, b) in zip_longest(one.fields, other.fields, fillvalue=("", None))
            ]
            return [label for label, _ in one.fields] == [label for label, _ in other.fields]
        case (TypeString(value=text), TypeString(value=other_text)):
            return text == other_text
        case (TypeInt(value=number), TypeInt(value=other_number)):
            return number == other_number
        case _:
            return one is other
    return True


def _same_constraint(
    one: Constraint, other: Constraint, names: _Names, pending: list[_Pair]
) -> bool:
    for left, right in ((one.kinds, other.kinds), (one.arguments, other.arguments)):
        pending += [(a, b, names) for a, b in zip_longest(left, right)]
    return one.key is other.key


def same_interface(one: Interface, other: Interface) -> bool:
    """Whether whoever relies on one may as well rely on the other.

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
        and one.dependencies == other.dependencies
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


def _same_constraints(
    one: Sequence[Constraint], other: Sequence[Constraint], names: _Names
) -> bool:
    pending: list[_Pair] = []
    return (
        len(one) == len(other)
        and all(_same_constraint(a, b, names, pending) for a, b in zip(one, other, strict=True))
        and all(a is not None and b is not None and same_type(a, b, n) for a, b, n in pending)
    )


def _related(one: Sequence[Parameter], other: Sequence[Parameter]) -> _Names:
    return (
        {parameter.name: number for number, parameter in enumerate(one)},
        {parameter.name: number for number, parameter in enumerate(other)},
    )


def _entered(names: _Names, left: str, right: str) -> _Names:
    number = 1 + max([*names[0].values(), *names[1].values()], default=-1)
    return {**names[0], left: number}, {**names[1], right: number}

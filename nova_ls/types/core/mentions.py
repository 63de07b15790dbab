"""The types and classes that an interface mentions: what a user of the element may have to name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.types.core.environment import Environment
from nova_ls.types.core.interface import (
    ConstructorInterface,
    DataInterface,
    Interface,
    SynonymInterface,
    ValueInterface,
)
from nova_ls.types.core.type import (
    Constrained,
    Constraint,
    Forall,
    KindApp,
    Row,
    Type,
    TypeApp,
    TypeCon,
)


def mentions_of(
    interface: Interface, constructors: frozenset[str], environment: Environment
) -> Iterator[ElementKey]:
    """Types and classes of an interface; of a data type with those of the constructors named, kinds included."""
    if isinstance(interface, ValueInterface):
        yield from keys_in([interface.type])
    elif isinstance(interface, SynonymInterface):
        yield from keys_in([interface.kind, interface.body])
    elif isinstance(interface, DataInterface):
        yield from keys_in([interface.kind])
        for key in interface.constructors:
            if key.name in constructors:
                constructor = environment.interface(key)
                if isinstance(constructor, ConstructorInterface):
                    yield from keys_in(constructor.fields)


def keys_in(types: Iterable[Type]) -> Iterator[ElementKey]:
    """The constructors and classes in some types, in order, repetitions included."""
    pending: list[Type | Constraint] = [*types]
    pending.reverse()
    while pending:
        type = pending.pop()
        if isinstance(type, TypeCon):
            yield type.key
        elif isinstance(type, TypeApp | KindApp):
            pending += (type.argument, type.function)
        elif isinstance(type, Forall):
            pending += (type.body, type.kind)
        elif isinstance(type, Constrained):
            pending += (type.body, type.constraint)
        elif isinstance(type, Constraint):
            yield element_key(type.key.namespace, Space.CLASS, type.key.name)
            pending += reversed(type.arguments)
        elif isinstance(type, Row):
            if type.tail is not None:
                pending.append(type.tail)
            pending += [field for _, field in reversed(type.fields)]

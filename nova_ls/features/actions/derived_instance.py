"""The declarations that derive a missing instance of a data type: with those of the superclasses that are missing, too.

Nothing is derived of what would have errors: each field is looked at as the compiler will do it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from nova_ls.base.keys import ElementKey
from nova_ls.features.written_name import NameWriter
from nova_ls.types.core.interface import ConstructorInterface, DataInterface, Parameter
from nova_ls.types.core.substitute import free_type_variables
from nova_ls.types.core.type import (
    FUNCTION,
    HAS_QUANTIFIERS,
    RECORD,
    TYPE,
    Row,
    Type,
    TypeCon,
    TypeVar,
    spine,
)
from nova_ls.types.core.well_known import EQ, FOLDABLE, FUNCTOR, GENERIC, NEWTYPE, ORD, TRAVERSABLE
from nova_ls.workspace.snapshot import Snapshot

_DEPTH: Final = 10

SUPERCLASSES: Final = {
    EQ: (),
    ORD: (EQ,),
    FUNCTOR: (),
    FOLDABLE: (),
    TRAVERSABLE: (FUNCTOR, FOLDABLE),
    GENERIC: (),
    NEWTYPE: (),
}
"""What can be derived, and what it needs besides."""

OF_TWO: Final = frozenset((GENERIC, NEWTYPE))
"""Classes of two parameters, the second of which the compiler fills in."""

_OF_FUNCTORS: Final = frozenset((FUNCTOR, FOLDABLE, TRAVERSABLE))


def derived_instance(
    snapshot: Snapshot, names: NameWriter, class_key: ElementKey, key: ElementKey, given: int
) -> list[str]:
    """The declarations of an instance whose type is applied to the first `given` of its parameters; nothing where it cannot be derived."""
    data = snapshot.interface(key)
    if not isinstance(data, DataInterface) or data.is_foreign:
        return []
    fields = list(_fields(snapshot, data))
    wanted = [
        each
        for each in (*SUPERCLASSES[class_key], class_key)
        if each is class_key or not has_instance(snapshot, each, key)
    ]
    if None in fields or not _can_derive(
        snapshot, wanted, key, data, given, [each for each in fields if each is not None]
    ):
        return []
    return [_derivation(names, each, key, data.parameters[:given]) for each in wanted]


def has_instance(snapshot: Snapshot, class_key: ElementKey, key: ElementKey) -> bool:
    """Whether a class has an instance for a type, whatever its arguments are."""
    return any(row.heads[:1] == (key,) for row in snapshot.instances(class_key))


def instance_head(key: ElementKey, parameters: Sequence[Parameter]) -> str:
    """A type with its parameters, as an instance names it."""
    text = " ".join([key.name, *[parameter.name for parameter in parameters]])
    return f"({text})" if parameters else text


def written_context(constraints: Sequence[str]) -> str:
    """What an instance asks for, as it stands before its class; empty where it asks for nothing."""
    if len(constraints) > 1:
        return f"({', '.join(constraints)}) => "
    return "".join([f"{one} => " for one in constraints])


def _fields(snapshot: Snapshot, data: DataInterface) -> Iterator[Type | None]:
    """The types of all fields; None: one is not known."""
    for constructor in data.constructors:
        interface = snapshot.interface(constructor)
        if isinstance(interface, ConstructorInterface):
            yield from interface.fields
        else:
            yield None


def _can_derive(
    snapshot: Snapshot,
    wanted: Sequence[ElementKey],
    key: ElementKey,
    data: DataInterface,
    given: int,
    fields: Sequence[Type],
) -> bool:
    class_key, is_whole = wanted[-1], given == len(data.parameters)
    if class_key in OF_TWO:
        is_fit = data.is_newtype if class_key is NEWTYPE else True
        return is_fit and is_whole and not any(each.flags & HAS_QUANTIFIERS for each in fields)
    if class_key in _OF_FUNCTORS:
        if given != len(data.parameters) - 1 or data.parameters[-1].kind is not TYPE:
            return False
        variable = data.parameters[-1].name
        return all(_is_mapped(snapshot, wanted, key, each, variable, 0) for each in fields)
    if not is_whole or any(parameter.kind is not TYPE for parameter in data.parameters):
        return False
    return all(_is_comparable(snapshot, wanted, key, each, 0) for each in fields)


def _derivation(
    names: NameWriter, class_key: ElementKey, key: ElementKey, parameters: Sequence[Parameter]
) -> str:
    name, head = names.name_of(class_key), instance_head(key, parameters)
    if class_key in OF_TWO:
        return f"derive instance {name} {head} _"
    if class_key in _OF_FUNCTORS:
        return f"derive instance {name} {head}"
    context = written_context([f"{name} {parameter.name}" for parameter in parameters])
    return f"derive instance {context}{name} {head}"


# ---------------------------------------------------------------------------- fields


def _is_comparable(
    snapshot: Snapshot, classes: Sequence[ElementKey], own: ElementKey, type: Type, depth: int
) -> bool:
    """Whether a field's type surely has instances of some classes, once the type itself has."""
    if depth > _DEPTH or type.flags & HAS_QUANTIFIERS:
        return False
    if isinstance(type, TypeVar):
        return True
    if (inner := _record(type)) is not None:
        return all(_is_comparable(snapshot, classes, own, each, depth + 1) for each in inner)
    head, _, arguments = spine(type)
    if not isinstance(head, TypeCon) or head is FUNCTION:
        return False
    has_all = head.key is own or all(has_instance(snapshot, each, head.key) for each in classes)
    return has_all and all(
        _is_comparable(snapshot, classes, own, each, depth + 1) for each in arguments
    )


def _is_mapped(
    snapshot: Snapshot,
    classes: Sequence[ElementKey],
    own: ElementKey,
    type: Type,
    variable: str,
    depth: int,
) -> bool:
    """Whether what a field's type has of a variable can be reached: by what is a functor itself."""
    if depth > _DEPTH or type.flags & HAS_QUANTIFIERS:
        return False
    if isinstance(type, TypeVar) or variable not in free_type_variables(type):
        return True

    def is_mapped(inner: Type) -> bool:
        return _is_mapped(snapshot, classes, own, inner, variable, depth + 1)

    if (inner := _record(type)) is not None:
        return all(map(is_mapped, inner))
    head, _, arguments = spine(type)
    if not isinstance(head, TypeCon) or head is RECORD:
        return False
    if any(variable in free_type_variables(each) for each in arguments[:-1]):
        return False
    return _are_functors(snapshot, classes, own, head, lambda: is_mapped(arguments[-1]))


def _are_functors(
    snapshot: Snapshot,
    classes: Sequence[ElementKey],
    own: ElementKey,
    head: TypeCon,
    is_rest: Callable[[], bool],
) -> bool:
    if head is FUNCTION:
        return list(classes) == [FUNCTOR] and is_rest()
    has_all = head.key is own or all(has_instance(snapshot, each, head.key) for each in classes)
    return has_all and is_rest()


def _record(type: Type) -> list[Type] | None:
    """The fields of a record that has no others."""
    head, _, arguments = spine(type)
    if head is RECORD and len(arguments) == 1 and isinstance(row := arguments[0], Row):
        return [field for _, field in row.fields] if row.tail is None else None
    return None

"""How interfaces are encoded, said once for writing and for reading. See codec.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from nova_ls.base.slotted import value
from nova_ls.types.codec.codec_format import (
    ASSOCIATIVITIES,
    DATA,
    FOREIGN_DATA,
    INTERFACE_CLASS,
    INTERFACE_CONSTRUCTOR,
    INTERFACE_DATA,
    INTERFACE_INSTANCE,
    INTERFACE_OPERATOR,
    INTERFACE_SYNONYM,
    INTERFACE_VALUE,
    NEWTYPE,
    ORIGINS,
    ROLES,
    Json,
    SchemaMismatch,
)
from nova_ls.types.codec.codec_read import BlobReader
from nova_ls.types.codec.codec_write import BlobWriter
from nova_ls.types.core.interface import (
    ClassInterface,
    ConstructorInterface,
    DataInterface,
    InstanceInterface,
    Interface,
    OperatorInterface,
    SynonymInterface,
    ValueInterface,
)


class FieldCodec(NamedTuple):
    """One kind of field: `read` undoes `write`."""

    write: Callable[[BlobWriter, Any], Json]
    read: Callable[[BlobReader, Json], Any]


def _one_of(values: tuple[Any, ...]) -> FieldCodec:
    """A member of an enumeration, as its index."""
    return FieldCodec(lambda _, value: values.index(value), lambda _, index: values[index])


def _tuple_of(field: FieldCodec) -> FieldCodec:
    return FieldCodec(
        lambda writer, items: [field.write(writer, item) for item in items],
        lambda reader, body: tuple([field.read(reader, each) for each in body]),
    )


def _pair_of(one: FieldCodec, two: FieldCodec) -> FieldCodec:
    return FieldCodec(
        lambda writer, pair: (one.write(writer, pair[0]), two.write(writer, pair[1])),
        lambda reader, body: (one.read(reader, body[0]), two.read(reader, body[1])),
    )


PLAIN: Final = FieldCodec(lambda _, value: value, lambda _, body: body)
PLAINS: Final = FieldCodec(lambda _, value: value, lambda _, body: tuple(body))
KEY: Final = FieldCodec(BlobWriter.key, lambda reader, body: reader.keys[body])
OPT_KEY: Final = FieldCodec(BlobWriter.opt_key, BlobReader.opt_key)
TYPE: Final = FieldCodec(BlobWriter.type, BlobReader.type)
TYPES: Final = FieldCodec(BlobWriter.types, lambda reader, body: tuple(reader.types(body)))
PARAMETERS: Final = FieldCodec(BlobWriter.parameters, BlobReader.parameters)
CONSTRAINTS: Final = FieldCodec(BlobWriter.constraints, BlobReader.constraints)


@value
class Form:
    """One kind of interface: its number, and its fields in the order of the class's own."""

    tag: int
    make: Callable[..., Interface]
    fields: tuple[tuple[str, FieldCodec], ...]


_KEYWORDS: Final = {(False, False): DATA, (True, False): NEWTYPE, (False, True): FOREIGN_DATA}


def _data(*fields: Any) -> DataInterface:
    *others, keyword = fields
    return DataInterface(*[*others, keyword == NEWTYPE, keyword == FOREIGN_DATA])


_KEYWORD: Final = FieldCodec(
    lambda _, data: _KEYWORDS[data.is_newtype, data.is_foreign], lambda _, body: body
)

_WHOLE: Final = ""
"""In place of a field's name: the field is written from the whole interface."""

_FORMS: Final[dict[type, Form]] = {
    ValueInterface: Form(
        INTERFACE_VALUE,
        ValueInterface,
        (("type", TYPE), ("origin", _one_of(ORIGINS)), ("owner", OPT_KEY)),
    ),
    ConstructorInterface: Form(
        INTERFACE_CONSTRUCTOR,
        ConstructorInterface,
        (("owner", KEY), ("index", PLAIN), ("type", TYPE), ("fields", TYPES)),
    ),
    DataInterface: Form(
        INTERFACE_DATA,
        _data,
        (
            ("kind", TYPE),
            ("kind_variables", PLAINS),
            ("parameters", PARAMETERS),
            ("roles", _tuple_of(_one_of(ROLES))),
            ("constructors", _tuple_of(KEY)),
            (_WHOLE, _KEYWORD),
        ),
    ),
    SynonymInterface: Form(
        INTERFACE_SYNONYM,
        SynonymInterface,
        (("kind", TYPE), ("kind_variables", PLAINS), ("parameters", PARAMETERS), ("body", TYPE)),
    ),
    ClassInterface: Form(
        INTERFACE_CLASS,
        ClassInterface,
        (
            ("kind", TYPE),
            ("kind_variables", PLAINS),
            ("parameters", PARAMETERS),
            ("superclasses", CONSTRAINTS),
            ("members", _tuple_of(_pair_of(KEY, TYPE))),
            ("dependencies", _tuple_of(_pair_of(PLAINS, PLAINS))),
            ("context_unknown", PLAIN),
            ("members_unknown", PLAIN),
        ),
    ),
    InstanceInterface: Form(
        INTERFACE_INSTANCE,
        InstanceInterface,
        (
            ("key", KEY),
            ("class_key", KEY),
            ("parameters", PARAMETERS),
            ("constraints", CONSTRAINTS),
            ("kinds", TYPES),
            ("arguments", TYPES),
            ("chain", KEY),
            ("index", PLAIN),
            ("is_wrong", PLAIN),
        ),
    ),
    OperatorInterface: Form(
        INTERFACE_OPERATOR,
        OperatorInterface,
        (("associativity", _one_of(ASSOCIATIVITIES)), ("precedence", PLAIN), ("target", KEY)),
    ),
}
_BY_TAG: Final = {form.tag: form for form in _FORMS.values()}


def write_interface(writer: BlobWriter, interface: Interface) -> Json:
    """An interface as JSON with indexes into the writer's tables."""
    form = _FORMS[type(interface)]
    body = [form.tag]
    for name, field in form.fields:
        value = getattr(interface, name) if name else interface
        body.append(field.write(writer, value))
    return body


def read_interface(reader: BlobReader) -> Interface:
    """The interface that a reader's body holds; ValueError where it holds none."""
    match reader.body:
        case [int(tag), *parts] if tag in _BY_TAG and len(parts) == len(_BY_TAG[tag].fields):
            form = _BY_TAG[tag]
            pairs = zip(form.fields, parts, strict=True)
            return form.make(*[field.read(reader, part) for (_, field), part in pairs])
    raise SchemaMismatch(f"unknown interface {reader.body!r}")

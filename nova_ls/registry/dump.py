"""A layer in one file, to be loaded in another checkout or in CI."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.registry.content import Element, Export
from nova_ls.registry.layer import Layer
from nova_ls.store.dump_file import DumpFormat, DumpRefused, read_dump, reading_dump, write_dump

_FORMAT: Final = DumpFormat(
    b"nova-ls layer\n",
    2,
    "layer",
    frozenset(("schema", "name", "elements", "deleted", "dependencies", "owners", "exports")),
)


@dataclass(frozen=True, slots=True)
class ValueCodec:
    """How schemes and typed ASTs become bytes. `schema`: the version of both."""

    schema: int
    encode_scheme: Callable[[Any], bytes]
    decode_scheme: Callable[[bytes], object]
    encode_ast: Callable[[Any], bytes]
    decode_ast: Callable[[bytes], object]


def dump(layer: Layer, path: Path, codec: ValueCodec) -> None:
    """Write what the layer itself says, its source included, its parent not. The file appears at once or not at all."""
    said = layer.changes()
    write_dump(
        path,
        _FORMAT,
        {
            "schema": codec.schema,
            "name": layer.name,
            "elements": [_encode_element(layer, key, codec) for key in layer.own_elements()],
            "deleted": [_encode_key(key) for key in sorted(said.deleted())],
            "dependencies": [
                (_encode_key(key), [_encode_key(other) for other in sorted(others)])
                for key, others in sorted(said.dependencies.items())
            ],
            "owners": [
                (_encode_key(key), sorted(owners)) for key, owners in sorted(said.owners.items())
            ],
            "exports": {
                namespace: [(_encode_key(export.key), export.via) for export in exports]
                for namespace, exports in sorted(said.exports.items())
            },
        },
    )


def restore(path: Path, codec: ValueCodec, layer: Layer) -> None:
    """Put what a file says into a layer. `DumpRefused` leaves the layer as it was."""
    content = read_dump(path, _FORMAT)
    if content["schema"] != codec.schema:
        raise DumpRefused(f"{path} has schema {content['schema']}, this version has {codec.schema}")
    with reading_dump(path):
        elements = [_decode_element(fields, codec) for fields in content["elements"]]
        deleted = [_decode_key(fields) for fields in content["deleted"]]
        dependencies = [
            (_decode_key(fields), [_decode_key(other) for other in others])
            for fields, others in content["dependencies"]
        ]
        owners = [
            (_decode_key(fields), [str(owner) for owner in named])
            for fields, named in content["owners"]
        ]
        exports = {
            str(namespace): [Export(_decode_key(fields), via) for fields, via in listed]
            for namespace, listed in content["exports"].items()
        }
    for key, element in elements:
        layer.put(key, element.scheme, element.ast, element.fingerprint)
    for key in deleted:
        layer.delete(key)
    for key, others in dependencies:
        layer.set_dependencies(key, others)
    for key, named in owners:
        layer.set_owners(key, named)
    for namespace, listed in exports.items():
        layer.set_exports(namespace, listed)


def _encode_element(layer: Layer, key: ElementKey, codec: ValueCodec) -> tuple[object, ...]:
    element = layer.get(key)
    if element is None:
        raise KeyError(key)
    return (
        _encode_key(key),
        codec.encode_scheme(element.scheme),
        None if element.ast is None else codec.encode_ast(element.ast),
        element.fingerprint,
    )


def _decode_element(fields: list[Any], codec: ValueCodec) -> tuple[ElementKey, Element]:
    key, scheme, ast, fingerprint = fields
    opt_ast = None if ast is None else codec.decode_ast(ast)
    return _decode_key(key), Element(codec.decode_scheme(scheme), opt_ast, bytes(fingerprint))


def _encode_key(key: ElementKey) -> tuple[str, int, str]:
    return key.namespace, int(key.space), key.name


def _decode_key(fields: list[Any]) -> ElementKey:
    namespace, space, name = fields
    return element_key(str(namespace), Space(space), str(name))

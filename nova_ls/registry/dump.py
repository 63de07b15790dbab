"""A layer in one file, to be loaded in another checkout or in CI."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from nova_ls.base.keys import ElementKey, element_key
from nova_ls.registry.layer import Export, Layer
from nova_ls.store.dump_file import DumpFormat, DumpRefused, read_dump, reading_dump, write_dump

_FORMAT: Final = DumpFormat(
    b"nova-ls layer\n",
    2,
    "layer",
    frozenset(("schema", "name", "elements", "deleted", "exports")),
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
    write_dump(
        path,
        _FORMAT,
        {
            "schema": codec.schema,
            "name": layer.name,
            "elements": [_encode_element(layer, key, codec) for key in layer.own_elements()],
            "deleted": [
                _encode_key(key) for key in sorted(layer.written()) if layer.is_deleted(key)
            ],
            "exports": {
                namespace: [(_encode_key(export.key), export.via) for export in exports]
                for namespace, exports in sorted(layer.own_exports().items())
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
        deleted = [element_key(*fields) for fields in content["deleted"]]
        exports = {
            namespace: [Export(element_key(*fields), via) for fields, via in listed]
            for namespace, listed in content["exports"].items()
        }
    for element in elements:
        layer.put(element.key, element.scheme, element.ast, element.fingerprint)
        layer.set_dependencies(element.key, element.dependencies)
        if element.owners is not None:
            layer.set_owners(element.key, element.owners)
    for key in deleted:
        layer.delete(key)
    for namespace, listed in exports.items():
        layer.set_exports(namespace, listed)


@dataclass(frozen=True, slots=True)
class _DumpedElement:
    key: ElementKey
    scheme: object
    ast: object | None
    fingerprint: bytes
    dependencies: list[ElementKey]
    owners: list[str] | None


def _encode_element(layer: Layer, key: ElementKey, codec: ValueCodec) -> tuple[object, ...]:
    element = layer.get(key)
    if element is None:
        raise KeyError(key)
    owners = layer.owners(key)
    return (
        _encode_key(key),
        codec.encode_scheme(element.scheme),
        None if element.ast is None else codec.encode_ast(element.ast),
        element.fingerprint,
        [_encode_key(dependency) for dependency in sorted(layer.dependencies(key))],
        None if owners is None else sorted(owners),
    )


def _decode_element(fields: list[Any], codec: ValueCodec) -> _DumpedElement:
    key, scheme, ast, fingerprint, dependencies, owners = fields
    return _DumpedElement(
        element_key(*key),
        codec.decode_scheme(scheme),
        None if ast is None else codec.decode_ast(ast),
        fingerprint,
        [element_key(*dependency) for dependency in dependencies],
        owners,
    )


def _encode_key(key: ElementKey) -> tuple[str, int, str]:
    return key.namespace, int(key.space), key.name

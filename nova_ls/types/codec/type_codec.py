"""Types, interfaces, annotations, references and diagnostics as bytes, and back.

One blob is one msgpack array:

    [SCHEMA, kind, namespaces, keys, nodes, body]

`keys` is flat: (index of the namespace, space, name) for each element key. `nodes` holds each *distinct* type node
once, children before parents, as (tag, parts…), where parts that are types are indexes into `nodes`. The body refers
to keys and types by index. A function's annotations repeat the same few types a hundred times over; here each of them
costs one small number.

Sharing is found by structure while writing: the tables are dicts from what is written to its index, in the order of
first encounter. So equal structures give equal bytes, whichever of their parts are one object in memory, and the
SHA-256 of an interface's bytes identifies the interface.

Deep types are walked without recursion: a row list of a thousand fields is a thousand applications deep.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from nova_ls.base.diagnostic import Diagnostic
from nova_ls.base.keys import ElementKey
from nova_ls.names.resolve.element_references import References
from nova_ls.types.codec.codec_format import (
    OF_ANNOTATIONS,
    OF_DIAGNOSTICS,
    OF_INTERFACE,
    OF_REFERENCES,
    SCHEMA,
    Json,
    SchemaMismatch,
)
from nova_ls.types.codec.codec_interface import read_interface, write_interface
from nova_ls.types.codec.codec_read import BlobReader, open_blob
from nova_ls.types.codec.codec_write import BlobWriter
from nova_ls.types.core.environment import Annotations
from nova_ls.types.core.interface import Interface
from nova_ls.types.core.type import Type

__all__ = [
    "SCHEMA",
    "SchemaMismatch",
    "StoredAnnotations",
    "decode_annotations",
    "decode_diagnostics",
    "decode_interface",
    "decode_references",
    "encode_annotations",
    "encode_diagnostics",
    "encode_interface",
    "encode_references",
    "find_references",
    "interface_hash",
]


def encode_interface(interface: Interface) -> bytes:
    """An interface as canonical bytes: equal interfaces, and only they, give equal bytes."""
    writer = BlobWriter()
    return writer.finish(OF_INTERFACE, write_interface(writer, interface))


def decode_interface(data: bytes) -> Interface:
    """The interface of its bytes; ValueError where they are damaged."""
    return read_interface(BlobReader(data, OF_INTERFACE))


def interface_hash(data: bytes) -> bytes:
    """The SHA-256 of an encoded interface."""
    return hashlib.sha256(data).digest()


def encode_annotations(annotations: Annotations) -> bytes:
    """Annotations as bytes."""
    writer = BlobWriter()
    types = writer.types(annotations.types)
    evidence = [(start, end, writer.value(each)) for start, end, each in annotations.evidence]
    return writer.finish(OF_ANNOTATIONS, (annotations.starts, annotations.ends, types, evidence))


def decode_annotations(data: bytes) -> Annotations:
    """The annotations of their bytes; ValueError where they are damaged."""
    stored = StoredAnnotations(data)
    return Annotations(stored.starts, stored.ends, stored.types(), stored.evidence())


class StoredAnnotations:
    """Encoded annotations, opened: spans at once, types and evidence when they are asked for."""

    __slots__ = ("_evidence", "_reader", "_types", "ends", "starts")

    def __init__(self, data: bytes) -> None:
        self._reader = BlobReader(data, OF_ANNOTATIONS)
        self.starts: list[int]
        self.ends: list[int]
        self._types: list[int]
        self._evidence: list[list[Json]]
        self.starts, self.ends, self._types, self._evidence = self._reader.body

    def type(self, index: int) -> Type:
        """The type of the entry at `index`; parallel to `starts` and `ends`."""
        return self._reader.type(self._types[index])

    def types(self) -> list[Type]:
        """The types of the annotated spans, in order."""
        return self._reader.types(self._types)

    def evidence(self) -> list[tuple[int, int, Any]]:
        """Evidence with its span, in order."""
        value = self._reader.value
        return [(start, end, value(each)) for start, end, each in self._evidence]


def encode_references(references: References) -> bytes:
    """A target is the offset of a local binder, or an element key written as -1 - its index."""
    writer = BlobWriter()
    targets = [
        target if isinstance(target, int) else -1 - writer.key(target)
        for target in references.targets
    ]
    return writer.finish(OF_REFERENCES, (references.starts, references.ends, targets))


def decode_references(data: bytes) -> References:
    """The references of their bytes; ValueError where they are damaged."""
    reader = BlobReader(data, OF_REFERENCES)
    starts, ends, targets = reader.body
    keys = reader.keys
    return References(
        starts, ends, [target if target >= 0 else keys[-1 - target] for target in targets]
    )


def find_references(data: bytes, key: ElementKey) -> list[tuple[int, int]]:
    """The spans of encoded references that mean an element; nothing else of them is decoded."""
    namespaces, keys, _, (starts, ends, targets) = open_blob(data, OF_REFERENCES)
    for at, name in enumerate(keys[2::3]):
        namespace, space = keys[3 * at : 3 * at + 2]
        if name == key.name and space == key.space and namespaces[namespace] == key.namespace:
            named = zip(starts, ends, targets, strict=True)
            return [(start, end) for start, end, target in named if target == -1 - at]
    return []


def encode_diagnostics(diagnostics: Sequence[Diagnostic]) -> bytes:
    """Diagnostics as bytes."""
    writer = BlobWriter()
    return writer.finish(OF_DIAGNOSTICS, [writer.diagnostic(each) for each in diagnostics])


def decode_diagnostics(data: bytes) -> list[Diagnostic]:
    """The diagnostics of their bytes; ValueError where they are damaged."""
    reader = BlobReader(data, OF_DIAGNOSTICS)
    return [reader.diagnostic(each) for each in reader.body]

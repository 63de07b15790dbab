"""Nodes of the dependency graph and how they look in the indexes."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import Final, NamedTuple

import msgpack

from nova_ls.base.packing import pack
from nova_ls.store.kind import ArtifactKind

_LENGTH: Final = struct.Struct(">I")
_STAMP: Final = struct.Struct(">Q")
_VERSION: Final = struct.Struct(">BH")
_KINDS: Final = {int(kind): kind for kind in ArtifactKind}
_KIND_BYTES: Final = {kind: bytes((kind,)) for kind in ArtifactKind}


class GraphNode(NamedTuple):
    """Something that an artifact is kept for; ordered by kind, then by key."""

    kind: ArtifactKind
    key: bytes


def node_row(kind: ArtifactKind, key: bytes) -> bytes:
    """The row key of a node: its kind, then its key. Sorts as nodes do."""
    return _KIND_BYTES[kind] + key


def row_node(row: bytes) -> GraphNode:
    """The node of a row key; ValueError for a kind that is not known here."""
    kind = _KINDS.get(row[0]) if row else None
    if kind is None:
        raise ValueError(f"no artifact kind in the key {row[:40]!r}")
    return GraphNode(kind, row[1:])


def encode_nodes(rows: Iterable[bytes]) -> bytes:
    """The value of a forward row: the row keys of what a node depends on, in order."""
    return pack(list(rows))


def decode_nodes(data: bytes | None) -> tuple[bytes, ...]:
    """Undoes `encode_nodes`; nothing for no row. ValueError for bytes that are not such a list."""
    if data is None:
        return ()
    rows = msgpack.unpackb(data)
    if not isinstance(rows, list) or not all(isinstance(row, bytes) for row in rows):
        raise ValueError("not a list of nodes")
    return tuple(rows)


def reverse_prefix(row: bytes) -> bytes:
    """What the reverse rows of all dependants of a node begin with."""
    return _LENGTH.pack(len(row)) + row


def split_reverse(key: bytes) -> tuple[bytes, bytes]:
    """The node depended on and its dependant, as row keys."""
    (length,) = _LENGTH.unpack_from(key)
    middle = _LENGTH.size + length
    return key[_LENGTH.size : middle], key[middle:]


def produced_row(produced_at: int, row: bytes) -> bytes:
    """The row of the index by revision."""
    return _STAMP.pack(produced_at) + row


def split_produced(key: bytes) -> tuple[int, bytes]:
    """The revision and the row key of its node."""
    return _STAMP.unpack_from(key)[0], key[_STAMP.size :]


def schema_row(row: bytes, schema_version: int) -> bytes:
    """The row of the index by schema version: kind, version, key."""
    return _VERSION.pack(row[0], schema_version) + row[1:]


def schema_prefix(kind: ArtifactKind, schema_version: int) -> bytes:
    """What all rows of one kind and schema version begin with."""
    return _VERSION.pack(kind, schema_version)


def split_schema(key: bytes) -> tuple[int, bytes]:
    """The schema version and the row key of its node."""
    kind, version = _VERSION.unpack_from(key)
    return version, bytes((kind,)) + key[_VERSION.size :]

"""All that a database keeps of one module, as bytes that another database can take in: what was found out about a package, without the package.

A bundle holds what does not depend on where the module lies or when it was checked: its record, the entries of its units, its elements, and what
its units rely on. What is derived from these is made anew where it is taken in.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any, Final

import msgpack

from nova_ls.base.element_bytes import element_prefix
from nova_ls.base.slotted import value
from nova_ls.compiler.archive.archive import Archive
from nova_ls.compiler.archive.batch import WrittenAhead
from nova_ls.compiler.archive.graph_nodes import unit_node
from nova_ls.compiler.archive.module_record import (
    ModuleRecord,
    decode_module_record,
    encode_module_record,
    entries_of,
)
from nova_ls.compiler.facts.codec import INSTANCES
from nova_ls.log.entry import Entry, EntryId, decode_entry
from nova_ls.log.rows import entry_row, part_row
from nova_ls.store import ArtifactKind, Index, Transaction
from nova_ls.store.artifact_record import decode_record as decode_artifact
from nova_ls.store.artifact_record import is_intact
from nova_ls.store.node import decode_nodes, node_row, row_node

FORMAT: Final = 1
"""Grows with each change of what is written here."""

_LEVEL: Final = 1
_CHECKSUM: Final = 32
_ELEMENTS: Final = (ArtifactKind.SCHEME, ArtifactKind.TYPED_AST)

Element = tuple[ArtifactKind, bytes, bytes]
"""An artifact of an element: its kind, key and payload."""


Rows = dict[str, bytes]
"""Parts of an entry that have rows of their own, by name."""


@value
class ModuleBundle:
    """`entries`: as they lie in the log, by id, with those of their parts that have rows of their own. `edges`: what each unit relies on, as the row of its node.

    `asked`: facts about instances, encoded, with the answers.
    """

    record: ModuleRecord
    entries: list[tuple[EntryId, bytes, Rows]]
    elements: list[Element]
    edges: list[tuple[bytes, bytes]]
    asked: list[tuple[bytes, bytes]]


def gather_bundle(archive: Archive, record: ModuleRecord) -> ModuleBundle | None:
    """What is kept of a committed module; None where a part of it cannot be read."""
    database, units = archive.database, entries_of(record)
    ids = list(units.values())
    rows = database.get_rows(Index.LOG, [entry_row(entry_id) for entry_id in ids])
    known = [
        None if row is None else decode_entry(entry_id, row)
        for entry_id, row in zip(ids, rows, strict=True)
    ]
    parts = _parts_of(archive, known)
    elements = _elements_of(archive, record.name)
    if parts is None or elements is None:
        return None
    asked: dict[bytes, bytes] = {}
    for entry in known:
        if entry is not None and INSTANCES in entry.packed_deps:
            asked.update(look_up for look_up in entry.deps if look_up[0].startswith(INSTANCES))
    entries = [
        (entry_id, row or b"", own) for entry_id, row, own in zip(ids, rows, parts, strict=True)
    ]
    nodes = [node_row(*unit_node(unit)) for unit in units]
    edges = zip(nodes, database.get_rows(Index.FORWARD, nodes), strict=True)
    relied = [(node, row) for node, row in edges if row is not None]
    return ModuleBundle(record, entries, elements, relied, list(asked.items()))


def _parts_of(archive: Archive, entries: Sequence[Entry | None]) -> list[Rows] | None:
    """The parts of each entry that have rows of their own; None where something is gone or damaged."""
    found: list[Rows] = [{} for _ in entries]
    wanted: list[tuple[Rows, str, bytes]] = []
    keys: list[bytes] = []
    for entry, parts in zip(entries, found, strict=True):
        if entry is None:
            return None
        for name, part in entry.parts.items():
            if part.inline is None:
                wanted.append((parts, name, part.digest))
                keys.append(part_row(entry.id, name))
    rows = archive.database.get_rows(Index.LOG, keys)
    for (parts, name, digest), data in zip(wanted, rows, strict=True):
        if data is None or sha256(data).digest() != digest:
            return None
        parts[name] = data
    return found


def _elements_of(archive: Archive, name: str) -> list[Element] | None:
    """None where a row cannot be read."""
    database, prefix = archive.database, element_prefix(name)
    found: list[Element] = []
    for kind in _ELEMENTS:
        keys = [key for key, _ in database.list_artifacts(kind, prefix)]
        rows = database.get_rows(Index.ARTIFACTS, [node_row(kind, key) for key in keys])
        for key, row in zip(keys, rows, strict=True):
            artifact = None if row is None else decode_artifact(row)
            if artifact is None or not is_intact(artifact):
                return None
            found.append((kind, key, artifact.payload))
    return found


# ---------------------------------------------------------------------------- bytes


def encode_bundle(bundle: ModuleBundle) -> bytes:
    """A bundle as bytes, with a checksum; `FORMAT` names the format."""
    plain = (
        encode_module_record(bundle.record),
        bundle.entries,
        [(int(kind), key, payload) for kind, key, payload in bundle.elements],
        bundle.edges,
        bundle.asked,
    )
    body = zlib.compress(msgpack.packb(plain, unicode_errors="surrogatepass"), _LEVEL)
    return sha256(body).digest() + body


def decode_bundle(data: bytes) -> ModuleBundle | None:
    """The bundle of these bytes; None where they are not what was written."""
    digest, body = data[:_CHECKSUM], data[_CHECKSUM:]
    if sha256(body).digest() != digest:
        return None
    plain: Any = msgpack.unpackb(
        zlib.decompress(body), use_list=False, unicode_errors="surrogatepass"
    )
    packed, entries, elements, edges, asked = plain
    record = decode_module_record(packed)
    if record is None:
        return None
    known = [(ArtifactKind(kind), key, payload) for kind, key, payload in elements]
    return ModuleBundle(record, list(entries), known, list(edges), list(asked))


# ---------------------------------------------------------------------------- taking in


def show_bundle(
    archive: Archive, transaction: Transaction, bundle: ModuleBundle, ahead: WrittenAhead
) -> None:
    """Write what others may ask of a bundle's module as if it had just been checked here; nobody looks for it before it is committed.

    Before that its entries have to be there, too (`keep_bundle`).
    """
    for kind, key, payload in bundle.elements:
        if kind is ArtifactKind.SCHEME:
            transaction.put_payload(kind, key, payload)
    for node, nodes in bundle.edges:
        transaction.set_dependencies(row_node(node), map(row_node, decode_nodes(nodes)))
    archive.rows.put_ahead(transaction, ahead.path, ahead.branch, ahead.record)


def keep_bundle(archive: Archive, transaction: Transaction, bundle: ModuleBundle) -> None:
    """Append the entries of a bundle, and let their typed ASTs be found."""
    log, now = archive.log, archive.log.clock()
    for entry_id, row, parts in bundle.entries:
        entry = decode_entry(entry_id, row)
        assert entry is not None
        log.append(transaction, replace(entry, time=now, author=log.author), parts)
    for kind, key, payload in bundle.elements:
        if kind is not ArtifactKind.SCHEME:
            transaction.put_payload(kind, key, payload)

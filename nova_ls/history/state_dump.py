"""What was checked, in one file: to be restored in another checkout or in CI, where nothing is typed again then.

It holds the state of one branch: the entries of all units, and what the database keeps of modules and elements. Paths are
relative to the workspace; those of the standard library to the library.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from nova_ls.base.slotted import value
from nova_ls.compiler.baseline import Baseline
from nova_ls.history.state import State, own_units
from nova_ls.log.commit import Commit
from nova_ls.log.entry import Draft, Entry, EntryId, decode_entry, encode_entry, has_own_id
from nova_ls.log.follow import checked_branch, follow
from nova_ls.log.log_unit import LogUnit
from nova_ls.log.reading import read_heads
from nova_ls.registry.element_dump import ELEMENT_KINDS, DumpedArtifact, dump_artifact
from nova_ls.registry.element_dump import dump as dump_elements
from nova_ls.registry.element_dump import restore as restore_elements
from nova_ls.store import ArtifactKind, Database, GraphNode, Index, Transaction
from nova_ls.store.dump_file import DumpFormat, DumpRefused, reading_dump, write_dump
from nova_ls.store.dump_file import is_dump as is_dump_of
from nova_ls.store.dump_file import read_dump as read_fields
from nova_ls.store.node import decode_nodes, row_node
from nova_ls.store.stored import StoredDatabase

_FORMAT: Final = DumpFormat(
    b"nova-ls state\n",
    2,
    "workspace",
    frozenset(("schema", "entries", "artifacts", "edges")),
)
_REPLACED: Final = (*ELEMENT_KINDS, ArtifactKind.MODULE_PLACE)


@value
class Dump:
    """The content of a file. `entries`: each with the parts of its payload; `edges`: what each node was made from."""

    schema: int
    entries: dict[EntryId, tuple[Entry, dict[str, bytes]]]
    artifacts: list[DumpedArtifact]
    edges: list[tuple[GraphNode, list[GraphNode]]]

    def state(self, label: str) -> State:
        """The dumped state, under a label for people."""
        heads = {LogUnit(e.kind, e.name): e.id for e, _ in self.entries.values()}
        return State(label, own_units(heads), _Dumped(self))


class _Dumped:
    """A dump as what a state is read from."""

    def __init__(self, dump: Dump) -> None:
        self._dump = dump

    def entries(self, ids: Sequence[EntryId]) -> dict[EntryId, Entry]:
        known = self._dump.entries
        return {entry_id: known[entry_id][0] for entry_id in ids if entry_id in known}

    def part(self, entry: Entry, name: str) -> bytes | None:
        return self._dump.entries[entry.id][1].get(name)


# ---------------------------------------------------------------------------- writing


def dump(baseline: Baseline, path: Path) -> int:
    """Write what was checked last; how many entries that is. The file appears at once or not at all."""
    entries = list(_dumped_entries(baseline))
    write_dump(
        path,
        _FORMAT,
        {
            "schema": baseline.log.schema,
            "entries": entries,
            "artifacts": list(_artifacts(baseline)),
            "edges": list(_edges(baseline.database)),
        },
    )
    return len(entries)


def _dumped_entries(baseline: Baseline) -> Iterator[tuple[bytes, bytes, dict[str, bytes]]]:
    log = baseline.log
    heads = read_heads(log.database, checked_branch(log.database))
    ids = [head.entry for _, head in heads if head.entry is not None]
    for entry in log.entries(ids).values():
        parts = {name: log.part(entry, name) for name in entry.parts}
        whole = {name: part for name, part in parts.items() if part is not None}
        if len(whole) == len(parts):  # A damaged entry is left out: it is made again.
            yield entry.id, encode_entry(entry), whole


def _artifacts(baseline: Baseline) -> Iterator[DumpedArtifact]:
    database = baseline.database
    yield from dump_elements(database)
    for kind, key in baseline.archive.rows.portable():
        artifact = dump_artifact(database, kind, key)
        if artifact is not None:
            yield artifact


def _edges(database: Database) -> Iterator[tuple[Any, Any]]:
    for node, others in _stored_edges(database):
        yield _plain(node), [_plain(other) for other in others]


def _stored_edges(database: Database) -> Iterator[tuple[GraphNode, Sequence[GraphNode]]]:
    if isinstance(database, StoredDatabase):
        for row, data in database.store.scan(Index.FORWARD):
            yield row_node(row), [row_node(other) for other in decode_nodes(data)]


def _plain(node: GraphNode) -> tuple[int, bytes]:
    return int(node.kind), node.key


# ---------------------------------------------------------------------------- reading


def is_dump(path: Path) -> bool:
    """Whether a file begins as a dump of a workspace does."""
    return is_dump_of(path, _FORMAT)


def read_dump(path: Path) -> Dump:
    """The content of a file; `DumpRefused` where it is not what `dump` of this version wrote."""
    content = read_fields(path, _FORMAT)
    with reading_dump(path):
        return _decoded(content)


def _decoded(content: dict[str, Any]) -> Dump:
    entries = {}
    for entry_id, row, parts in content["entries"]:
        entry = decode_entry(entry_id, row)
        if entry is None or not has_own_id(entry) or not _is_whole(entry, parts):
            raise ValueError("an entry is not what its id stands for")
        entries[entry_id] = (entry, parts)
    artifacts = [
        DumpedArtifact(ArtifactKind(kind), bytes(key), int(schema), bytes(payload))
        for kind, key, schema, payload in content["artifacts"]
    ]
    edges = [(_node(*one), [_node(*other) for other in others]) for one, others in content["edges"]]
    return Dump(int(content["schema"]), entries, artifacts, edges)


def _is_whole(entry: Entry, parts: dict[str, bytes]) -> bool:
    return parts.keys() == entry.parts.keys() and all(
        part.is_of(parts[name]) for name, part in entry.parts.items()
    )


def _node(kind: int, key: bytes) -> GraphNode:
    return GraphNode(ArtifactKind(kind), bytes(key))


def restore(baseline: Baseline, dumped: Dump, branch: str | None, message: str) -> Commit | None:
    """Make a dump what was checked last, in one transaction; None where it was that already."""
    log = baseline.log
    if dumped.schema != log.schema:
        raise DumpRefused(
            f"the dump's results are of version {dumped.schema}, those of this nova-ls of {log.schema}"
        )
    with baseline.database.transaction() as transaction:
        heads: dict[LogUnit, EntryId | None] = {
            unit: None for unit, _ in read_heads(transaction, checked_branch(transaction))
        }
        for entry, parts in dumped.entries.values():
            heads[LogUnit(entry.kind, entry.name)] = log.push(transaction, _draft(entry, parts)).id
        _write(baseline.database, transaction, dumped)
        baseline.archive.rows.forget_count(transaction)
        followed = follow(log, transaction, branch, heads)
        return log.commit(transaction, followed, message)


def _draft(entry: Entry, parts: dict[str, bytes]) -> Draft:
    return Draft(
        entry.kind, entry.name, entry.source_hash, entry.interface, entry.deps, parts, entry.failed
    )


def _write(database: Database, transaction: Transaction, dumped: Dump) -> None:
    """Put what was dumped in the place of what was checked last. The records that other branches have stay."""
    restore_elements(database, transaction, dumped.artifacts, _REPLACED)
    sources = {node for node, _ in dumped.edges}
    for node, _ in list(_stored_edges(database)):
        if node not in sources:
            transaction.set_dependencies(node, ())
    for node, others in dumped.edges:
        transaction.set_dependencies(node, others)

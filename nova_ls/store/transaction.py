"""What a transaction has gathered so far, readable as if it were written."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Final, Protocol

from nova_ls.store.artifact_record import ArtifactRecord, make_record
from nova_ls.store.database import Database, Transaction
from nova_ls.store.keyvalue import Index, KeyAndValue, PreparedWrite, RowStream
from nova_ls.store.kind import ArtifactKind, KindPolicy
from nova_ls.store.node import GraphNode, node_row, row_node

SLICE: Final = 1_000
"""So many rows are written in one step where a transaction is prepared in steps: that takes some milliseconds."""

FREE_INDEXES: Final = frozenset((Index.LOG, Index.HEADS, Index.META))
"""The indexes whose rows are the callers' own; the others are derived from artifacts and edges."""


class TransactionBase(Database, Protocol):
    """What a transaction is made over."""

    def prepare_write(
        self, pending: PendingTransaction, most: int | None = None
    ) -> Generator[None, None, PreparedWrite]:
        """Gather in small steps all rows that say what a transaction means; nobody sees any of them. `most` as for `KeyValue.prepare`."""


class PendingTransaction(Transaction):
    """The changes of one transaction over a committed state; the database writes them when it ends.

    Keys of `artifacts` and `dependencies` are row keys. None is a deletion.
    """

    def __init__(
        self, base: TransactionBase, policies: Mapping[ArtifactKind, KindPolicy], revision: int
    ) -> None:
        self._base = base
        self._policies = policies
        self._revision = revision
        self.artifacts: dict[bytes, ArtifactRecord | None] = {}
        self.dependencies: dict[bytes, tuple[bytes, ...]] = {}
        self.rows: dict[Index, dict[bytes, bytes | None]] = {index: {} for index in FREE_INDEXES}
        self.streams: list[RowStream] = []
        self.prepared: PreparedWrite | None = None

    def prepare(self) -> Iterator[None]:
        if not self.is_empty():
            self.prepared = yield from self._base.prepare_write(self, SLICE)

    @property
    def revision(self) -> int:
        return self._revision

    def is_empty(self) -> bool:
        """Whether there is nothing to write."""
        return not (self.artifacts or self.dependencies or any(self.rows.values()) or self.streams)

    def put_artifact(self, kind: ArtifactKind, key: bytes, record: ArtifactRecord) -> None:
        self.artifacts[node_row(kind, key)] = record

    def put_payload(self, kind: ArtifactKind, key: bytes, payload: bytes) -> None:
        record = make_record(payload, self._revision, self._policies[kind].schema_version)
        self.put_artifact(kind, key, record)

    def delete_artifact(self, kind: ArtifactKind, key: bytes) -> None:
        self.artifacts[node_row(kind, key)] = None
        self.dependencies[node_row(kind, key)] = ()

    def set_dependencies(self, node: GraphNode, dependencies: Iterable[GraphNode]) -> None:
        rows = dict.fromkeys([node_row(kind, key) for kind, key in dependencies])
        self.dependencies[node_row(*node)] = tuple(rows)

    def put_row(self, index: Index, key: bytes, value: bytes) -> None:
        self._free_rows(index)[key] = value

    def delete_row(self, index: Index, key: bytes) -> None:
        self._free_rows(index)[key] = None

    def stream_rows(self, rows: RowStream) -> None:
        self.streams.append(rows)

    def get_artifact(self, kind: ArtifactKind, key: bytes) -> ArtifactRecord | None:
        row = node_row(kind, key)
        if row not in self.artifacts:
            return self._base.get_artifact(kind, key)
        record = self.artifacts[row]
        if record is None or record.schema_version != self._policies[kind].schema_version:
            return None
        return record

    def has_artifact(self, kind: ArtifactKind, key: bytes) -> bool:
        if node_row(kind, key) not in self.artifacts:
            return self._base.has_artifact(kind, key)
        return self.get_artifact(kind, key) is not None

    def get_dependencies(self, node: GraphNode) -> tuple[GraphNode, ...]:
        rows = self.dependencies.get(node_row(*node))
        if rows is None:
            return self._base.get_dependencies(node)
        return tuple(map(row_node, rows))

    def get_dependents(self, node: GraphNode) -> tuple[GraphNode, ...]:
        kept = (
            dependent
            for dependent in self._base.get_dependents(node)
            if node_row(*dependent) not in self.dependencies
        )
        wanted = node_row(
            *node
        )  # Hardly ever asked for here: the other way round no table is kept.
        added = (row_node(row) for row, relied in self.dependencies.items() if wanted in relied)
        return tuple(sorted(chain(kept, added)))

    def get_row(self, index: Index, key: bytes) -> bytes | None:
        rows = self._free_rows(index)
        return rows[key] if key in rows else self._base.get_row(index, key)

    def get_rows(self, index: Index, keys: Sequence[bytes]) -> list[bytes | None]:
        rows = self._free_rows(index)
        stored = self._base.get_rows(index, keys)
        return [rows.get(key, value) for key, value in zip(keys, stored, strict=True)]

    def scan_rows(
        self, index: Index, prefix: bytes = b"", start: bytes = b""
    ) -> Iterator[KeyAndValue]:
        return merge_rows(
            self._base.scan_rows(index, prefix, start),
            self._free_rows(index),
            sorted(k for k in self._free_rows(index) if k.startswith(prefix) and k >= start),
        )

    def _free_rows(self, index: Index) -> dict[bytes, bytes | None]:
        rows = self.rows.get(index)
        if rows is None:
            raise ValueError(f"the rows of {index.value} are written by the database alone")
        return rows


def merge_rows(
    stored: Iterator[KeyAndValue], changed: Mapping[bytes, bytes | None], keys: Sequence[bytes]
) -> Iterator[KeyAndValue]:
    """Stored rows with changed ones over them, in key order; `keys` are the changed keys wanted, sorted."""
    return _merged(stored, changed, keys) if keys else stored


def _merged(
    stored: Iterator[KeyAndValue], changed: Mapping[bytes, bytes | None], keys: Sequence[bytes]
) -> Iterator[KeyAndValue]:
    position = 0
    for row in stored:
        while position < len(keys) and keys[position] < row[0]:
            value = changed[keys[position]]
            if value is not None:
                yield keys[position], value
            position += 1
        if position < len(keys) and keys[position] == row[0]:
            continue  # The changed row follows in its turn, or is deleted.
        yield row
    for key in keys[position:]:
        value = changed[key]
        if value is not None:
            yield key, value

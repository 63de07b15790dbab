"""The database over rows: the one implementation of `Database` that people's work lies in."""

from __future__ import annotations

import struct
import threading
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from time import perf_counter
from typing import Final

from nova_ls.base.steps import all_steps, portions
from nova_ls.store.artifact_record import (
    ArtifactRecord,
    RecordSummary,
    decode_record,
    decode_summary,
    is_intact,
)
from nova_ls.store.cache import RecordCache
from nova_ls.store.closure import closure_of
from nova_ls.store.database import Access, Database, Reader
from nova_ls.store.fault import RowEdit
from nova_ls.store.follower import FollowerKeyValue
from nova_ls.store.keyvalue import (
    Durability,
    Index,
    KeyAndValue,
    KeyValue,
    PreparedWrite,
    RowChanges,
)
from nova_ls.store.kind import DEFAULT_POLICIES, ArtifactKind, KindPolicy
from nova_ls.store.node import (
    GraphNode,
    decode_nodes,
    node_row,
    reverse_prefix,
    row_node,
    schema_prefix,
    split_produced,
    split_schema,
)
from nova_ls.store.store_errors import StoreDamaged
from nova_ls.store.store_metrics import Metrics
from nova_ls.store.transaction import FREE_INDEXES, PendingTransaction
from nova_ls.store.writeback import Rows, write_artifacts, write_edges

_REVISION_KEY: Final = b"store:revision"
_REVISION: Final = struct.Struct(">Q")
_CACHE_BYTES: Final = 4 << 20
_PORTION: Final = 200
"""So many artifacts or edges are made rows of in one step."""


class StoredDatabase(Database):
    """A `Database` over any `KeyValue`."""

    def __init__(
        self,
        store: KeyValue,
        access: Access,
        policies: Mapping[ArtifactKind, KindPolicy] = DEFAULT_POLICIES,
    ) -> None:
        self._store = store
        self._access = access
        self._policies = policies
        self._versions = {kind: policies[kind].schema_version for kind in ArtifactKind}
        self._cache = RecordCache(_CACHE_BYTES)
        self._metrics = Metrics()
        self._writing = threading.Lock()
        self._writer: int | None = None
        # Held while the committed state changes, and by who must not see it change. Taken after `_writing`.
        self._settled = threading.RLock()
        self._readers: set[int] = set()
        self._last_failed = False
        self._revision = self._read_revision()

    @property
    def access(self) -> Access:
        return self._access

    @property
    def metrics(self) -> Metrics:
        return self._metrics

    @property
    def revision(self) -> int:
        return self._revision

    @property
    def store(self) -> KeyValue:
        """The rows themselves, for fsck."""
        return self._store

    def get_artifact(self, kind: ArtifactKind, key: bytes) -> ArtifactRecord | None:
        row = node_row(kind, key)
        record = self._cache.get(row)
        if record is None:
            record = self._read_record(row)
            if record is None or record.schema_version != self._versions[kind]:
                self._count_miss(kind, record)
                return None
        self._metrics.hits[kind].inc()
        return record

    def get_artifacts(self, nodes: Sequence[GraphNode]) -> list[ArtifactRecord | None]:
        rows = [node_row(kind, key) for kind, key in nodes]
        epoch = self._cache.epoch
        try:
            found = self.get_rows(Index.ARTIFACTS, rows)
        except StoreDamaged:  # One of them is; what can be read is read.
            return [self.get_artifact(kind, key) for kind, key in nodes]
        records: list[ArtifactRecord | None] = []
        for (kind, _), row, data in zip(nodes, rows, found, strict=True):
            record = self._checked_record(row, data, epoch)
            if record is None or record.schema_version != self._versions[kind]:
                self._count_miss(kind, record)
                record = None
            else:
                self._metrics.hits[kind].inc()
            records.append(record)
        return records

    def has_artifact(self, kind: ArtifactKind, key: bytes) -> bool:
        data = self._store.get(Index.KIND, node_row(kind, key))
        return data is not None and decode_summary(data).schema_version == self._versions[kind]

    def list_artifacts(
        self, kind: ArtifactKind, prefix: bytes = b""
    ) -> Iterator[tuple[bytes, RecordSummary]]:
        for row, data in self._store.scan(Index.KIND, node_row(kind, prefix)):
            yield row[1:], decode_summary(data)

    def list_produced_before(self, revision: int) -> Iterator[GraphNode]:
        for key, _ in self._store.scan(Index.PRODUCED_AT):
            produced_at, row = split_produced(key)
            if produced_at >= revision:
                return
            yield row_node(row)

    def list_schema(self, kind: ArtifactKind, schema_version: int) -> Iterator[bytes]:
        prefix = schema_prefix(kind, schema_version)
        for key, _ in self._store.scan(Index.SCHEMA_VERSION, prefix):
            yield key[len(prefix) :]

    def list_schemas(self, kind: ArtifactKind) -> list[int]:
        found: list[int] = []
        start = schema_prefix(kind, 0)
        while True:
            row = next(self._store.scan(Index.SCHEMA_VERSION, bytes((kind,)), start), None)
            if row is None:
                return found
            version, _ = split_schema(row[0])
            found.append(version)
            if version == 0xFFFF:
                return found
            start = schema_prefix(kind, version + 1)

    def get_dependencies(self, node: GraphNode) -> tuple[GraphNode, ...]:
        rows = decode_nodes(self._store.get(Index.FORWARD, node_row(*node)))
        return tuple(map(row_node, rows))

    def get_dependents(self, node: GraphNode) -> tuple[GraphNode, ...]:
        prefix = reverse_prefix(node_row(*node))
        skip = len(prefix)
        return tuple(row_node(key[skip:]) for key, _ in self._store.scan(Index.REVERSE, prefix))

    def invalidate_from(self, changed: Iterable[GraphNode]) -> tuple[GraphNode, ...]:
        started = perf_counter()
        with self.reading():
            closure = closure_of(changed, self._next_dependents)
        self._metrics.closure_latency.observe(perf_counter() - started)
        self._metrics.closure_size.observe(len(closure))
        return closure

    def _next_dependents(self, node: GraphNode) -> tuple[GraphNode, ...]:
        return () if self._policies[node.kind].is_leaf else self.get_dependents(node)

    def get_row(self, index: Index, key: bytes) -> bytes | None:
        return self._store.get(index, key)

    def get_rows(self, index: Index, keys: Sequence[bytes]) -> list[bytes | None]:
        started = perf_counter()
        found = self._store.get_many(index, keys)
        self._metrics.read_latency.observe(perf_counter() - started)
        return found

    def scan_rows(
        self, index: Index, prefix: bytes = b"", start: bytes = b""
    ) -> Iterator[KeyAndValue]:
        return self._store.scan(index, prefix, start)

    def scan_rows_back(self, index: Index, prefix: bytes = b"") -> Iterator[KeyAndValue]:
        return self._store.scan_back(index, prefix)

    def put_artifact(self, kind: ArtifactKind, key: bytes, record: ArtifactRecord) -> None:
        with self.transaction() as transaction:
            transaction.put_artifact(kind, key, record)

    def delete_artifact(self, kind: ArtifactKind, key: bytes) -> None:
        with self.transaction() as transaction:
            transaction.delete_artifact(kind, key)

    def set_dependencies(self, node: GraphNode, dependencies: Iterable[GraphNode]) -> None:
        with self.transaction() as transaction:
            transaction.set_dependencies(node, dependencies)

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        thread = threading.get_ident()
        with self._settled:
            is_outermost = thread not in self._readers
            self._readers.add(thread)
            try:
                yield self
            finally:
                if is_outermost:
                    self._readers.discard(thread)

    @contextmanager
    def transaction(
        self, durability: Durability = Durability.AT_ONCE
    ) -> Iterator[PendingTransaction]:
        with self._exclusive():
            pending = PendingTransaction(self, self._policies, self._revision + 1)
            try:
                yield pending
                if not pending.is_empty():
                    self._commit(pending, durability)
            except BaseException:
                self._metrics.transactions_failed.inc()
                raise

    def make_safe(self, seconds: float) -> bool:
        with self._exclusive(), self._settled:
            return self._store.make_safe(seconds)

    def catch_up(self) -> None:
        store = self._store
        if isinstance(store, FollowerKeyValue):
            with self._exclusive(), self._settled:
                store.catch_up()

    def compact(self) -> None:
        self._store.compact()

    def repair_rows(self, edits: Iterable[RowEdit]) -> None:
        """Write rows as they are, derived ones too, in one write; for the repairs of fsck only."""
        rows: Rows = {index: {} for index in Index}
        for index, key, value in edits:
            rows[index][key] = value
        with self._exclusive(), self._settled, self._cache.closed():
            self._store.write(rows)
            self._cache.clear()

    def take_rows(self, rows: RowChanges) -> None:
        """Write rows of new artifacts and edges as another process made them, derived ones too, in one write; safe with the next one."""
        with self._exclusive(), self._settled:
            self._store.write(rows, Durability.WITH_THE_NEXT)

    def close(self) -> None:
        with self._exclusive():
            self._store.close()

    def _commit(self, pending: PendingTransaction, durability: Durability) -> None:
        started = perf_counter()
        self._metrics.transactions_retried.inc(self._last_failed)
        prepared = pending.prepared or all_steps(self.prepare_write(pending))
        with self._settled, self._cache.closed():
            try:
                prepared.write(durability)
            except BaseException:
                # Whether a failed write is there after all shows when the files are opened again.
                self._cache.clear()
                self._last_failed = True
                raise
            self._last_failed = False
            self._cache.forget(pending.artifacts)
            self._revision = pending.revision
        self._metrics.transactions.inc()
        self._metrics.written_rows.inc(prepared.count)
        self._metrics.commit_latency.observe(perf_counter() - started)

    def prepare_write(
        self, pending: PendingTransaction, most: int | None = None
    ) -> Generator[None, None, PreparedWrite]:
        """Gather in small steps all rows that say what a transaction means; nobody sees any of them."""
        rows: Rows = {index: {} for index in Index}
        for artifacts in portions(pending.artifacts, _PORTION):
            write_artifacts(self._store, artifacts, rows)
            yield
        for dependencies in portions(pending.dependencies, _PORTION):
            write_edges(self._store, dependencies, rows)
            yield
        for index in FREE_INDEXES:
            rows[index] = pending.rows[index]  # No copy: there may be very many.
        rows[Index.META][_REVISION_KEY] = _REVISION.pack(pending.revision)
        return (yield from self._store.prepare(rows, pending.streams, most))

    def _read_record(self, row: bytes) -> ArtifactRecord | None:
        epoch = self._cache.epoch
        started = perf_counter()
        try:
            data = self._store.get(Index.ARTIFACTS, row)
        except StoreDamaged:
            self._metrics.damaged.inc()
            return None
        self._metrics.read_latency.observe(perf_counter() - started)
        return self._checked_record(row, data, epoch)

    def _checked_record(self, row: bytes, data: bytes | None, epoch: int) -> ArtifactRecord | None:
        if data is None:
            return None
        record = decode_record(data)
        if record is None or not is_intact(record):
            self._metrics.damaged.inc()
            return None
        kind = row_node(row).kind
        if record.schema_version == self._versions[kind] and not self._policies[kind].is_read_once:
            self._cache.add(row, record, epoch)
        return record

    def _count_miss(self, kind: ArtifactKind, record: ArtifactRecord | None) -> None:
        self._metrics.misses[kind].inc()
        if record is not None:
            self._metrics.other_schema.inc()

    def _read_revision(self) -> int:
        data = self._store.get(Index.META, _REVISION_KEY)
        return 0 if data is None or len(data) != _REVISION.size else _REVISION.unpack(data)[0]

    @contextmanager
    def _exclusive(self) -> Iterator[None]:
        """Let one thread at a time change the state or walk it."""
        thread = threading.get_ident()
        if self._writer == thread:
            raise RuntimeError("a transaction is already open in this thread")
        if thread in self._readers:
            raise RuntimeError("this thread is reading: its transaction would wait for itself")
        with self._writing:
            self._writer = thread
            try:
                yield
            finally:
                self._writer = None

"""The oracle: a database in plain dicts, as simple as can be, to compare the real ones with."""

from __future__ import annotations

import copy
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

from nova_ls.store import (
    DEFAULT_POLICIES,
    Access,
    ArtifactKind,
    ArtifactRecord,
    Durability,
    GraphNode,
    Index,
    Metrics,
    RecordSummary,
    make_record,
)
from nova_ls.store.keyvalue import RowStream


def _is_owned(lock: Any) -> bool:
    """Whether this thread holds an RLock: what `threading.Condition` asks it, too."""
    return bool(lock._is_owned())


class ModelDatabase:
    """Commits by replacing all of its state; a transaction is a copy of it."""

    access = Access.MEMORY

    def __init__(self) -> None:
        self.metrics = Metrics()
        self.revision = 0
        self.artifacts: dict[GraphNode, ArtifactRecord] = {}
        self.edges: dict[GraphNode, tuple[GraphNode, ...]] = {}
        self.rows: dict[Index, dict[bytes, bytes]] = {
            index: {} for index in (Index.LOG, Index.HEADS, Index.META)
        }
        self._writing = False
        self._settled = threading.RLock()
        self._readers = 0
        self.pending = False
        self.wrote = False

    @contextmanager
    def transaction(self, durability: Durability = Durability.AT_ONCE) -> Iterator[ModelDatabase]:
        if self._writing:
            raise RuntimeError("a transaction is already open")
        if self._readers and _is_owned(self._settled):
            raise RuntimeError("this thread is reading")
        pending = ModelDatabase()
        pending.artifacts = dict(self.artifacts)
        pending.edges = dict(self.edges)
        pending.rows = copy.deepcopy(self.rows)
        pending.revision = self.revision + 1
        pending.pending = True
        self._writing = True
        try:
            yield pending
        finally:
            self._writing = False
        if pending.wrote:
            with self._settled:
                self.artifacts, self.edges = pending.artifacts, pending.edges
                self.rows, self.revision = pending.rows, pending.revision

    @contextmanager
    def reading(self) -> Iterator[ModelDatabase]:
        with self._settled:
            self._readers += 1
            try:
                yield self
            finally:
                self._readers -= 1

    def _changed(self) -> None:
        self.wrote = True
        if not self.pending:
            self.revision += 1

    def put_artifact(self, kind: ArtifactKind, key: bytes, record: ArtifactRecord) -> None:
        self.artifacts[GraphNode(kind, key)] = record
        self._changed()

    def put_payload(self, kind: ArtifactKind, key: bytes, payload: bytes) -> None:
        version = DEFAULT_POLICIES[kind].schema_version
        self.put_artifact(kind, key, make_record(payload, self.revision, version))

    def delete_artifact(self, kind: ArtifactKind, key: bytes) -> None:
        self.artifacts.pop(GraphNode(kind, key), None)
        self.edges.pop(GraphNode(kind, key), None)
        self._changed()

    def set_dependencies(self, node: GraphNode, dependencies: Iterable[GraphNode]) -> None:
        self.edges[node] = tuple(dict.fromkeys(dependencies))
        self._changed()

    def invalidate_from(self, changed: Iterable[GraphNode]) -> tuple[GraphNode, ...]:
        found = list(dict.fromkeys(sorted(changed)))
        border = found
        while border:
            border = sorted(
                {
                    node
                    for node, dependencies in self.edges.items()
                    if node not in found
                    and any(
                        other in border and not DEFAULT_POLICIES[other.kind].is_leaf
                        for other in dependencies
                    )
                }
            )
            found = found + border
        return tuple(found)

    def put_row(self, index: Index, key: bytes, value: bytes) -> None:
        self.rows[index][key] = value
        self._changed()

    def delete_row(self, index: Index, key: bytes) -> None:
        self.rows[index].pop(key, None)
        self._changed()

    def stream_rows(self, rows: RowStream) -> None:
        for portion in rows():
            for index, some in portion.items():
                for key, value in some.items():
                    if value is None:
                        self.delete_row(index, key)
                    else:
                        self.put_row(index, key, value)

    def prepare(self) -> Iterator[None]:
        yield

    def get_artifact(self, kind: ArtifactKind, key: bytes) -> ArtifactRecord | None:
        record = self.artifacts.get(GraphNode(kind, key))
        if record is None or record.schema_version != DEFAULT_POLICIES[kind].schema_version:
            return None
        return record if sha256(record.payload).digest() == record.content_hash else None

    def get_artifacts(self, nodes: Sequence[GraphNode]) -> list[ArtifactRecord | None]:
        return [self.get_artifact(kind, key) for kind, key in nodes]

    def has_artifact(self, kind: ArtifactKind, key: bytes) -> bool:
        return self.get_artifact(kind, key) is not None

    def list_artifacts(
        self, kind: ArtifactKind, prefix: bytes = b""
    ) -> Iterator[tuple[bytes, RecordSummary]]:
        for node, record in sorted(self.artifacts.items(), key=lambda item: item[0]):
            if node.kind == kind and node.key.startswith(prefix):
                size = len(record.payload)
                summary = (record.schema_version, record.produced_at, record.created_at, size)
                yield node.key, RecordSummary(*summary)

    def list_produced_before(self, revision: int) -> Iterator[GraphNode]:
        found = [(r.produced_at, node) for node, r in self.artifacts.items()]
        yield from (node for produced_at, node in sorted(found) if produced_at < revision)

    def list_schema(self, kind: ArtifactKind, schema_version: int) -> Iterator[bytes]:
        for key, summary in self.list_artifacts(kind):
            if summary.schema_version == schema_version:
                yield key

    def list_schemas(self, kind: ArtifactKind) -> list[int]:
        return sorted({summary.schema_version for _, summary in self.list_artifacts(kind)})

    def get_dependencies(self, node: GraphNode) -> tuple[GraphNode, ...]:
        return self.edges.get(node, ())

    def get_dependents(self, node: GraphNode) -> tuple[GraphNode, ...]:
        return tuple(sorted(other for other, nodes in self.edges.items() if node in nodes))

    def get_row(self, index: Index, key: bytes) -> bytes | None:
        return self.rows[index].get(key)

    def get_rows(self, index: Index, keys: Sequence[bytes]) -> list[bytes | None]:
        return [self.rows[index].get(key) for key in keys]

    def scan_rows(
        self, index: Index, prefix: bytes = b"", start: bytes = b""
    ) -> Iterator[tuple[bytes, bytes]]:
        rows = sorted(self.rows[index].items())
        return iter([row for row in rows if row[0].startswith(prefix) and row[0] >= start])

    def scan_rows_back(self, index: Index, prefix: bytes = b"") -> Iterator[tuple[bytes, bytes]]:
        return reversed(list(self.scan_rows(index, prefix)))

    def make_safe(self, seconds: float) -> bool:
        return True

    def catch_up(self) -> None: ...

    def compact(self) -> None: ...

    def close(self) -> None: ...

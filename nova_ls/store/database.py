"""What the rest of the system may ask of a database, whatever keeps the bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from enum import Enum
from typing import Protocol

from nova_ls.store.artifact_record import ArtifactRecord, RecordSummary
from nova_ls.store.keyvalue import Durability, Index, KeyAndValue, RowStream
from nova_ls.store.kind import ArtifactKind
from nova_ls.store.node import GraphNode
from nova_ls.store.store_metrics import Metrics


class Access(Enum):
    """What happens to the commits of this process."""

    OWNER = "owner"  # written to disk
    FOLLOWER = "follower"  # kept in memory, over what another process writes to disk
    MEMORY = "memory"  # gone when the process ends
    READER = "reader"  # there are none


class Reader(Protocol):
    """Reads of one state: the committed one, or that of a transaction with its own writes."""

    def get_artifact(self, kind: ArtifactKind, key: bytes) -> ArtifactRecord | None:
        """The record; None where there is none, of another schema version, or damaged."""

    def has_artifact(self, kind: ArtifactKind, key: bytes) -> bool:
        """Whether `get_artifact` would find a record, short of checking its hash."""

    def get_dependencies(self, node: GraphNode) -> tuple[GraphNode, ...]:
        """What a node was made from, in the order in which it was set."""

    def get_dependents(self, node: GraphNode) -> tuple[GraphNode, ...]:
        """The nodes that were made from this one, sorted."""

    def get_row(self, index: Index, key: bytes) -> bytes | None:
        """A row of the log, the heads or the meta index."""

    def get_rows(self, index: Index, keys: Sequence[bytes]) -> list[bytes | None]:
        """Several rows, in the order asked for."""

    def scan_rows(
        self, index: Index, prefix: bytes = b"", start: bytes = b""
    ) -> Iterator[KeyAndValue]:
        """The rows whose key begins with `prefix` and is not below `start`, in key order."""


class Transaction(Reader, Protocol):
    """Writes that happen together or not at all. Its own reads see its own writes."""

    @property
    def revision(self) -> int:
        """The number that the database will have after this transaction."""

    def put_artifact(self, kind: ArtifactKind, key: bytes, record: ArtifactRecord) -> None:
        """Keep a record in place of the one there was."""

    def put_payload(self, kind: ArtifactKind, key: bytes, payload: bytes) -> None:
        """Keep bytes that were made now, in the kind's own codec."""

    def delete_artifact(self, kind: ArtifactKind, key: bytes) -> None:
        """Forget a record and what it was made from; its dependants keep naming it."""

    def set_dependencies(self, node: GraphNode, dependencies: Iterable[GraphNode]) -> None:
        """Replace what a node was made from; duplicates count once."""

    def put_row(self, index: Index, key: bytes, value: bytes) -> None:
        """Write a row of the log, the heads or the meta index."""

    def delete_row(self, index: Index, key: bytes) -> None:
        """Delete a row of the log, the heads or the meta index."""

    def stream_rows(self, rows: RowStream) -> None:
        """Write rows of these indexes that are made only while they are written: for very many. The transaction's own reads do not see them."""

    def prepare(self) -> Iterator[None]:
        """Do in small steps what the end of the transaction would do at once, but for the write itself; nothing more may be added."""


class Database(Reader, Protocol):
    """Artifacts and their graph. Any number of threads read while one writes."""

    @property
    def access(self) -> Access:
        """What happens to commits."""

    @property
    def metrics(self) -> Metrics:
        """What has been read and written, counted."""

    @property
    def revision(self) -> int:
        """Grows by one with each transaction that wrote something."""

    def transaction(
        self, durability: Durability = Durability.AT_ONCE
    ) -> AbstractContextManager[Transaction]:
        """Write all of what the block does when it ends, nothing of it when it raises.

        Transactions wait for each other; one may not be opened inside another, nor while reading. `durability`: of what nobody looks for before
        another transaction names it, that is soon enough which waits for the disk.
        """

    def get_artifacts(self, nodes: Sequence[GraphNode]) -> list[ArtifactRecord | None]:
        """What `get_artifact` would find of each, in one go."""

    def make_safe(self, seconds: float) -> bool:
        """Wait at most so long until all transactions of `Durability.SOON` are safe from a power cut; whether they are.

        `StoreError` where they are not, and cannot be made so.
        """
        return True

    def reading(self) -> AbstractContextManager[Reader]:
        """Several reads of one state: no transaction of another thread ends within the block.

        A single call, `invalidate_from` included, always sees one state.
        """

    def put_artifact(self, kind: ArtifactKind, key: bytes, record: ArtifactRecord) -> None:
        """A transaction of its own, as are the next two."""

    def delete_artifact(self, kind: ArtifactKind, key: bytes) -> None:
        """Forget a record and what it was made from."""

    def set_dependencies(self, node: GraphNode, dependencies: Iterable[GraphNode]) -> None:
        """Replace what a node was made from."""

    def invalidate_from(self, changed: Iterable[GraphNode]) -> tuple[GraphNode, ...]:
        """The seeds and all that was made from them, by distance, sorted at each distance; nothing is written."""

    def list_artifacts(
        self, kind: ArtifactKind, prefix: bytes = b""
    ) -> Iterator[tuple[bytes, RecordSummary]]:
        """The keys of a kind that begin with `prefix`, sorted, whatever their schema version."""

    def list_produced_before(self, revision: int) -> Iterator[GraphNode]:
        """The artifacts made before a revision, oldest first."""

    def list_schema(self, kind: ArtifactKind, schema_version: int) -> Iterator[bytes]:
        """The keys of the artifacts of one kind and schema version, sorted."""

    def list_schemas(self, kind: ArtifactKind) -> list[int]:
        """The schema versions that artifacts of a kind have, sorted."""

    def scan_rows_back(self, index: Index, prefix: bytes = b"") -> Iterator[KeyAndValue]:
        """As `scan_rows`, the last row first."""

    def catch_up(self) -> None:
        """As a follower: see what the owner has added to its log. All else stays as it was when the database was opened."""

    def compact(self) -> None:
        """Give the space of what was deleted back."""

    def close(self) -> None:
        """Let go of the files; nothing may be asked afterwards."""

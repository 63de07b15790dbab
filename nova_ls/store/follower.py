"""Rows of a database that another process owns, with the commits of this process over them in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from nova_ls.store.database import Conflict
from nova_ls.store.errors import StoreError
from nova_ls.store.keyvalue import Changes, Index, KeyValue, Row
from nova_ls.store.record import ArtifactRecord, encode_record
from nova_ls.store.rocks import RocksKeyValue
from nova_ls.store.transaction import PendingTransaction, merge_rows

_RETRIES: Final = 3


class FollowerKeyValue:
    """Reads from the owner's files; writes stay here.

    `own` opens the files for writing; it raises `StoreError` while they are not free.
    """

    def __init__(self, secondary: RocksKeyValue | None, own: Callable[[], KeyValue]) -> None:
        # None: the owner has not yet written what a secondary can open.
        self._secondary = secondary
        self._own = own
        self._changed: dict[Index, dict[bytes, bytes | None]] = {index: {} for index in Index}

    def get(self, index: Index, key: bytes) -> bytes | None:
        changed = self._changed[index]
        if key in changed:
            return changed[key]
        return None if self._secondary is None else self._secondary.get(index, key)

    def get_many(self, index: Index, keys: Sequence[bytes]) -> list[bytes | None]:
        changed = self._changed[index]
        stored: Sequence[bytes | None] = [None] * len(keys)
        if self._secondary is not None:
            stored = self._secondary.get_many(index, keys)
        return [changed.get(key, value) for key, value in zip(keys, stored, strict=True)]

    def scan(self, index: Index, prefix: bytes = b"", start: bytes = b"") -> Iterator[Row]:
        changed = self._changed[index]
        stored: Iterator[Row] = iter(())
        if self._secondary is not None:
            stored = self._secondary.scan(index, prefix, start)
        wanted = sorted(key for key in changed if key.startswith(prefix) and key >= start)
        return merge_rows(stored, changed, wanted)

    def scan_back(self, index: Index, prefix: bytes = b"") -> Iterator[Row]:
        return reversed(list(self.scan(index, prefix)))

    def write(self, changes: Changes) -> None:
        for index, rows in changes.items():
            self._changed[index].update(rows)

    def catch_up(self) -> None:
        """See what the owner has written since. What was changed here stays over it."""
        if self._secondary is not None:
            self._secondary.catch_up()

    def try_own(self) -> KeyValue | None:
        """The files, open for writing; None while they are not free."""
        try:
            return self._own()
        except StoreError:
            return None

    def sizes(self) -> dict[Index, int]:
        sizes = dict.fromkeys(Index, 0) if self._secondary is None else self._secondary.sizes()
        for index, rows in self._changed.items():
            sizes[index] += sum(len(key) + len(value or b"") for key, value in rows.items())
        return sizes

    def compact(self) -> None:
        """Space on disk is the owner's."""

    def close(self) -> None:
        if self._secondary is not None:
            self._secondary.close()


class _Base(NamedTuple):
    """What a row held when it was first changed here."""

    value: bytes | None


class Journal:
    """What the transactions kept in memory meant, so that it can be said again to the owner's files.

    Rows of derived indexes are not replayed: they follow from artifacts and edges, which the former owner may
    have changed meanwhile.
    """

    def __init__(self) -> None:
        self.transactions = 0
        self._artifacts: dict[bytes, ArtifactRecord | None] = {}
        self._dependencies: dict[bytes, tuple[bytes, ...]] = {}
        self._rows: dict[tuple[Index, bytes], bytes | None] = {}
        self._bases: dict[tuple[Index, bytes], _Base] = {}

    def record(self, pending: PendingTransaction, store: KeyValue) -> None:
        """Add a transaction that is about to be written over `store`."""
        self.transactions += 1
        for row, record in pending.artifacts.items():
            self._remember_base(store, Index.ARTIFACTS, row)
            self._artifacts[row] = record
        self._dependencies.update(pending.dependencies)
        for index, rows in pending.rows.items():
            for key, value in rows.items():
                self._remember_base(store, index, key)
                self._rows[index, key] = value

    def replay(
        self,
        pending: PendingTransaction,
        owned: KeyValue,
        resolve: Callable[[Conflict], bytes | None] | None,
    ) -> tuple[Conflict, ...]:
        """Put everything into `pending`, over what `owned` holds now; the conflicts, sorted."""
        conflicts = []
        for row, record in self._artifacts.items():
            ours = None if record is None else encode_record(record)
            conflict = self._conflict(owned, Index.ARTIFACTS, row, ours)
            if conflict is not None:
                conflicts.append(conflict)
            pending.artifacts[row] = record
        pending.dependencies.update(self._dependencies)
        for (index, key), value in self._rows.items():
            conflict = self._conflict(owned, index, key, value)
            if conflict is not None:
                conflicts.append(conflict)
                if resolve is not None:
                    value = resolve(conflict)
            pending.rows[index][key] = value
        return tuple(sorted(conflicts, key=lambda conflict: (conflict.index.value, conflict.key)))

    def _remember_base(self, store: KeyValue, index: Index, key: bytes) -> None:
        if (index, key) not in self._bases:
            self._bases[index, key] = _Base(store.get(index, key))

    def _conflict(
        self, owned: KeyValue, index: Index, key: bytes, ours: bytes | None
    ) -> Conflict | None:
        theirs = owned.get(index, key)
        if theirs in (self._bases[index, key].value, ours):
            return None
        return Conflict(index, key, theirs, ours)

"""Rows in memory of a process that works for another one: what it writes is handed on, and only what it reads again is kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from nova_ls.store.keyvalue import Durability, Index, KeyAndValue, KeyValue, RowChanges

Rows = dict[Index, dict[bytes, bytes | None]]


class TappedKeyValue(KeyValue):
    """`is_kept`: whether a row of one of the `indexes` is for others as well, and stays here where `reads_own`. All rows are taken with `take`, those apart from the others."""

    def __init__(
        self, store: KeyValue, indexes: Collection[Index], is_kept: Callable[[bytes], bool]
    ) -> None:
        self._store = store
        self._indexes = indexes
        self._is_kept = is_kept
        self.reads_own = True
        self._kept: Rows = {index: {} for index in Index}
        self._others: Rows = {index: {} for index in Index}

    def take(self) -> tuple[Rows, Rows]:
        """What was written since the last call: what is kept here, and everything else."""
        taken = self._kept, self._others
        self._kept = {index: {} for index in Index}
        self._others = {index: {} for index in Index}
        return taken

    def move_to(self, store: KeyValue) -> None:
        """Keep rows elsewhere from now on, those that are here as well."""
        store.write({index: dict(self._store.scan(index)) for index in Index})
        self._store = store

    def put(self, changes: RowChanges) -> None:
        """Take in what another process has found out; it is not handed on."""
        self._store.write(changes)

    def get(self, index: Index, key: bytes) -> bytes | None:
        return self._store.get(index, key)

    def get_many(self, index: Index, keys: Sequence[bytes]) -> list[bytes | None]:
        return self._store.get_many(index, keys)

    def scan(self, index: Index, prefix: bytes = b"", start: bytes = b"") -> Iterator[KeyAndValue]:
        return self._store.scan(index, prefix, start)

    def scan_back(self, index: Index, prefix: bytes = b"") -> Iterator[KeyAndValue]:
        return self._store.scan_back(index, prefix)

    def write(self, changes: RowChanges, durability: Durability = Durability.AT_ONCE) -> None:
        kept: Rows = {}
        for index, rows in changes.items():
            if index not in self._indexes:
                self._others[index].update(rows)
                continue
            own = kept[index] = {key: value for key, value in rows.items() if self._is_kept(key)}
            self._kept[index].update(own)
            others = rows.items() if len(own) < len(rows) else ()
            self._others[index].update((key, value) for key, value in others if key not in own)
        if self.reads_own:
            self._store.write(kept, durability)

    def sizes(self) -> dict[Index, int]:
        return self._store.sizes()

    def compact(self) -> None:
        self._store.compact()

    def close(self) -> None:
        self._store.close()

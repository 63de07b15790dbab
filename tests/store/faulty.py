"""Rows that fail when a test says so: the disk is full, the file has a bad block."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence

from nova_ls.store import Index, StoreError
from nova_ls.store.keyvalue import (
    Durability,
    KeyAndValue,
    KeyValue,
    PreparedWrite,
    RowChanges,
    RowStream,
)


class FaultyKeyValue(KeyValue):
    """Another `KeyValue`, of which the next writes fail before anything is written."""

    def __init__(self, store: KeyValue) -> None:
        self.store = store
        self.failing_writes = 0

    def write(self, changes: RowChanges, durability: Durability = Durability.AT_ONCE) -> None:
        if self.failing_writes:
            self.failing_writes -= 1
            raise StoreError("IO error: No space left on device")
        self.store.write(changes, durability)

    def prepare(
        self, changes: RowChanges, streams: Sequence[RowStream] = (), most: int | None = None
    ) -> Generator[None, None, PreparedWrite]:
        prepared = yield from self.store.prepare(changes, streams, most)

        def write(durability: Durability) -> None:
            if self.failing_writes:
                self.failing_writes -= 1
                raise StoreError("IO error: No space left on device")
            prepared.write(durability)

        return PreparedWrite(prepared.count, write)

    def make_safe(self, seconds: float) -> bool:
        return self.store.make_safe(seconds)

    def get(self, index: Index, key: bytes) -> bytes | None:
        return self.store.get(index, key)

    def get_many(self, index: Index, keys: Sequence[bytes]) -> list[bytes | None]:
        return self.store.get_many(index, keys)

    def scan(self, index: Index, prefix: bytes = b"", start: bytes = b"") -> Iterator[KeyAndValue]:
        return self.store.scan(index, prefix, start)

    def scan_back(self, index: Index, prefix: bytes = b"") -> Iterator[KeyAndValue]:
        return self.store.scan_back(index, prefix)

    def sizes(self) -> dict[Index, int]:
        return self.store.sizes()

    def compact(self) -> None:
        self.store.compact()

    def close(self) -> None:
        self.store.close()

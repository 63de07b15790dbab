"""Rows of a database that another process owns, with the commits of this process over them in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from nova_ls.store.keyvalue import Durability, Index, KeyAndValue, KeyValue, RowChanges
from nova_ls.store.rocks import RocksKeyValue
from nova_ls.store.rocks.long_write import rows_to_take_back, slices_of
from nova_ls.store.store_errors import StoreError
from nova_ls.store.transaction import merge_rows

GROWING: Final = frozenset((Index.LOG,))
"""What a follower sees grow. Rows of the log never change their meaning; those of all other indexes together
describe one state of the files, and who reads them bit by bit must not find half of the next one."""


class FollowerKeyValue(KeyValue):
    """Reads from the owner's files, most of them as they were at the beginning; writes stay here.

    `open_secondary` raises `StoreError` while the owner has not yet written what can be opened.
    """

    def __init__(self, open_secondary: Callable[[], RocksKeyValue]) -> None:
        self._open_secondary = open_secondary
        self._as_opened = self._open()
        self._newest = self._open()
        self._changed: dict[Index, dict[bytes, bytes | None]] = {index: {} for index in Index}
        if self._as_opened is not None:
            self._overlook_unfinished(self._as_opened)

    def _overlook_unfinished(self, opened: KeyValue) -> None:
        """The owner may be in the middle of a long write. Of the log nobody finds what no commit names."""
        for number, packed in slices_of(opened):
            for index, rows in rows_to_take_back(number, packed).items():
                if index not in GROWING:
                    self._changed[index].update(rows)

    def get(self, index: Index, key: bytes) -> bytes | None:
        changed = self._changed[index]
        if key in changed:
            return changed[key]
        stored = self._stored(index)
        return None if stored is None else stored.get(index, key)

    def get_many(self, index: Index, keys: Sequence[bytes]) -> list[bytes | None]:
        changed = self._changed[index]
        stored = self._stored(index)
        found: Sequence[bytes | None] = [None] * len(keys)
        if stored is not None:
            found = stored.get_many(index, keys)
        return [changed.get(key, value) for key, value in zip(keys, found, strict=True)]

    def scan(self, index: Index, prefix: bytes = b"", start: bytes = b"") -> Iterator[KeyAndValue]:
        changed = self._changed[index]
        stored = self._stored(index)
        rows: Iterator[KeyAndValue] = (
            iter(()) if stored is None else stored.scan(index, prefix, start)
        )
        wanted = sorted(key for key in changed if key.startswith(prefix) and key >= start)
        return merge_rows(rows, changed, wanted)

    def scan_back(self, index: Index, prefix: bytes = b"") -> Iterator[KeyAndValue]:
        return reversed(list(self.scan(index, prefix)))

    def write(self, changes: RowChanges, durability: Durability = Durability.AT_ONCE) -> None:
        for index, rows in changes.items():
            self._changed[index].update(rows)

    def catch_up(self) -> None:
        """See what the owner has added to its log since.

        Of a row that it has replaced, as it compacted, RocksDB may show the older value until the owner writes again.
        """
        if self._newest is None:
            self._newest = self._open()
        else:
            self._newest.catch_up()

    def sizes(self) -> dict[Index, int]:
        sizes = dict.fromkeys(Index, 0) if self._newest is None else self._newest.sizes()
        for index, rows in self._changed.items():
            sizes[index] += sum(len(key) + len(value or b"") for key, value in rows.items())
        return sizes

    def compact(self) -> None:
        """Space on disk is the owner's."""

    def close(self) -> None:
        for secondary in (self._as_opened, self._newest):
            if secondary is not None:
                secondary.close()

    def _stored(self, index: Index) -> KeyValue | None:
        return self._newest if index in GROWING else self._as_opened

    def _open(self) -> RocksKeyValue | None:
        try:
            return self._open_secondary()
        except StoreError:
            return None

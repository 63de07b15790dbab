"""A write of very many rows in slices, of which readers see all or nothing.

Each slice leaves a row that says what its rows were before it, in the same write. The last slice deletes these rows, and that makes the whole of it count. As
long as they are there, the write has not come to its end: who was interrupted, or is killed, takes it back, the last slice first.
Meanwhile readers see the rows as they were when the first slice was written.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

import msgpack
from rocksdict import RdictIter

from nova_ls.store.keyvalue import Index, KeyAndValue, KeyValue, RowChanges, prefix_end

_BEFORE: Final = b"store:before:"
"""What the rows of META begin with that say what the rows of a slice were."""

_PORTION: Final = 256
"""So many rows are read at once: others may read the same index before more of them are wanted."""


ReadMany = Callable[[Index, Sequence[bytes]], list[bytes | None]]


def before_row(number: int) -> bytes:
    """Where it is kept what the rows of a slice were."""
    return _BEFORE + number.to_bytes(4, "big")


def pack_before(
    slice_: Sequence[RowChanges], read: ReadMany, empty: Container[Index] = ()
) -> bytes:
    """What the rows of a slice are before it is written. `empty`: had no rows when the first slice was written, to which all are taken back."""
    rows = [(index, list(some)) for changes in slice_ for index, some in changes.items() if some]
    packed: bytes = msgpack.packb(
        [
            (index.value, keys, [None] * len(keys) if index in empty else read(index, keys))
            for index, keys in rows
        ]
    )
    return packed


def rows_to_take_back(number: int, packed: bytes) -> dict[Index, dict[bytes, bytes | None]]:
    """What to write so that a slice never was, of which this was kept."""
    rows: dict[Index, dict[bytes, bytes | None]] = {Index.META: {before_row(number): None}}
    for name, keys, values in msgpack.unpackb(packed):
        rows.setdefault(Index(name), {}).update(zip(keys, values, strict=True))
    return rows


def slices_of(store: KeyValue) -> Iterator[tuple[int, bytes]]:
    """The slices of a write that has not come to its end, with what is kept of them, the last one first."""
    for key, packed in store.scan_back(Index.META, _BEFORE):
        yield int.from_bytes(key[len(_BEFORE) :], "big"), packed


class RowsBefore:
    """The rows of a RocksDB as they are now, whatever is written later: an iterator never sees what comes after it was made.

    Any number of threads may read. `check`: raises if an iterator has come to its end because of a damaged block.
    """

    def __init__(
        self, iterators: Mapping[Index, RdictIter], check: Callable[[RdictIter], None]
    ) -> None:
        self._iterators = iterators
        self._check = check
        self._lock = threading.Lock()
        self.empty: Final = frozenset(index for index in iterators if self._is_empty(index))

    def _is_empty(self, index: Index) -> bool:
        rows = self._iterators[index]
        rows.seek_to_first()
        if rows.valid():
            return False
        self._check(rows)
        return True

    def get_many(self, index: Index, keys: Sequence[bytes]) -> list[bytes | None]:
        """The values of several rows."""
        rows, found = self._iterators[index], list[bytes | None]()
        with self._lock:
            for key in keys:
                rows.seek(key)
                if not rows.valid():
                    self._check(rows)
                found.append(rows.value() if rows.valid() and rows.key() == key else None)
        return found

    def scan(self, index: Index, prefix: bytes, start: bytes) -> Iterator[KeyAndValue]:
        """As `KeyValue.scan`."""
        rows, at = self._iterators[index], max(prefix, start)

        def seek() -> None:
            rows.seek(at)

        while portion := self._portion(rows, seek, rows.next, prefix):
            yield from portion
            at = portion[-1][0] + b"\0"

    def scan_back(self, index: Index, prefix: bytes) -> Iterator[KeyAndValue]:
        """As `KeyValue.scan_back`."""
        rows, end = self._iterators[index], prefix_end(prefix)

        def seek() -> None:
            if end is None:
                rows.seek_to_last()
                return
            rows.seek_for_prev(end)
            if rows.valid() and rows.key() == end:
                rows.prev()

        while portion := self._portion(rows, seek, rows.prev, prefix):
            yield from portion
            end = portion[-1][0]

    def _portion(
        self, rows: RdictIter, seek: Callable[[], None], go_on: Callable[[], Any], prefix: bytes
    ) -> list[KeyAndValue]:
        def walk() -> Iterator[KeyAndValue]:
            seek()
            while rows.valid():
                key = rows.key()
                if not key.startswith(prefix):
                    return
                yield key, rows.value()
                go_on()
            self._check(rows)

        with self._lock:
            return list(islice(walk(), _PORTION))

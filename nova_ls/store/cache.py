"""Recently read records, in two generations: bounded, and a hit is one dict look-up.

A record enters the young generation; when that is full it becomes the old one and what was old is forgotten. A hit in the old
generation moves the record back. This keeps what is in use, as an LRU list would, without touching a list on each hit.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from nova_ls.store.artifact_record import ArtifactRecord

_OVERHEAD: Final = 250  # bytes of a record beside its payload


class RecordCache:
    """Records by row key, at most about twice `budget` bytes of them; for many threads."""

    __slots__ = ("_budget", "_is_closed", "_lock", "_old", "_size", "_young", "epoch")

    def __init__(self, budget: int) -> None:
        self._budget = budget
        self._young: dict[bytes, ArtifactRecord] = {}
        self._old: dict[bytes, ArtifactRecord] = {}
        self._size = 0
        self._lock = threading.Lock()
        # Grows when records are forgotten. A reader adds what it read only if it has not changed since before
        # the read, so that a record replaced meanwhile does not come back.
        self.epoch = 0
        self._is_closed = False

    def get(self, row: bytes) -> ArtifactRecord | None:
        """The record of a row; None where it is not kept."""
        record = self._young.get(row)
        if record is None:
            epoch = self.epoch
            record = self._old.get(row)
            if record is not None:
                self.add(row, record, epoch)
        return record

    def add(self, row: bytes, record: ArtifactRecord, epoch: int) -> None:
        """Keep a record that was read when the cache was at `epoch`."""
        size = len(record.payload) + _OVERHEAD
        with self._lock:
            if self._is_closed or epoch != self.epoch or size > self._budget:
                return
            if self._size + size > self._budget:
                self._old, self._young, self._size = self._young, {}, 0
            self._young[row] = record
            self._size += size

    @contextmanager
    def closed(self) -> Iterator[None]:
        """While rows change nothing is added: of two readers the one that has read the older record may be the later to add it."""
        with self._lock:
            self._is_closed = True
        try:
            yield
        finally:
            with self._lock:
                self._is_closed = False

    def forget(self, rows: Iterable[bytes]) -> None:
        """Rows have changed: what is kept of them is wrong."""
        with self._lock:
            self.epoch += 1
            for row in rows:
                self._young.pop(row, None)
                self._old.pop(row, None)

    def clear(self) -> None:
        """Keep nothing any more."""
        with self._lock:
            self.epoch += 1
            self._young, self._old, self._size = {}, {}, 0

"""Rows in dictionaries: for so few that looking for them in files, even in memory, takes longer."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from nova_ls.store.keyvalue import (
    Durability,
    Index,
    KeyAndValue,
    KeyValue,
    RowChanges,
    prefix_end,
)


class InProcessKeyValue(KeyValue):
    """Rows that end with their process. New keys are put in order when somebody looks through all of them."""

    def __init__(self) -> None:
        self._rows: dict[Index, dict[bytes, bytes]] = {index: {} for index in Index}
        self._keys: dict[Index, list[bytes]] = {index: [] for index in Index}
        self._new_keys: dict[Index, list[bytes]] = {index: [] for index in Index}

    def get(self, index: Index, key: bytes) -> bytes | None:
        return self._rows[index].get(key)

    def get_many(self, index: Index, keys: Sequence[bytes]) -> list[bytes | None]:
        return list(map(self._rows[index].get, keys))

    def scan(self, index: Index, prefix: bytes = b"", start: bytes = b"") -> Iterator[KeyAndValue]:
        return iter(self._between(index, prefix, max(prefix, start)))

    def scan_back(self, index: Index, prefix: bytes = b"") -> Iterator[KeyAndValue]:
        return reversed(self._between(index, prefix, prefix))

    def _between(self, index: Index, prefix: bytes, start: bytes) -> list[KeyAndValue]:
        keys, new = self._keys[index], self._new_keys[index]
        if new:
            keys += new
            keys.sort()  # Most of them are in order already, which takes hardly any time.
            new.clear()
        end = prefix_end(prefix)
        last = len(keys) if end is None else bisect_left(keys, end)
        rows = self._rows[index]
        return [(key, rows[key]) for key in keys[bisect_left(keys, start) : last]]

    def write(self, changes: RowChanges, durability: Durability = Durability.AT_ONCE) -> None:
        for index, changed in changes.items():
            rows, is_gone = self._rows[index], False
            for key, value in changed.items():
                if value is None:
                    is_gone |= rows.pop(key, None) is not None
                    continue
                if key not in rows:
                    self._new_keys[index].append(key)
                rows[key] = value
            if is_gone:
                self._keys[index], self._new_keys[index] = sorted(rows), []

    def sizes(self) -> dict[Index, int]:
        return {
            index: sum(len(key) + len(value) for key, value in rows.items())
            for index, rows in self._rows.items()
        }

    def compact(self) -> None:
        """There is nothing to give back."""

    def close(self) -> None:
        """Nor is there a file to let go of."""

"""The seam between the database and what keeps its bytes: ordered rows in a few indexes.

Everything above this seam (artifacts, edges, indexes, the log) is the same on every backend; everything
below it knows rows only.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from functools import partial
from typing import Protocol

from nova_ls.base.slotted import value


class Index(Enum):
    """One ordered table of rows; its value is the name of its column family."""

    ARTIFACTS = "artifacts"
    FORWARD = "forward"
    REVERSE = "reverse"
    LOG = "log"
    HEADS = "heads"
    PRODUCED_AT = "produced_at"
    KIND = "kind"
    SCHEMA_VERSION = "schema_version"
    META = "meta"

    # Members are unique, so that identity serves: Enum's own hash is a Python call.
    __hash__ = object.__hash__


KeyAndValue = tuple[bytes, bytes]
RowChanges = Mapping[Index, Mapping[bytes, bytes | None]]
"""Rows to write; None deletes."""
RowStream = Callable[[], Iterable[RowChanges]]
"""Rows that are made as they are written, so that nobody has to hold all of them; the same ones at each call."""


class Durability(Enum):
    """When what was written is safe from a power cut. No write is lost where only the process ends."""

    AT_ONCE = "once it was written"
    SOON = "once the disk has answered, for which nobody waits but `make_safe`"
    WITH_THE_NEXT = "once something was written behind it that is safe at once, or soon"


@value
class PreparedWrite:
    """Rows that are ready to be written: how many, and what writes all or none of them."""

    count: int
    write: Callable[[Durability], None]


class KeyValue(Protocol):
    """Ordered rows with one atomic write. Every failure is a `StoreError`."""

    def get(self, index: Index, key: bytes) -> bytes | None:
        """The value of a row; None where there is none."""

    def get_many(self, index: Index, keys: Sequence[bytes]) -> list[bytes | None]:
        """The values of several rows, in the order asked for."""

    def scan(self, index: Index, prefix: bytes = b"", start: bytes = b"") -> Iterator[KeyAndValue]:
        """The rows whose key begins with `prefix` and is not below `start`, in key order."""

    def scan_back(self, index: Index, prefix: bytes = b"") -> Iterator[KeyAndValue]:
        """The rows whose key begins with `prefix`, the last one first."""

    def write(self, changes: RowChanges, durability: Durability = Durability.AT_ONCE) -> None:
        """Write all rows or none of them."""

    def prepare(
        self, changes: RowChanges, streams: Sequence[RowStream] = (), most: int | None = None
    ) -> Generator[None, None, PreparedWrite]:
        """Do in small steps what `write` would do at once, but for the write itself. Here the rows are gathered, and no more.

        `most`: rows that may be written in one step, where rows can be written that nobody sees until `PreparedWrite.write`; None: any number.
        """
        rows = changes
        if streams:
            gathered = {index: dict(some) for index, some in changes.items()}
            for portion in (portion for stream in streams for portion in stream()):
                for index, some in portion.items():
                    gathered.setdefault(index, {}).update(some)
                yield
            rows = gathered
        yield
        return PreparedWrite(sum(map(len, rows.values())), partial(self.write, rows))

    def make_safe(self, seconds: float) -> bool:
        """Wait at most so long until what was written with `Durability.SOON` is safe; whether it is. Here nothing is ever waited for."""
        return True

    def sizes(self) -> dict[Index, int]:
        """The approximate bytes that each index takes."""

    def compact(self) -> None:
        """Give the space of deleted rows back."""

    def close(self) -> None:
        """Let go of the files; further calls fail."""


def prefix_end(prefix: bytes) -> bytes | None:
    """The first key above every key that begins with `prefix`; None: there is no such key."""
    stripped = prefix.rstrip(b"\xff")
    if not stripped:
        return None
    return stripped[:-1] + bytes((stripped[-1] + 1,))

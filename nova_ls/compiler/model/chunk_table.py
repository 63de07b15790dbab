"""Where the chunks of a module begin and which elements stand in each: kept in its record, so that nobody has to cut its text to find a declaration."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Any, Final

import msgpack

from nova_ls.base.keys import ElementKey, Space, element_key

_OWNERS: Final = {Space.CONSTRUCTOR: Space.TYPE, Space.VALUE: Space.CLASS}
"""Where constructors and members stand, which the table does not list but for those whose owner has no name."""


class ChunkTable:
    """The chunks of one text. It is unpacked when something is asked of it, which is seldom."""

    __slots__ = ("_module", "_packed", "_starts", "_unpacked")

    def __init__(self, module: str, packed: bytes) -> None:
        self._module = module
        self._packed = packed
        self._unpacked: list[Any] | None = None
        self._starts: list[int] | None = None

    @property
    def _rows(self) -> list[Any]:
        if self._unpacked is None:
            self._unpacked = msgpack.unpackb(self._packed, unicode_errors="surrogatepass")
        return self._unpacked

    @property
    def starts(self) -> list[int]:
        """The offset of each chunk, and the text's length."""
        if self._starts is None:
            lengths = [row if isinstance(row, int) else row[0] for row in self._rows]
            self._starts = list(accumulate(lengths, initial=0))
        return self._starts

    def index_at(self, offset: int) -> int:
        """Which chunk an offset lies in."""
        return bisect_right(self.starts, offset) - 1

    def elements(self, index: int) -> list[ElementKey]:
        """The elements of a chunk but for those that stand within one of them."""
        return [element_key(self._module, space, name) for space, name in self._listed(index)]

    def may_declare(self, name: str, space: Space) -> list[int]:
        """The chunks of which one is the first to declare a name, if any does."""
        owner = _OWNERS.get(space)
        owners: list[int] = []
        for index in range(len(self._rows)):
            for each, called in self._listed(index):
                if each == space and called == name:
                    return [index]
                if each == owner:
                    owners.append(index)
        return owners

    def _listed(self, index: int) -> Iterator[tuple[int, str]]:
        row = self._rows[index]
        return iter(()) if isinstance(row, int) else zip(row[1::2], row[2::2], strict=True)


def pack_chunks(chunks: Iterable[tuple[int, Sequence[ElementKey]]]) -> bytes:
    """The table of a module's chunks, each given by its length and its elements."""
    rows: list[Any] = []
    for length, keys in chunks:
        row: list[Any] = [length]
        for key in keys:
            row += (int(key.space), key.name)
        rows.append(row if keys else length)
    return bytes(msgpack.packb(rows, unicode_errors="surrogatepass"))

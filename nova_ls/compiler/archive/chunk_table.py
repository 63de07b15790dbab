"""Where the chunks of a module begin and which elements stand in each: kept in its record, so that nobody has to cut its text to find a declaration."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any

import msgpack

from nova_ls.base.keys import ElementKey, element_key


class ChunkTable:
    """The chunks of one text. `starts`: the offset of each, and the text's length."""

    __slots__ = ("_module", "_rows", "starts")

    def __init__(self, module: str, packed: bytes) -> None:
        self._module = module
        self._rows: list[Any] = msgpack.unpackb(packed, unicode_errors="surrogatepass")
        lengths = [row if isinstance(row, int) else row[0] for row in self._rows]
        self.starts: list[int] = list(accumulate(lengths, initial=0))

    def index_at(self, offset: int) -> int:
        """Which chunk an offset lies in."""
        return bisect_right(self.starts, offset) - 1

    def elements(self, index: int) -> list[ElementKey]:
        """The elements of a chunk that have typed ASTs."""
        row = self._rows[index]
        if isinstance(row, int):
            return []
        spaces, names = row[1::2], row[2::2]
        named = zip(spaces, names, strict=True)
        return [element_key(self._module, space, name) for space, name in named]


def pack_chunks(chunks: Iterable[tuple[int, Sequence[ElementKey]]]) -> bytes:
    """The table of a module's chunks, each given by its length and its elements."""
    rows: list[Any] = []
    for length, keys in chunks:
        row: list[Any] = [length]
        for key in keys:
            row += (int(key.space), key.name)
        rows.append(row if keys else length)
    return bytes(msgpack.packb(rows, unicode_errors="surrogatepass"))

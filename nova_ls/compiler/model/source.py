"""The text of one module as its chunks, with positions.

The list of chunks is the text: an edit replaces the chunks whose code it touches and leaves the objects of all others in place.
Offsets and line numbers of chunks are summed up when they are asked for, at a cost per chunk far below that of a token.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate
from typing import Final, NamedTuple, TypeVar, cast

from nova_ls.base.diagnostic import Diagnostic
from nova_ls.base.keys import Space
from nova_ls.base.lines import Encoding, code_points, count_line_ends, line_starts, units
from nova_ls.compiler.model.chunk_table import ChunkTable
from nova_ls.compiler.model.text_hash import hash_text
from nova_ls.names.modules.items import ChunkItems, ItemKind, collect_items
from nova_ls.syntax.chunks import Chunk, Edit, cut, resplit, split
from nova_ls.syntax.ignore_comments import MARK, Ignore, ignores_in
from nova_ls.syntax.parser import ChunkTree, parse_chunk

_T = TypeVar("_T")


class SourceChunk:
    """One chunk in its module: its code, and the tree of that once it was asked for.

    Offsets in a chunk are relative to its origin. Its code never changes; what stands above that may, and then nothing
    else does.
    """

    __slots__ = ("_end", "_errors", "_items", "_lines", "_tree", "chunk", "index")

    def __init__(self, chunk: Chunk, index: int = 0) -> None:
        self.chunk = chunk
        self.index = index  # where the source has found it last
        self._end: int | None = None
        self._lines: list[int] | None = None
        self._tree: ChunkTree | None = None
        self._items: ChunkItems | None = None
        self._errors: tuple[Diagnostic, ...] | None = None

    @property
    def text(self) -> str:
        """All of it, with what stands above its code and behind it."""
        return self.chunk.text

    @property
    def origin(self) -> int:
        """Where in the text offset 0 is."""
        return self.chunk.origin

    @property
    def code(self) -> str:
        """What it means is computed from this: from the origin, blank up to the first token, to the end of the last one."""
        if self._end is None:
            self._end = self.tree.end
        return self.chunk.anchored[: self._end]

    @property
    def frame(self) -> tuple[str, str]:
        """What stands above the first token and behind the last one."""
        text, code = self.chunk.text, self.code
        return text[: self.chunk.anchor], text[max(self.origin + len(code), self.chunk.anchor) :]

    def moves_to(self, chunk: Chunk) -> bool:
        """Take another chunk's place if only what stands above the code differs; whether it does."""
        known = self.chunk
        if chunk.is_first != known.is_first or chunk.anchored != known.anchored:
            return False
        self.chunk = chunk
        self._lines = None
        return True

    @property
    def items(self) -> ChunkItems:
        """What the chunk defines, imports or exports."""
        if self._items is None:
            self._items = collect_items(self.tree.declarations, is_open=self.tree.is_open)
        return self._items

    @property
    def tree(self) -> ChunkTree:
        """The tree of the code, parsed at the first access."""
        if self._tree is None:
            self._tree = parse_chunk(self.chunk.anchored, first=self.chunk.is_first)
        return self._tree

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The syntax errors and warnings; like the end of the code, they are kept when the tree is not."""
        if self._errors is None:
            self._errors = self.tree.errors
        return self._errors

    def drop_tree(self) -> None:
        """Give the memory back; the tree is made again when asked for."""
        if self._tree is not None:
            self._errors = self._tree.errors
            self._end = self._tree.end
            self._tree = None

    @property
    def lines(self) -> list[int]:
        """Offsets of the lines in the text."""
        if self._lines is None:
            self._lines = line_starts(self.text)
        return self._lines

    @property
    def ignores(self) -> tuple[Ignore, ...]:
        """What its comments ask not to be told of; looked for anew each time."""
        text = self.chunk.text
        if MARK not in text:
            return ()
        return ignores_in(text, self.chunk.anchor, self.lines, is_first=self.chunk.is_first)


class CutOut(SourceChunk):
    """A chunk of a text that nobody has cut otherwise: it knows itself where it stands, and is not one of its source's chunks."""

    __slots__ = ("first_line", "start")

    def __init__(self, chunk: Chunk, start: int, first_line: int) -> None:
        super().__init__(chunk)
        self.start = start
        self.first_line = first_line


class ChunkChange(NamedTuple):
    """What an edit did to the chunk list: from index `first`, `removed` went and `added` came.

    Both are empty where only what stands above code was touched.
    """

    first: int
    removed: list[SourceChunk]
    added: list[SourceChunk]


class Position(NamedTuple):
    """A place in an editor: line from 0, column in the units of the encoding agreed on."""

    line: int
    column: int


_BESIDE: Final = frozenset(
    (ItemKind.KIND_SIGNATURE, ItemKind.ROLES)
)  # parts of a declaration that stands elsewhere
_NO_CHUNKS: Final[list[SourceChunk]] = []
_NO_TILES: Final[list[Chunk]] = []
_NO_LENGTHS: Final[list[int]] = []
"""Those of a text that was not split yet: nobody changes them."""


class Source:
    """The text of a module. Invariant: the concatenation of the chunks is the text.

    Beside the chunks stand lists of what is summed up of them, so that an edit touches a few items of each and the sums are
    made at the speed of C.
    """

    __slots__ = (
        "_answers",
        "_chunks",
        "_complaints",
        "_declared",
        "_digest",
        "_first_lines",
        "_has_word",
        "_ignores",
        "_lengths",
        "_line_counts",
        "_starts",
        "_table",
        "_text",
        "_tiles",
        "_word",
    )

    def __init__(self, text: str) -> None:
        self.become(text)

    def become(self, text: str) -> None:
        """Take a text as a whole; nothing of the one before is kept."""
        self._text: str | None = text  # until the chunks are asked for
        self._word, self._has_word = "", True
        self._chunks: list[SourceChunk] = _NO_CHUNKS
        self._tiles: list[Chunk] = _NO_TILES
        self._lengths: list[int] = _NO_LENGTHS
        self._line_counts: list[int] | None = None
        self._complaints: dict[SourceChunk, tuple[Diagnostic, ...]] | None = None
        self._ignores: dict[SourceChunk, tuple[Ignore, ...]] | None = None
        self._starts: list[int] | None = None
        self._first_lines: list[int] | None = None
        self._digest: bytes | None = None
        self._answers: dict[Callable[[str], object], object] | None = None
        self._declared: dict[tuple[str, Space], tuple[SourceChunk, int] | None] | None = None
        self._table: ChunkTable | None = None

    def take_table(self, table: ChunkTable) -> None:
        """Be told where the chunks of the text as it is lie, and what stands in each: then nobody has to cut it."""
        self._table = table

    @property
    def chunks(self) -> list[SourceChunk]:
        """The chunks of the text, in order."""
        if self._text is not None:
            self._split()
        return self._chunks

    def _split(self) -> None:
        if self._text is not None:
            table = self._table
            self._tiles = split(self._text) if table is None else cut(self._text, table.starts)
            self._chunks = [SourceChunk(chunk) for chunk in self._tiles]
            self._lengths = [len(chunk.text) for chunk in self._tiles]
            self._text = None

    @property
    def digest(self) -> bytes:
        """SHA-256 of the text."""
        if self._digest is None:
            self._digest = hash_text(self.text)
        return self._digest

    @property
    def text(self) -> str:
        """The whole text."""
        if self._text is not None:
            return self._text
        return "".join([chunk.text for chunk in self._tiles])

    def has_word(self, word: str) -> bool:
        """Whether the text has a word somewhere; the answer about the last one is known."""
        if word != self._word:
            self._word, self._has_word = word, word in self.text
        return self._has_word

    def ask(self, question: Callable[[str], _T]) -> _T:
        """What a question about the whole text has for an answer, which is found once for each text."""
        known = self._answers
        if known is None:
            known = self._answers = {}
        if question not in known:
            known[question] = question(self.text)
        return cast(_T, known[question])

    def find_item(self, name: str, space: Space) -> tuple[SourceChunk, int] | None:
        """The chunk that is the first to declare a name, and which of its items that is; looked for once for each text.

        A kind signature or roles stand for the declaration where it is missing.
        """
        known = self._declared
        if known is None:
            known = self._declared = {}
        if (name, space) not in known:
            known[name, space] = self._find_item(name, space)
        return known[name, space]

    def _find_item(self, name: str, space: Space) -> tuple[SourceChunk, int] | None:
        told = () if self._table is None else self._table.may_declare(name, space)
        likely = [self.chunks[index] for index in told]
        return _first_item(likely, name, space) or _first_item(self.chunks, name, space)

    def items_of(self, name: str, space: Space) -> Iterator[tuple[SourceChunk, int]]:
        """The items that declare a name or say something of its declaration: chunk and number of each, in order."""
        return _items_in(self.chunks, name, space)

    @property
    def head(self) -> str:
        """A beginning of the text that the module's header, if it has one, lies in."""
        return self._chunks[0].text if self._text is None else self._text

    def edit(self, start: int, end: int, new: str) -> ChunkChange:
        """Replace the code points start..end; only the chunks around them are looked at."""
        starts = self.starts
        change = resplit(self._tiles, Edit(start, end, new), starts)
        return self._put(change.first, change.replaced, change.chunks)

    def replace(self, text: str) -> ChunkChange:
        """Put another text in place; chunks that stand at its beginning and end already are kept."""
        fresh = split(text)
        old = self.chunks
        head = 0
        limit = min(len(old), len(fresh))
        while head < limit and old[head].text == fresh[head].text:
            head += 1
        tail = 0
        while tail < limit - head and old[-1 - tail].text == fresh[-1 - tail].text:
            tail += 1
        return self._put(head, len(old) - tail - head, fresh[head : len(fresh) - tail])

    def _put(self, first: int, count: int, fresh: list[Chunk]) -> ChunkChange:
        if first == 0 and count == 0 and fresh:
            count, fresh = 1, [*fresh, Chunk(self.chunks[0].text)]  # it is not the first any more
        if first == 0 and not fresh and count < len(self.chunks):
            fresh = [Chunk(self.chunks[count].text, True)]  # it is the first now
            count += 1
        replaced = slice(first, first + count)
        removed = self.chunks[replaced]
        limit = min(count, len(fresh))
        head = next((i for i in range(limit) if not removed[i].moves_to(fresh[i])), limit)
        limit -= head
        tail = next((i for i in range(limit) if not removed[-1 - i].moves_to(fresh[-1 - i])), limit)
        kept, behind = removed[:head], removed[count - tail :]
        removed = removed[head : count - tail]
        fresh_alone = fresh[head : len(fresh) - tail]
        added = [SourceChunk(chunk, first + head + i) for i, chunk in enumerate(fresh_alone)]
        now = [*kept, *added, *behind]
        self._chunks[replaced] = now
        self._tiles[replaced] = fresh
        lengths = [len(chunk.text) for chunk in fresh]
        if lengths != self._lengths[replaced]:
            self._lengths[replaced] = lengths
            self._starts = None
        if self._line_counts is not None:
            line_counts = [count_line_ends(chunk.text) for chunk in now]
            if line_counts != self._line_counts[replaced]:
                self._line_counts[replaced] = line_counts
                self._first_lines = None
        if self._complaints is not None:
            for chunk in removed:
                self._complaints.pop(chunk, None)
            self._complaints.update((chunk, chunk.errors) for chunk in added if chunk.errors)
        if self._ignores is not None:
            for chunk in removed:
                self._ignores.pop(chunk, None)
            self._note_ignores(self._ignores, now)
        self._digest = None
        self._word, self._has_word = "", True
        self._answers = self._declared = self._table = None
        return ChunkChange(first + head, removed, added)

    @property
    def complaints(self) -> dict[SourceChunk, tuple[Diagnostic, ...]]:
        """The chunks that the parser has something to say of, with its errors and warnings."""
        if self._complaints is None:
            self._complaints = {chunk: chunk.errors for chunk in self.chunks if chunk.errors}
        return self._complaints

    @property
    def ignores(self) -> dict[SourceChunk, tuple[Ignore, ...]]:
        """The chunks whose comments ask not to be told of something, and of what."""
        if self._ignores is None:
            if self._text is not None and MARK not in self._text:
                return {}  # No need to look for chunks.
            self._ignores = {}
            self._note_ignores(self._ignores, self.chunks)
        return self._ignores

    @staticmethod
    def _note_ignores(
        known: dict[SourceChunk, tuple[Ignore, ...]], chunks: list[SourceChunk]
    ) -> None:
        for chunk in chunks:
            found = chunk.ignores
            if found:
                known[chunk] = found
            else:
                known.pop(chunk, None)

    def drop_trees(self) -> None:
        """Drop the trees of all chunks."""
        for chunk in self._chunks:
            chunk.drop_tree()

    # ------------------------------------------------------------------ where chunks stand

    @property
    def starts(self) -> list[int]:
        """The offset of each chunk, and the text's length."""
        if self._starts is None:
            self._split()
            self._starts = list(accumulate(self._lengths, initial=0))
        return self._starts

    @property
    def first_lines(self) -> list[int]:
        """The line number of each chunk's first line, and of the last line of the text."""
        if self._first_lines is None:
            if self._line_counts is None:
                self._line_counts = [count_line_ends(chunk.text) for chunk in self.chunks]
            self._first_lines = list(accumulate(self._line_counts, initial=0))
        return self._first_lines

    def index_of(self, chunk: SourceChunk) -> int:
        """The index of a chunk object of this source; KeyError for one that has gone."""
        index = self._find(chunk)
        if index is None:
            raise KeyError(chunk.text)
        return index

    def has(self, chunk: SourceChunk) -> bool:
        """Whether a chunk object is one of the text's as it is now."""
        return self._find(chunk) is not None

    def _find(self, chunk: SourceChunk) -> int | None:
        """The index of a chunk object: where it was when it was looked for last, as long as no chunk has come or gone above it."""
        chunks, index = self.chunks, chunk.index
        if index < len(chunks) and chunks[index] is chunk:
            return index
        for index, each in enumerate(chunks):
            each.index = index
        index = chunk.index
        return index if index < len(chunks) and chunks[index] is chunk else None

    def chunk_at(self, offset: int) -> tuple[SourceChunk, int]:
        """The chunk that an offset lies in and the offset within it, which is negative above its origin.

        A border belongs to the later chunk.
        """
        index = min(max(bisect_right(self.starts, offset) - 1, 0), len(self.chunks) - 1)
        chunk = self.chunks[index]
        return chunk, offset - self.starts[index] - chunk.origin

    def offset_of(self, chunk: SourceChunk, within: int = 0) -> int:
        """The offset in the whole text of an offset in a chunk."""
        if isinstance(chunk, CutOut):
            return chunk.start + chunk.origin + within
        return self.starts[self.index_of(chunk)] + chunk.origin + within

    def cut_out(self, borders: Iterable[tuple[int, int]]) -> Iterator[CutOut]:
        """Chunks whose borders are known, in order, with nothing done about the text between them."""
        text, last, line = self.text, 0, 0
        for start, end in borders:
            line += count_line_ends(text[last:start])
            yield CutOut(Chunk(text[start:end], start == 0), start, line)
            last = start

    # ------------------------------------------------------------------ positions

    def offset_at(self, line: int, column: int, encoding: Encoding) -> int:
        """The offset of an editor's position; beyond a line's end means its end, beyond the text the text's end."""
        first_lines = self.first_lines
        if line < 0:
            return 0
        if line > first_lines[-1]:
            return self.starts[-1]
        index = min(bisect_right(first_lines, line) - 1, len(self.chunks) - 1)
        chunk, within = self.chunks[index], line - first_lines[index]
        lines, text = chunk.lines, chunk.text
        start = lines[within]
        end = lines[within + 1] if within + 1 < len(lines) else len(text)
        content = text[start:end].rstrip("\r\n")
        return self.starts[index] + start + code_points(content, column, encoding)

    def position_at(self, offset: int, encoding: Encoding) -> Position:
        """Line and column of an offset in code points."""
        chunk, within = self.chunk_at(offset)
        return self.position_in(chunk, within, encoding)

    def position_in(self, chunk: SourceChunk, offset: int, encoding: Encoding) -> Position:
        """The editor's position of an offset within a chunk."""
        return self.positions_in(chunk, offset, offset, encoding)[0]

    def positions_in(
        self, chunk: SourceChunk, start: int, end: int, encoding: Encoding
    ) -> tuple[Position, Position]:
        """The editor's positions of both ends of a span within a chunk."""
        text, lines, origin = chunk.text, chunk.lines, chunk.origin
        first_line = (
            chunk.first_line
            if isinstance(chunk, CutOut)
            else self.first_lines[self.index_of(chunk)]
        )
        at = origin + start
        line = bisect_right(lines, at) - 1
        first = Position(first_line + line, units(text[lines[line] : at], encoding))
        if start == end:
            return first, first
        at = origin + end
        line = bisect_right(lines, at) - 1
        return first, Position(first_line + line, units(text[lines[line] : at], encoding))


def _items_in(
    chunks: Iterable[SourceChunk], name: str, space: Space
) -> Iterator[tuple[SourceChunk, int]]:
    for chunk in chunks:
        if name in chunk.text or space is Space.INSTANCE:
            for number, item in enumerate(chunk.items.items):
                if item.name == name and item.space is space:
                    yield chunk, number


def _first_item(
    chunks: Iterable[SourceChunk], name: str, space: Space
) -> tuple[SourceChunk, int] | None:
    found = None
    for chunk, number in _items_in(chunks, name, space):
        if chunk.items.items[number].kind not in _BESIDE:
            return chunk, number
        found = found or (chunk, number)
    return found

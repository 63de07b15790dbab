"""Folds as the protocol writes them, kept for each document so that an edit costs its own chunks."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from typing import Final, NamedTuple

from nova_ls.base.lines import Encoding, units
from nova_ls.base.slotted import value
from nova_ls.compiler.model.source import Source, SourceChunk
from nova_ls.features.folding_range import ChunkFolds, FoldKind, chunk_folds, import_spans
from nova_ls.syntax.chunks import Chunk

DOCUMENTS: Final = 20


class FoldRow(NamedTuple):
    """A fold by lines and columns. `has_rest`: something stands behind it in its last line."""

    line: int
    column: int
    last_line: int
    last_column: int
    kind: FoldKind
    has_rest: bool


@value
class _Known:
    """The folds of a chunk, and where they stand, from its first line on."""

    folds: ChunkFolds
    rows: tuple[FoldRow, ...]


class FoldResults:
    """The folds of the chunks of as many documents as `DOCUMENTS`."""

    def __init__(self) -> None:
        self._documents: OrderedDict[str, dict[Chunk, _Known]] = OrderedDict()

    def rows(self, uri: str, source: Source, encoding: Encoding) -> list[FoldRow]:
        """All folds of a document, those around others before them."""
        before = self._documents.pop(uri, {})
        known: dict[Chunk, _Known] = {}
        rows: list[FoldRow] = []
        for above, chunk in zip(source.first_lines, source.chunks, strict=False):
            found = known[chunk.chunk] = before.get(chunk.chunk) or _look(chunk, encoding)
            rows += [
                FoldRow(line + above, column, last + above, last_column, kind, has_rest)
                for line, column, last, last_column, kind, has_rest in found.rows
            ]
        rows += _imports(source, known, encoding)
        self._documents[uri] = known
        if len(self._documents) > DOCUMENTS:
            self._documents.popitem(last=False)
        rows.sort(key=lambda row: (row.line, row.column, -row.last_line, -row.last_column))
        return rows


def _look(chunk: SourceChunk, encoding: Encoding) -> _Known:
    folds = chunk_folds(chunk)
    text, lines = chunk.text, chunk.lines

    def place(offset: int) -> tuple[int, int]:
        line = bisect_right(lines, offset) - 1
        return line, units(text[lines[line] : offset], encoding)

    rows = [
        FoldRow(*place(fold.start), *place(fold.end), fold.kind, _has_rest(text, fold.end))
        for fold in folds.folds
    ]
    return _Known(folds, tuple(rows))


def _imports(source: Source, known: dict[Chunk, _Known], encoding: Encoding) -> list[FoldRow]:
    parts = [
        (start, known[chunk.chunk].folds)
        for start, chunk in zip(source.starts, source.chunks, strict=False)
    ]
    rows: list[FoldRow] = []
    for start, end in import_spans(parts):
        first, last = source.position_at(start, encoding), source.position_at(end, encoding)
        if first.line != last.line:
            chunk, within = source.chunk_at(end)
            has_rest = _has_rest(chunk.text, chunk.origin + within)
            rows.append(FoldRow(*first, *last, FoldKind.IMPORTS, has_rest))
    return rows


def _has_rest(text: str, end: int) -> bool:
    stop = text.find("\n", end)
    return bool(text[end : stop if stop >= 0 else len(text)].strip())

"""Semantic tokens as the protocol writes them, kept for each document so that an edit costs its own chunks."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from nova_ls.base.lines import Encoding, units
from nova_ls.base.slotted import value
from nova_ls.compiler.model.outcome import TypedAst
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.state.module import Module
from nova_ls.features.semantic_tokens import Token, names_of, semantic_tokens
from nova_ls.features.written_names import WrittenName
from nova_ls.syntax.chunks import Chunk
from nova_ls.workspace.snapshot import Snapshot

DOCUMENTS: Final = 20
_WIDTH: Final = 5


@value
class _Known:
    """A chunk's tokens: lines from the chunk's first one, columns, lengths, kinds, modifiers; and what they were made of."""

    chunk: Chunk
    asts: tuple[TypedAst | None, ...]
    names: dict[int, WrittenName]
    rows: list[tuple[int, int, int, int, int]]


@dataclass(slots=True)
class _Document:
    known: dict[SourceChunk, _Known] = field(default_factory=dict)
    result_id: str = ""
    data: list[int] = field(default_factory=list)


class TokenResults:
    """What clients have been told of the tokens of their documents, of as many as `DOCUMENTS`.

    `awaits_check`: whether something was told while there was still something to be checked.
    """

    def __init__(self) -> None:
        self._documents: OrderedDict[str, _Document] = OrderedDict()
        self._count = 0
        self.awaits_check = False

    def whole(self, uri: str, snapshot: Snapshot, module: Module) -> tuple[str, list[int]]:
        """All tokens of a document, with the name of this result."""
        document = self._document(uri)
        document.data = self._encode(document, snapshot, module, 0, None)
        self._count += 1
        document.result_id = str(self._count)
        return document.result_id, document.data

    def part(
        self, uri: str, snapshot: Snapshot, module: Module, first: int, last: int
    ) -> list[int]:
        """The tokens of some lines."""
        return self._encode(self._document(uri), snapshot, module, first, last)

    def since(
        self, uri: str, result_id: str, snapshot: Snapshot, module: Module
    ) -> tuple[str, list[int], tuple[int, int, list[int]] | None]:
        """All tokens, and the edit of a former result that gives them: where, how many go, what comes; None: it is forgotten."""
        document = self._document(uri)
        before = document.data if document.result_id == result_id else None
        name, data = self.whole(uri, snapshot, module)
        return name, data, None if before is None else _edit(before, data)

    def _document(self, uri: str) -> _Document:
        document = self._documents.setdefault(uri, _Document())
        self._documents.move_to_end(uri)
        if len(self._documents) > DOCUMENTS:
            self._documents.popitem(last=False)
        return document

    def _encode(
        self, document: _Document, snapshot: Snapshot, module: Module, first: int, last: int | None
    ) -> list[int]:
        source = module.source
        known: dict[SourceChunk, _Known] = {}
        data: list[int] = []
        line = column = 0
        for above, chunk in zip(source.first_lines, source.chunks, strict=False):
            before = document.known.get(chunk)
            end = above + len(chunk.lines)
            if end < first or (last is not None and above > last):
                if before is not None:
                    known[chunk] = before
                continue
            known[chunk] = found = _look(before, snapshot, module, chunk)
            for row, start, length, kind, modifiers in found.rows:
                row += above
                if row < first or (last is not None and row > last):
                    continue
                if row != line:
                    data += (row - line, start, length, kind, modifiers)
                else:
                    data += (0, start - column, length, kind, modifiers)
                line, column = row, start
        document.known = known
        return data


def _look(before: _Known | None, snapshot: Snapshot, module: Module, chunk: SourceChunk) -> _Known:
    """What is known of a chunk; it is looked at again where it has been checked anew, or lists what others declare."""
    asts = tuple(snapshot.ast(key) for key in snapshot.elements_in(module, chunk))
    is_same = before is not None and before.chunk is chunk.chunk
    lists = chunk.items.header is not None or chunk.items.imports
    if before is not None and is_same and asts and before.asts == asts and not lists:
        return before
    names = before.names if before is not None and is_same else names_of(chunk)
    tokens = semantic_tokens(snapshot, module, chunk, names)
    return _Known(chunk.chunk, asts, names, list(_rows(chunk, tokens, snapshot.encoding)))


def _rows(
    chunk: SourceChunk, tokens: list[Token], encoding: Encoding
) -> Iterator[tuple[int, int, int, int, int]]:
    text, lines, origin = chunk.text, [*chunk.lines, len(chunk.text) + 1], chunk.origin
    plain = encoding is Encoding.UTF32 or text.isascii()
    line = 0
    for start, end, kind, modifiers in tokens:
        begin, stop = origin + start, origin + end
        while lines[line + 1] <= begin:
            line += 1
        column, length = begin - lines[line], stop - begin
        if not plain:
            column = units(text[lines[line] : begin], encoding)
            length = units(text[begin:stop], encoding)
        yield line, column, length, int(kind), int(modifiers)


def _edit(before: list[int], after: list[int]) -> tuple[int, int, list[int]]:
    """The one edit that makes `after` of `before`, in whole tokens."""
    limit = min(len(before), len(after)) // _WIDTH
    head = _common(before, after, limit)
    tail = _common(before[::-1], after[::-1], limit - head)
    begin, end = head * _WIDTH, tail * _WIDTH
    return begin, len(before) - begin - end, after[begin : len(after) - end]


def _common(left: list[int], right: list[int], limit: int) -> int:
    """How many tokens two lists begin with alike, at most `limit`; compared in halves, at the speed of C."""
    known, end = 0, limit
    while known < end:
        middle = (known + end + 1) // 2
        part = slice(known * _WIDTH, middle * _WIDTH)
        if left[part] == right[part]:
            known = middle
        else:
            end = middle - 1
    return known

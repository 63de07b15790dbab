"""A module's text as it should look: its chunks, each as it should, and what stands between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from nova_ls.base.slotted import value
from nova_ls.formatting.format_chunk import FormattedChunk, OwnFixities, Style, format_chunk
from nova_ls.formatting.import_order import import_key, is_open
from nova_ls.formatting.line_edits import line_edits
from nova_ls.formatting.operators import known_fixities, may_know_fixities, operator_table
from nova_ls.formatting.options import DEFAULTS, FormatOptions, ImportSort
from nova_ls.formatting.same_tree import are_same
from nova_ls.formatting.separation import Separation, Sort, separation
from nova_ls.syntax.chunks import Chunk, Edit, split
from nova_ls.syntax.parser import parse_chunk
from nova_ls.syntax.tree import Declaration, Import

_MARK: Final = "\ufeff"


@value
class _Piece:
    """What stands from `start` to `end` of a text, and what should. `is_kept`: it stays, since it does not parse."""

    start: int
    end: int
    text: str
    is_kept: bool = False


class Formatted(NamedTuple):
    """A module's text as it should look. `kept`: how many pieces of it could not be parsed, and are as they were."""

    text: str
    kept: int


def format_module(text: str, options: FormatOptions = DEFAULTS) -> Formatted:
    """A module's text as it should look."""
    found = _found(text, options)
    if found is None:
        return Formatted(text, len(split(text)) if text.strip() else 0)
    return Formatted("".join(piece.text for piece in found), sum(piece.is_kept for piece in found))


def format_declaration(text: str, options: FormatOptions = DEFAULTS) -> str:
    """A declaration's text, such as a generated one, as it should look; the text itself where it does not parse."""
    style = Style(options, newline_of(text), frozenset())
    found = format_chunk(text, False, style)
    return found.whole(style.newline)


def format_edits(text: str, options: FormatOptions, start: int, end: int) -> list[Edit]:
    """What makes a text look as it should where the declarations stand that a span touches: edits of whole lines, in order."""
    end = max(end, start + 1)
    edits: list[Edit] = []
    for piece in _found(text, options) or ():
        is_touched = piece.start < end and (start < piece.end or piece.end == len(text))
        if is_touched and text[piece.start : piece.end] != piece.text:
            edits += line_edits(piece.start, text[piece.start : piece.end], piece.text)
    return edits


def newline_of(text: str) -> str:
    """How most of a text's lines end."""
    windows = text.count("\r\n")
    return "\r\n" if windows * 2 > text.count("\n") else "\n"


# ---------------------------------------------------------------------------- pieces


def _found(text: str, options: FormatOptions) -> list[_Piece] | None:
    """The chunks of a text, in their order, with what should stand there; None: all stays."""
    if text.startswith(_MARK):
        rest = _found(text[1:], options)
        if rest is None:
            return None
        moved = [replace(one, start=one.start + 1, end=one.end + 1) for one in rest]
        return [_Piece(0, 1, _MARK), *moved]
    newline = newline_of(text)
    chunks = split(text)
    style = Style(options, newline, _known_fixities(chunks, options))
    found = [format_chunk(chunk.text, chunk.is_first, style) for chunk in chunks]
    kept = [one.first is None for one in found]
    if all(kept) or (any(kept) and _is_indented(chunks)):
        return None
    spans = _spans(chunks)
    if options.import_sort is ImportSort.IDE:
        spans, found = _with_sorted_imports(chunks, spans, found, newline)
    pieces: list[_Piece] = []
    for index, ((start, end), one) in enumerate(zip(spans, found, strict=True)):
        if one.first is None:
            pieces.append(_Piece(start, end, text[start:end], is_kept=True))
            continue
        written = one.whole(newline)
        # A chunk ends with its line, but in some broken text: there the line's end is part of what follows.
        if end == len(text) or text[end - 1] in "\r\n":
            written += newline
        if index:
            above = found[index - 1]
            ends = 1 if text[start - 1] in "\r\n" else 0
            lines = _lines_between(above, one, one.lines_above + ends > 1)
            written = newline * (lines - ends) + written
            if _is_one_group(above, one):
                found[index] = replace(one, is_one_line=False)
        pieces.append(_Piece(start, end, written))
    return pieces if _is_same_module(chunks, pieces, options) else None


def _lines_between(above: FormattedChunk, below: FormattedChunk, is_apart: bool) -> int:
    """How many lines end between two chunks. `is_apart`: there was an empty line."""
    least = 2 if is_apart else 1
    if above.last is None or below.first is None:
        return least
    match separation(above.last, below.first):
        case Separation.HARD:
            return 2
        case Separation.SOFT:
            return least if above.is_one_line else 2
        case Separation.NONE:
            return least


def _is_one_group(above: FormattedChunk, below: FormattedChunk) -> bool:
    """Whether a chunk goes on with the declarations of the one above, as the next instance of a chain does."""
    if above.last is None or below.first is None or below.first != below.last:
        return False
    return separation(above.last, below.first) is Separation.NONE


def _spans(chunks: Sequence[Chunk]) -> list[tuple[int, int]]:
    return list(pairwise(accumulate((len(chunk.text) for chunk in chunks), initial=0)))


def _known_fixities(chunks: Sequence[Chunk], options: FormatOptions) -> OwnFixities:
    """The precedences of operators that the module declares, or imports from modules of which we know them."""
    table = operator_table(options.operators)
    known: dict[tuple[bool, str], int] = {}
    for chunk in chunks:
        if may_know_fixities(chunk.text[chunk.anchor :], table):
            known.update(known_fixities(parse_chunk(chunk.anchored).declarations, table))
    return frozenset(known.items())


def _is_indented(chunks: Sequence[Chunk]) -> bool:
    """Whether the module's declarations stand further in: then all move, or none may."""
    return any(chunk.anchor > chunk.origin for chunk in chunks[1:])


def _is_same_module(
    chunks: Sequence[Chunk], pieces: Sequence[_Piece], options: FormatOptions
) -> bool:
    """Whether what is written is read as it was meant, as a whole too."""
    written = split("".join(piece.text for piece in pieces))
    if [chunk.text for chunk in written] == [piece.text for piece in pieces]:
        return True
    in_any_order = options.import_sort is ImportSort.IDE
    before, after = (_declarations(each, in_any_order) for each in (chunks, written))
    return are_same(before, after, in_any_order=in_any_order)


def _declarations(chunks: Sequence[Chunk], in_any_order: bool) -> list[Declaration]:
    """The declarations of chunks; the imports among them in the one order that they can all be brought into."""
    found = [
        node
        for chunk in chunks
        for node in parse_chunk(chunk.anchored, first=chunk.is_first).declarations
    ]
    if not in_any_order:
        return found
    imports = sorted((node for node in found if isinstance(node, Import)), key=import_key)
    return [*imports, *(node for node in found if not isinstance(node, Import))]


# ---------------------------------------------------------------------------- sorted imports


def _with_sorted_imports(
    chunks: Sequence[Chunk],
    spans: list[tuple[int, int]],
    found: list[FormattedChunk],
    newline: str,
) -> tuple[list[tuple[int, int]], list[FormattedChunk]]:
    """With the imports as one piece, in the order of PureScript's editor support."""
    first = next((i for i, one in enumerate(found) if _is_import(one)), len(found))
    last = first
    while last < len(found) and _is_import(found[last]):
        last += 1
    if last - first < 2:
        return spans, found
    nodes: list[tuple[Import, FormattedChunk]] = []
    for chunk, one in zip(chunks[first:last], found[first:last], strict=True):
        node = parse_chunk(chunk.anchored, first=chunk.is_first).declarations[0]
        if isinstance(node, Import):
            nodes.append((node, one))
    nodes.sort(key=lambda pair: import_key(pair[0]))
    opened = [one.whole(newline) for node, one in nodes if is_open(node)]
    listed = [one.whole(newline) for node, one in nodes if not is_open(node)]
    blocks = [newline.join(block) for block in (opened, listed) if block]
    whole = FormattedChunk(
        (newline * 2).join(blocks),
        found[first].lines_above,
        found[first].first,
        found[last - 1].last,
        False,
    )
    span = (spans[first][0], spans[last - 1][1])
    return (
        [*spans[:first], span, *spans[last:]],
        [*found[:first], whole, *found[last:]],
    )


def _is_import(chunk: FormattedChunk) -> bool:
    return chunk.first is not None and chunk.first.sort is Sort.IMPORT and chunk.first == chunk.last

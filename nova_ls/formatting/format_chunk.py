"""The text of a chunk as it should look: a pure function of that text, of the options and of the module's own fixities.

The result is looked at before anybody sees it: it has the same tree and the same comments, and it looks as it should itself. A
chunk for which that cannot be had, such as one that does not parse, stays as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final, TypeAlias

from nova_ls.base.slotted import value
from nova_ls.formatting.comments import comments_above, first_line_end, pieces
from nova_ls.formatting.document import NEVER, Doc, limit_of_line, print_document
from nova_ls.formatting.operators import USUAL, Fixities
from nova_ls.formatting.options import FormatOptions, ImportSort, ImportWrap
from nova_ls.formatting.part import NOTHING, Part, begun, line
from nova_ls.formatting.same_tree import are_same
from nova_ls.formatting.separation import DeclarationKind, Separation, group_of, separation
from nova_ls.formatting.unwritable import Unwritable
from nova_ls.formatting.write_module import ModuleWriter
from nova_ls.syntax.chunks import Chunk
from nova_ls.syntax.parser import ChunkTree, parse_chunk
from nova_ls.syntax.problems import WarningParsingModule
from nova_ls.syntax.tokens import END_OF_CHUNK
from nova_ls.syntax.tree import Declaration, Import

_ROUNDS: Final = 4
_BLANK_LINES: Final = re.compile(r"(?:[ \t]*(?:\r\n|\n|\r))*")
_LINE_END: Final = re.compile(r"\r\n|\n|\r")
OwnFixities: TypeAlias = frozenset[tuple[tuple[bool, str], int]]
"""Precedences of a module's own operators, by whether they are of types, and their names."""


@value
class Style:
    """How to write: the options, how lines end, and the fixities of the module."""

    options: FormatOptions
    newline: str
    own: OwnFixities


@value
class FormattedChunk:
    """A chunk as it should look. `text` begins with its first comment and ends with its last token and the comment behind that.

    `lines_above`: how many lines ended above it. `first`, `last`: what its first and its last declaration are, None where the
    chunk is as it was. `is_one_line`: whether its last group of declarations is one. `below`: the comments at the end of a module.
    """

    text: str
    lines_above: int
    first: DeclarationKind | None
    last: DeclarationKind | None
    is_one_line: bool
    below: str = ""
    lines_below: int = 0

    def whole(self, newline: str) -> str:
        """All of it."""
        return self.text + (newline * min(self.lines_below, 2) + self.below if self.below else "")


@lru_cache(maxsize=8192)
def format_chunk(text: str, is_first: bool, style: Style) -> FormattedChunk:
    """A chunk as it should look."""
    chunk = Chunk(text, is_first)
    tree = parse_chunk(chunk.anchored, first=is_first)
    if _has_errors(tree) or not tree.declarations:
        return _as_it_is(text)
    try:
        return _settled(chunk, tree, style) or _as_it_is(text)
    except Unwritable:
        return _as_it_is(text)


def _settled(chunk: Chunk, tree: ChunkTree, style: Style) -> FormattedChunk | None:
    """The chunk written again and again, until it stays as it is; None: that takes too long, or something is wrong."""
    newline = style.newline
    first = found = _write(chunk, tree, style)
    if found.whole(newline) == _without_borders(chunk.text):
        return found
    in_any_order = style.options.import_sort is ImportSort.IDE
    for _ in range(_ROUNDS):
        text = found.whole(newline)
        again = Chunk(text, chunk.is_first)
        new_tree = parse_chunk(again.anchored, first=chunk.is_first)
        if (
            _has_errors(new_tree)
            or not are_same(tree.declarations, new_tree.declarations, in_any_order=in_any_order)
            or comments_of(chunk, tree) != comments_of(again, new_tree)
        ):
            return None
        rewritten = _write(again, new_tree, style)
        if rewritten.whole(newline) == text:
            return replace(found, lines_above=first.lines_above)
        found = rewritten
    return None


def comments_of(chunk: Chunk, tree: ChunkTree) -> Counter[str]:
    """The comments of a chunk, without the blanks at the ends of their lines."""
    tokens = tree.tokens
    source = tokens.source
    trivia = [chunk.text[: chunk.anchor]]
    real = [(s, e) for s, e in zip(tokens.starts, tokens.ends, strict=True) if e > s]
    starts = [*(start for start, _ in real[1:]), len(source)]
    trivia += [source[end:start] for (_, end), start in zip(real, starts, strict=False)]
    return Counter(
        " ".join(piece.split())
        for text in trivia
        if "-" in text or "#" in text
        for piece in pieces(text)
        if piece.strip()
    )


def _has_errors(tree: ChunkTree) -> bool:
    return any(not isinstance(error.problem, WarningParsingModule) for error in tree.errors)


# ---------------------------------------------------------------------------- writing


def _write(chunk: Chunk, tree: ChunkTree, style: Style) -> FormattedChunk:
    options = style.options
    writer = ModuleWriter(
        chunk.text[: chunk.anchor], tree.tokens, options, _all_fixities(style.own)
    )
    parts = [writer.write(node) for node in tree.declarations]
    if writer.kind != END_OF_CHUNK:
        raise Unwritable(writer.starts[writer.index])
    is_import = all(isinstance(node, Import) for node in tree.declarations)
    wraps = not is_import or options.import_wrap is ImportWrap.AUTO
    page = options.page if wraps else NEVER
    limit = min(limit_of_line(page, options.ribbon, 0), NEVER - 1)
    whole, is_one_line = _together(parts, tree.declarations, limit)
    text = print_document(whole.whole(), page, options.ribbon, style.newline)
    lines_below, comments = _comments_below(tree)
    below = print_document(comments, page, options.ribbon, style.newline)
    return FormattedChunk(
        text,
        parts[0].lines,
        group_of(tree.declarations[0]),
        group_of(tree.declarations[-1]),
        is_one_line,
        _without_borders(below),
        lines_below,
    )


def _together(
    parts: list[Part], declarations: Sequence[Declaration], limit: int
) -> tuple[Part, bool]:
    """The declarations of a chunk below each other, and whether the last group of them is one line of at most `limit`."""
    whole = NOTHING
    above: DeclarationKind | None = None
    is_one_line = True
    for part, declaration in zip(parts, declarations, strict=True):
        below = group_of(declaration)
        fits = not part.multiline and part.with_tail().width <= limit
        if above is None or below is None:
            whole, is_one_line = line(whole, part), fits
        else:
            kind = separation(above, below)
            apart = kind is Separation.HARD or (kind is Separation.SOFT and not is_one_line)
            whole = line(whole, begun(part, 2) if apart else part)
            is_one_line = fits and kind is not Separation.NONE
        above = below
    return whole, is_one_line


def _comments_below(tree: ChunkTree) -> tuple[int, Doc]:
    end = tree.end
    found = pieces(tree.tokens.source[end:])
    lines, comments = comments_above(found[first_line_end(found) :])
    return lines, comments.document


@lru_cache(maxsize=64)
def _all_fixities(own: OwnFixities) -> Fixities:
    return {**USUAL, **dict(own)} if own else USUAL


# ---------------------------------------------------------------------------- as it is


def _as_it_is(text: str) -> FormattedChunk:
    blank = _BLANK_LINES.match(text)
    above = blank[0] if blank else ""
    return FormattedChunk(_without_borders(text), len(_LINE_END.findall(above)), None, None, False)


def _without_borders(text: str) -> str:
    """A text without the empty lines at its beginning and its end."""
    blank = _BLANK_LINES.match(text)
    start = blank.end() if blank else 0
    end = len(text)
    while True:
        stripped = len(text[start:end].rstrip("\r\n")) + start
        last = max(text.rfind("\n", start, stripped), text.rfind("\r", start, stripped)) + 1
        if last <= start or text[last:stripped].strip(" \t"):
            return text[start:stripped]
        end = last

"""What a selection grows to, step by step: the word, the nodes around it, the declaration, its comments, the file."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final, TypeAlias

from nova_ls.compiler.state.module import Module
from nova_ls.features.cursor_context import CursorContext, cursor_at
from nova_ls.syntax.tokens import CHAR, RAW_STRING, STRING
from nova_ls.syntax.tree import GuardedBody

Span: TypeAlias = tuple[int, int]

MOST: Final = 100
"""Steps of one selection. Chains, as of `else if`, nest as deep as they are long."""

_WORD: Final = re.compile(r"\d[\w.]*+|[^\W\d][\w']*+")
_QUOTES: Final = {STRING: 1, RAW_STRING: 3, CHAR: 1}


def selection_range(module: Module, offset: int) -> list[Span]:
    """Spans of the module's text around an offset: the innermost first, each inside the next, the whole text at the end."""
    source = module.source
    cursor = cursor_at(module, offset)
    begin = source.offset_of(cursor.chunk, -cursor.chunk.origin)
    last = source.chunks[-1]
    found: list[Span] = []
    for start, end in _around(cursor):
        if start <= len(cursor.before) <= end and (
            not found or _is_inside(found[-1], (start, end))
        ):
            found.append((start, end))
    spans = [(begin + start, begin + end) for start, end in found]
    whole = (0, source.offset_of(last, len(last.text) - last.origin))
    if not spans or _is_inside(spans[-1], whole):
        spans.append(whole)
    return spans if len(spans) <= MOST else [*spans[: MOST - 3], *spans[-3:]]


def _is_inside(inner: Span, outer: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1] and inner != outer


def _around(cursor: CursorContext) -> Iterator[Span]:
    """What may be selected in the text of the cursor's chunk, from small to large."""
    chunk, text = cursor.chunk, cursor.chunk.text
    yield from _in_line(cursor)
    for node in reversed(cursor.path()):
        if isinstance(node, GuardedBody) and not (node.guards or node.where):
            continue  # `= body` and `-> body` are not steps between the body and what it belongs to.
        yield chunk.origin + node.start, chunk.origin + node.end
    yield chunk.chunk.anchor, chunk.origin + len(chunk.code)
    yield _stripped(text, 0, len(text))


def _in_line(cursor: CursorContext) -> Iterator[Span]:
    """The word; in a string the inside of it, in a comment its line."""
    text, at = cursor.chunk.text, len(cursor.before)
    end = text.find("\n", at)
    line = text.rfind("\n", 0, at) + 1, len(text) if end < 0 else end
    inside = _inside_of_quotes(cursor)
    first, last = line if inside is None else (max(line[0], inside[0]), min(line[1], inside[1]))
    touching = [word.span() for word in _WORD.finditer(text, first, last) if word.end() >= at]
    yield from [word for word in touching[:2] if word[0] <= at][-1:]
    if inside is not None:
        yield inside
    elif cursor.is_in_text:
        yield _stripped(text, *line)


def _inside_of_quotes(cursor: CursorContext) -> Span | None:
    """What the string or character around the cursor says."""
    tokens, at = cursor.tokens, len(cursor.before)
    index = bisect_left(tokens.starts, at) - 1
    if index < 0 or at >= tokens.ends[index]:
        return None
    quotes = _QUOTES.get(tokens.kinds[index], 0)
    inside = tokens.starts[index] + quotes, tokens.ends[index] - quotes
    return inside if quotes and inside[0] <= at <= inside[1] else None


def _stripped(text: str, start: int, end: int) -> Span:
    """A part of a text without the blanks at its ends."""
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), start + len(part.rstrip())

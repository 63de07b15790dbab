"""The word that is being written at a cursor: what of it stands there, what of it an entry would replace."""

from __future__ import annotations

import re
from typing import Final

from nova_ls.base.slotted import value
from nova_ls.features.cursor_context import CursorContext
from nova_ls.syntax.tokens import HOLE, INT, LAST_OPERATOR, NUMBER, QUALIFIED_SYMBOL, SYMBOL

_DOTTED: Final = re.compile(r"[\w'.]*+")
_REST: Final = re.compile(r"[\w']*+")
_UPPER_PART: Final = re.compile(r"[A-Z][\w']*+")
_OPERATOR: Final = re.compile(r"[!#$%&*+./<=>?@\\^|~:-]*+")


@value
class Word:
    """Offsets in the module's text: where it begins, the cursor in it, where it ends. `typed`: up to the cursor.

    `qualifier`: what stands before it with its last dot, `Data.Map.`; `dotted`: that and what else stands there, `person.home.`.
    """

    start: int
    cursor: int
    end: int
    typed: str
    qualifier: str = ""
    dotted: str = ""
    is_operator: bool = False
    is_whole_hole: bool = False
    """Whether it is a hole with its question mark, which an entry replaces whatever it is called."""

    @property
    def length(self) -> int:
        """How many characters before the cursor belong to it, with what stands before its dots; none of an operator."""
        return 0 if self.is_operator else len(self.dotted) + len(self.typed)

    @property
    def outer_start(self) -> int:
        """Where it begins with its qualifier."""
        return self.start - len(self.qualifier)


def word_at(cursor: CursorContext) -> Word | None:
    """None: a number stands there."""
    offset = cursor.module.source.offset_of(cursor.chunk, cursor.offset)
    text, before = cursor.chunk.text, cursor.before
    operator = _operator_at(cursor, offset)
    if operator is not None:
        return operator
    index = cursor.count_before(0) - 1
    if index >= 0 and cursor.tokens.kinds[index] in (INT, NUMBER):
        if cursor.tokens.ends[index] >= len(before) and before[-1] != ".":
            return None
    found = _DOTTED.match(before[::-1])
    dotted = before[len(before) - found.end() :] if found else ""
    typed = dotted.rpartition(".")[2].lstrip("0123456789'")
    rest = _REST.match(text, len(before))
    end = offset + (len(rest[0]) if rest else 0)
    outside = dotted[: len(dotted) - len(typed)]
    return Word(offset - len(typed), offset, end, typed, _qualifier(outside), outside)


def _operator_at(cursor: CursorContext, offset: int) -> Word | None:
    """The operator that the cursor touches from behind, alone or in parentheses."""
    index = cursor.count_before(0) - 1
    if index < 0:
        return None
    tokens, length = cursor.tokens, len(cursor.before)
    kind, start, end = tokens.kinds[index], tokens.starts[index], tokens.ends[index]
    is_symbol = kind in (SYMBOL, QUALIFIED_SYMBOL)
    if kind > LAST_OPERATOR and not (is_symbol and length < end):
        return None
    if length > end:
        return None
    text = cursor.chunk.text
    found = _OPERATOR.match(text[start:length][::-1])
    typed = "" if found is None else text[length - found.end() : length]
    outside = text[start + is_symbol : length - len(typed)]
    if not typed and not outside:
        return None
    last = end - is_symbol
    return Word(offset - len(typed), offset, offset + last - length, typed, outside, outside, True)


def is_in_hole(cursor: CursorContext) -> bool:
    """Whether the cursor stands behind `?` and what follows it."""
    index = cursor.count_before(0) - 1
    return index >= 0 and (
        cursor.tokens.kinds[index] == HOLE and cursor.tokens.ends[index] >= len(cursor.before)
    )


def _qualifier(dotted: str) -> str:
    """What a name behind `dotted` is qualified with: `Data.Map.`, or nothing."""
    parts = dotted.split(".")
    if parts.pop():
        return ""
    first = len(parts)
    while first and _UPPER_PART.fullmatch(parts[first - 1]):
        first -= 1
    return "".join(f"{part}." for part in parts[first:])

"""The tokens of a chunk, one after the other, as parts."""

from __future__ import annotations

import re
from typing import Final

from nova_ls.formatting.comments import comments_above, comments_behind, first_line_end, pieces
from nova_ls.formatting.document import LINE, Doc, Text, Verbatim, pair
from nova_ls.formatting.options import FormatOptions, Unicode
from nova_ls.formatting.part import NO_COMMENTS, Part, nested
from nova_ls.formatting.unwritable import Unwritable
from nova_ls.syntax.tokens import (
    ARROW_NAME,
    DOUBLE_COLON,
    END_OF_CHUNK,
    FORALL,
    LAYOUT_START,
    LEFT_ARROW,
    RAW_STRING,
    RIGHT_ARROW,
    RIGHT_FAT_ARROW,
    STRING,
    Tokens,
)

_SPELLINGS: Final = {
    ARROW_NAME: ("(->)", "(→)"),
    DOUBLE_COLON: ("::", "∷"),
    FORALL: ("forall", "∀"),
    LEFT_ARROW: ("<-", "←"),
    RIGHT_ARROW: ("->", "→"),
    RIGHT_FAT_ARROW: ("=>", "⇒"),
}
_GAP: Final = re.compile(r"\\ *(?:\r\n|\n|\r)[ \n\r]*\\")


class TokenReader:
    """Where we are in the tokens of a chunk. `above`: the comments and empty lines above its code.

    Writers go through a tree in the order of the text and take each token as they come to it: no token is lost, none is
    written twice, and what a tree does not say of brackets and commas the tokens do.
    """

    __slots__ = ("above", "ends", "index", "kinds", "options", "source", "starts", "texts", "unit")

    def __init__(self, above: str, tokens: Tokens, options: FormatOptions) -> None:
        real = [index for index, kind in enumerate(tokens.kinds) if kind < LAYOUT_START]
        self.above: Final = above
        self.source: Final = tokens.source
        self.kinds: Final = [*(tokens.kinds[index] for index in real), END_OF_CHUNK]
        self.texts: Final = [*(tokens.texts[index] for index in real), ""]
        self.starts: Final = [*(tokens.starts[index] for index in real), len(tokens.source)]
        self.ends: Final = [tokens.ends[index] for index in real]
        self.index = 0
        self.options: Final = options
        self.unit: Final = options.indent

    @property
    def kind(self) -> int:
        """The kind of the next token."""
        return self.kinds[self.index]

    def is_unicode(self) -> bool:
        """Whether the next token is written, in what we write, with its own sign beyond ASCII."""
        unicode = self.options.unicode
        if unicode is Unicode.SOURCE:
            return not self.texts[self.index].isascii()
        return unicode is Unicode.ALWAYS

    def take(self, kind: int = -1) -> Part:
        """The next token, which is of this kind if one is given."""
        index = self.index
        if self.kinds[index] == END_OF_CHUNK or (kind >= 0 and self.kinds[index] != kind):
            raise Unwritable(self.starts[index])
        spellings = _SPELLINGS.get(self.kinds[index])
        if spellings is None or self.options.unicode is Unicode.SOURCE:
            return self.take_as(self.texts[index])
        return self.take_as(spellings[self.options.unicode is Unicode.ALWAYS])

    def take_label(self) -> Part:
        """The next token as a label, which may look like a keyword."""
        if self.kinds[self.index] == END_OF_CHUNK:
            raise Unwritable(self.starts[self.index])
        return self.take_as(self.texts[self.index])

    def take_as(self, text: str) -> Part:
        """The next token, written otherwise."""
        index = self.index
        self.index = index + 1
        lines, above = 0, NO_COMMENTS
        start, end = self.starts[index], self.ends[index]
        before = self.source[self.ends[index - 1] : start] if index else self.above
        if before not in (" ", ""):
            if "-" in before or "#" in before:
                found = pieces(before)
                own = found[first_line_end(found) if index else 0 :]
                lines, above = comments_above(own)
            else:
                lines = before.count("\n") or before.count("\r")
        behind = NO_COMMENTS
        after = self.source[end : self.starts[index + 1]]
        if "-" in after:
            found = pieces(after)
            theirs = found[: first_line_end(found)]
            if theirs:
                behind = comments_behind(theirs)
        return Part(self._document(text), lines, above, behind)

    def _document(self, text: str) -> Doc:
        kind = self.kinds[self.index - 1]
        if kind == RAW_STRING and ("\n" in text or "\r" in text):
            return Verbatim(text)
        if kind == STRING and ("\n" in text or "\r" in text):
            return _with_gaps(text)
        return Text(text)

    def further_in(self, part: Part) -> Part:
        """A part one step further in."""
        return nested(self.unit, part)


def _with_gaps(text: str) -> Doc:
    """A string that goes on in further lines."""
    first, *middle, last = _GAP.split(text)
    document: Doc = Text(f"{first}\\")
    for piece in middle:
        document = pair(pair(document, LINE), Text(f"\\{piece}\\"))
    return pair(pair(document, LINE), Text(f"\\{last}"))

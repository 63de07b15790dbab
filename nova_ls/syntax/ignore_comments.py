"""Comments that ask not to be told of something: `-- nova-ignore UnusedImport, MissingTypeDeclaration: they are wanted here`.

Behind code such a comment is about what begins in its own line; alone in its line, about what begins in the next line that
has code. Above a declaration it is about all of that. More than the codes may follow; a colon divides it from them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final, NamedTuple

from nova_ls.syntax.lexer import lex
from nova_ls.syntax.tokens import Lexemes

MARK: Final = "nova-ignore"
"""What a text without such comments does not contain."""

_COMMENT: Final = re.compile(rf"(?<!-)--++[ \t]*+{MARK}(?![\w-])[ \t:]*([^\n\r]*)")
_CODES: Final = re.compile(r"[A-Z]\w*(?:[ \t]*,[ \t]*[A-Z]\w*)*")
_CODE: Final = re.compile(r"\w+")


class Ignore(NamedTuple):
    """One code of one comment, where it stands in a chunk's text, and what it is about.

    `code` "": the comment names none. `first` and `last`: the offsets between which the diagnostics begin that it means,
    half-open; `last` None: all of the chunk.
    """

    code: str
    start: int
    end: int
    first: int
    last: int | None

    def covers(self, code: str, start: int) -> bool:
        """Whether it is about a diagnostic that begins at an offset of the chunk's text."""
        return self.code == code and (self.last is None or self.first <= start < self.last)


def ignores_in(text: str, anchor: int, lines: list[int], *, is_first: bool) -> tuple[Ignore, ...]:
    """The codes that the comments of a chunk name; `anchor` and `lines`: where its first token and its lines begin."""
    if MARK not in text:
        return ()
    return tuple(_ignores(text, anchor, lines, lex(text, shebang=is_first)))


def _ignores(text: str, anchor: int, lines: list[int], tokens: Lexemes) -> Iterator[Ignore]:
    between = zip([0, *tokens.ends], [*tokens.starts, len(text)], strict=True)
    for begin, end in between:
        for comment in _COMMENT.finditer(text, begin, end):
            if "{-" in text[begin : comment.start()]:
                continue  # It stands in a block comment, or behind one: that says nothing.
            first, last = _covered(text, comment.start(), end, lines)
            whole = comment.start() < anchor
            for code, start, stop in _named(comment):
                yield Ignore(code, start, stop, first, None if whole else last)


def _covered(text: str, at: int, next_token: int, lines: list[int]) -> tuple[int, int]:
    """The line that a comment is about: its own, or that of the next token where nothing stands before it."""
    own = bisect_right(lines, at) - 1
    is_alone = not text[lines[own] : at].strip()
    line = bisect_right(lines, next_token) - 1 if is_alone else own
    return lines[line], lines[line + 1] if line + 1 < len(lines) else len(text) + 1


def _named(comment: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    codes = _CODES.match(comment.string, comment.start(1), comment.end(1))
    if codes is None:
        yield "", comment.start(), comment.start() + len(comment[0].rstrip())
        return
    for code in _CODE.finditer(comment.string, *codes.span()):
        yield code[0], code.start(), code.end()

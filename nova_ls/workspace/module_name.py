"""The module that a file declares."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from nova_ls.syntax.lexer import first_token, lex
from nova_ls.syntax.tokens import QUALIFIED_UPPER, UPPER
from nova_ls.workspace.read_source import Unreadable, read_source

_KEYWORD: Final = re.compile(r"module(?![\w'])")
_WORD: Final = re.compile(r"[\w'.]++")
_BLANK: Final = re.compile(r"\s*+")
_PLAIN: Final = re.compile(r"[A-Z][a-zA-Z0-9_']*+(?:\.[A-Z][a-zA-Z0-9_']*+)*")
"""What nearly all modules are called."""


def name_in(text: str) -> str | None:
    """The name in a text's module header; None where it has none.

    Time grows with the length of what stands before the name.
    """
    keyword = _KEYWORD.match(text, _skip(text, first_token(text, shebang=True)))
    if keyword is None:
        return None
    word = _WORD.match(text, _skip(text, keyword.end()))
    if word is None:
        return None
    if _PLAIN.fullmatch(word[0]):
        return word[0]
    name = lex(word[0])
    is_name = name.kinds in ([UPPER], [QUALIFIED_UPPER])
    return word[0] if is_name and not word[0].endswith(".") else None


def declared_name(path: Path) -> str | None:
    """The name in a file's module header; None where it has none or cannot be read."""
    text = read_source(path)
    return None if isinstance(text, Unreadable) else name_in(text)


def _skip(text: str, position: int) -> int:
    """Where comments and blanks end; tabs are a mistake, but no reason to overlook a header."""
    while True:
        blank = _BLANK.match(text, position)
        after = first_token(text, blank.end() if blank else position)
        if after == position:
            return position
        position = after

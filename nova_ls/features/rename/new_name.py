"""Whether a text may be the name of something."""

from __future__ import annotations

from typing import Final

from nova_ls.base.keys import Space
from nova_ls.features.rename.rename_refused import RenameRefused
from nova_ls.syntax.lexer import lex
from nova_ls.syntax.tokens import (
    COLON,
    KEYWORDS,
    LAST_OPERATOR,
    LEFT_FAT_ARROW,
    LOWER,
    MINUS,
    OPERATOR,
    QUALIFIED_UPPER,
    UPPER,
)

_UPPER: Final = frozenset((Space.CONSTRUCTOR, Space.TYPE, Space.CLASS))
_OPERATORS: Final = frozenset((Space.VALUE_OPERATOR, Space.TYPE_OPERATOR))
_SYMBOLS: Final = frozenset((OPERATOR, COLON, MINUS, LEFT_FAT_ARROW))


def check_name(space: Space, name: str) -> None:
    """Refuse what is not a name of that space."""
    kind = _only_token(name)
    if space in _OPERATORS:
        if kind not in _SYMBOLS or kind > LAST_OPERATOR:
            raise RenameRefused(f"`{name}` is not an operator")
    elif space is Space.MODULE:
        if kind not in (UPPER, QUALIFIED_UPPER) or "_" in name or "'" in name:
            raise RenameRefused(f"`{name}` is not a module name")
    elif space in _UPPER:
        if kind != UPPER:
            raise RenameRefused(f"`{name}` is not a name that begins with an upper-case letter")
    else:
        check_variable(name)


def check_variable(name: str) -> None:
    """Refuse what cannot be the name of a value, a variable or a type variable."""
    kind = _only_token(name)
    if kind >= 0 and KEYWORDS[kind]:
        raise RenameRefused(f"`{name}` is a keyword")
    if kind != LOWER:
        raise RenameRefused(f"`{name}` is not a name that begins with a lower-case letter")


def check_label(name: str) -> None:
    """Refuse what would have to be quoted as a label."""
    kind = _only_token(name)
    if kind != LOWER and not (kind >= 0 and KEYWORDS[kind]):
        raise RenameRefused(f"`{name}` is not a record label")


def _only_token(name: str) -> int:
    """The kind of the one token that a text is; -1: it is something else."""
    tokens = lex(name)
    if len(tokens.kinds) != 1 or tokens.errors or tokens.texts[0] != name:
        return -1
    return tokens.kinds[0]

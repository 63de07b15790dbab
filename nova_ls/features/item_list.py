"""Imports and lists of items that are being written, told from the tokens before a cursor."""

from __future__ import annotations

from typing import Final

from nova_ls.base.slotted import value
from nova_ls.syntax.tokens import (
    CLASS,
    IMPORT,
    LEFT_PAREN,
    MODULE,
    QUALIFIED_UPPER,
    RIGHT_PAREN,
    TYPE,
    UPPER,
    Lexemes,
)

_MODULE_NAMES: Final = (UPPER, QUALIFIED_UPPER)
_KEYWORDS: Final = (CLASS, TYPE, MODULE)


@value
class ItemList:
    """A list that is open. `imported`: the module of an import, None in a header; `owner`: whose constructors are listed.

    `keyword`: what stands before the item, `class`, `type` or `module`, or nothing. `is_operator`: inside an operator's parentheses.
    """

    imported: str | None
    owner: str | None
    keyword: str = ""
    is_operator: bool = False


def is_module_wanted(tokens: Lexemes, count: int) -> bool:
    """Whether nothing but `import` stands before the word at the cursor, which is token number `count`."""
    return tokens.kinds[:count] == [IMPORT]


def open_list(tokens: Lexemes, count: int) -> ItemList | None:
    """The list that is open behind the first `count` tokens; they are passed over once."""
    kinds, texts = tokens.kinds, tokens.texts
    if count < 3 or kinds[0] not in (IMPORT, MODULE) or kinds[1] not in _MODULE_NAMES:
        return None
    is_import = kinds[0] == IMPORT
    opening = 3 if is_import and texts[2] == "hiding" else 2
    if count <= opening or kinds[opening] != LEFT_PAREN:
        return None
    opened: list[int] = []
    for index in range(opening, count):
        if kinds[index] == LEFT_PAREN:
            opened.append(index)
        elif kinds[index] == RIGHT_PAREN:
            opened.pop()
            if not opened:
                return None
    imported, innermost = texts[1] if is_import else None, opened[-1]
    is_nested = innermost > opening
    if is_nested and kinds[innermost - 1] == UPPER:
        return ItemList(imported, texts[innermost - 1])
    before = innermost - 1 if is_nested else count - 1
    keyword = texts[before] if kinds[before] in _KEYWORDS else ""
    return ItemList(imported, None, keyword, is_nested)

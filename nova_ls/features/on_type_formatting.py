"""How far a new line is to be further in, where the line above ends with what a block begins behind."""

from __future__ import annotations

from typing import Final

from nova_ls.base.lines import line_starts
from nova_ls.compiler.model.source import Source
from nova_ls.syntax.chunks import Edit
from nova_ls.syntax.lexer import lex
from nova_ls.syntax.tokens import (
    ADO,
    CLASS,
    COMMA,
    DERIVE,
    DO,
    ELSE,
    EQUALS,
    IN,
    INSTANCE,
    LAST_OPERATOR,
    LEFT_ARROW,
    LEFT_BRACE,
    LEFT_PAREN,
    LEFT_SQUARE,
    LET,
    MODULE,
    OF,
    PIPE,
    RIGHT_ARROW,
    THEN,
    WHERE,
    Lexemes,
    kind_set,
)

_OPENS: Final = kind_set(
    ADO, DO, ELSE, EQUALS, IN, LEFT_ARROW, LET, OF, RIGHT_ARROW, THEN, WHERE,
)  # fmt: skip
_BESIDE: Final = kind_set(LEFT_BRACE, LEFT_PAREN, LEFT_SQUARE, COMMA, PIPE)
_HEADS: Final = (CLASS, DERIVE, ELSE, INSTANCE)


def on_type_formatting(source: Source, offset: int, indent: int) -> Edit | None:
    """The indentation of the empty line at an offset, behind one that opens something; None: it stays as it is."""
    text = source.text
    start = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    ends = [at for at in (text.find("\n", offset), text.find("\r", offset)) if at >= 0]
    end = min(ends, default=len(text))
    if text[start:end].strip(" \t"):
        return None
    column = _column_below(source, start, indent)
    blank = "" if column is None else " " * column
    if column is None or text[start:end] == blank:
        return None
    return Edit(start, end, blank)


def _column_below(source: Source, start: int, indent: int) -> int | None:
    """The column in which a line that begins at `start` should begin, if the line above opens something."""
    index = source.index_of(source.chunk_at(max(start - 1, 0))[0])
    above = source.text[source.starts[index] : start]
    tokens = lex(above, shebang=index == 0)
    if not tokens.kinds or not _OPENS[tokens.kinds[-1]]:
        return None
    if above[tokens.ends[-1] :].count("\n") > 1 or "{-" in above[tokens.ends[-1] :]:
        return None
    line_start = [at for at in line_starts(above) if at <= tokens.starts[-1]][-1]
    first = next(i for i, at in enumerate(tokens.starts) if at >= line_start)
    if tokens.kinds[-1] == WHERE:
        return _below_where(tokens, first, indent)
    while first < len(tokens.kinds) - 1 and _stands_before(tokens, first):
        first += 1
    return tokens.columns[first] + indent


def _below_where(tokens: Lexemes, first: int, indent: int) -> int:
    column = tokens.columns[first]
    if MODULE in tokens.kinds:
        return 0
    is_head = tokens.kinds[0] in _HEADS
    if first == len(tokens.kinds) - 1 and not (is_head and column <= indent):
        return column  # Bindings stand below the `where` that has a line for itself.
    return tokens.columns[0] + indent if is_head else column + indent


def _stands_before(tokens: Lexemes, index: int) -> bool:
    """Whether a token at the beginning of a line is only before what the line is about: `, label: do`."""
    kind = tokens.kinds[index]
    is_sign = kind <= LAST_OPERATOR and tokens.ends[index] - tokens.starts[index] == 1
    return _BESIDE[kind] or is_sign

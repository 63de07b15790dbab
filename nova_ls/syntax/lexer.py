"""Text to tokens.

One regular expression cuts a text into pairs of a token and the trivia behind it, so that tokens and
trivia tile the text whatever it is. What the expression accepts generously (a string that is not closed,
a number with leading zeros) is then looked at closely, and reported where it is wrong.

What cannot be meant is not read to its end: behind more brackets than any declaration has open at once, and
behind more tokens than a declaration may have, all is one piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final
from unicodedata import category

from nova_ls.syntax.literals import char_error, number_error, string_error
from nova_ls.syntax.tokens import (
    ADO,
    AT,
    CHAR,
    DO,
    HOLE,
    INT,
    KEYWORDS,
    LAST_OPERATOR,
    LOWER,
    NUMBER,
    OPERATOR,
    QUALIFIED_LOWER,
    QUALIFIED_OPERATOR,
    QUALIFIED_SYMBOL,
    QUALIFIED_UPPER,
    RAW_STRING,
    RESERVED,
    STRING,
    SYMBOL,
    THEN,
    UPPER,
    Lexemes,
    LexicalError,
)

_NONE: Final = -1  # the kind of something that is not token
_CHECKED: Final = 100  # the kind of what needs a closer look
_LONG: Final = 1 << 16  # a text of fewer characters is read as it is
MAX_BRACKETS: Final = 512  # open at once; the grammar's own bound is lower
MAX_TOKENS: Final = 500_000
_BRACKETS: Final = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}
_BY_FIRST: Final[dict[str, int]] = (
    dict.fromkeys("abcdefghijklmnopqrstuvwxyz_", LOWER)
    | dict.fromkeys("ABCDEFGHIJKLMNOPQRSTUVWXYZ", UPPER)
    | dict.fromkeys("!#$%&*+./<=>@\\^|~:-", OPERATOR)
)


def lex(source: str, *, shebang: bool = False) -> Lexemes:
    """Cut a text into tokens. With `shebang`, a byte order mark and lines that begin with `#!` are blank at the top."""
    out = Lexemes(source)
    kinds, starts, ends = out.kinds, out.starts, out.ends
    texts, columns = out.texts, out.columns
    reserved, by_first = RESERVED.get, _BY_FIRST.get
    carriage_returns = "\r" in source
    position = first_token(source, shebang=shebang)
    line_start = _last_newline(source[:position]) + 1
    pattern = _ascii_pattern() if source.isascii() else _unicode_pattern()
    pieces: Iterable[tuple[str, str]]
    if len(source) < _LONG:
        pieces = pattern.findall(source, position)
    else:
        pieces = _bounded(out, pattern.finditer(source, position))
    for text, trivia in pieces:
        start = position
        position = end = start + len(text)
        kind = reserved(text)
        if kind is None:
            kind = by_first(text[0], _CHECKED)
            if kind == UPPER:
                if "." in text:
                    kind = _qualified(out, text, start)
            elif kind == _CHECKED:
                kind = _closer_look(out, text, start)
        if kind >= 0:
            kinds.append(kind)
            starts.append(start)
            ends.append(end)
            texts.append(text)
            columns.append(start - line_start)
            if STRING <= kind <= RAW_STRING:
                newline = _last_newline(text)
                if newline >= 0:
                    line_start = start + newline + 1
        if trivia == " ":
            position += 1
        elif trivia:
            position += len(trivia)
            newline = trivia.rfind("\n")
            if carriage_returns:
                newline = max(newline, trivia.rfind("\r"))
            if newline >= 0:
                line_start = end + newline + 1
    return out


def _bounded(out: Lexemes, matches: Iterator[re.Match[str]]) -> Iterator[tuple[str, str]]:
    """Tokens with the trivia behind them, until there is too much of something: the rest is cut off."""
    depth = 0
    for count, match in enumerate(matches):
        text, trivia = match.groups()
        if text in _BRACKETS:
            depth = max(depth + _BRACKETS[text], 0)
        if depth > MAX_BRACKETS or count == MAX_TOKENS:
            limit = (
                f"{MAX_BRACKETS} open brackets"
                if depth > MAX_BRACKETS
                else f"{MAX_TOKENS:,} tokens"
            )
            end = len(out.source.rstrip())
            out.cut = LexicalError(match.start(), end, f"at most {limit} in a declaration", "more")
            return
        yield text, trivia


def split_qualified(text: str) -> tuple[str, str]:
    """`Data.Map.insert` to `Data.Map` and `insert`; operators may contain dots themselves."""
    match = _QUALIFIER.match(text)
    if match is None:
        return "", text
    return text[: match.end() - 1], text[match.end() :]


def first_token(source: str, start: int = 0, *, shebang: bool = False) -> int:
    """Where the first token from `start` on begins, or the text ends. With `shebang`, as in `lex`."""
    position = start
    if shebang:
        match = _SHEBANG.match(source)
        position = match.end() if match else 0
    match = _TRIVIA_PATTERN.match(source, position)
    return match.end() if match else position


def _last_newline(text: str) -> int:
    return max(text.rfind("\n"), text.rfind("\r"))


# ---------------------------------------------------------------------------- a closer look


def _closer_look(out: Lexemes, text: str, start: int) -> int:
    """The kind of a token that its first character does not tell, or _NONE."""
    first = text[0]
    if first == '"':
        error = string_error(start, text)
        if error is not None and not _closes_lines(out, error, text):
            out.errors.append(error)
        return RAW_STRING if text.startswith('"""') else STRING
    if "0" <= first <= "9":
        _report(out, number_error(start, text))
        return INT if text.startswith("0x") or text.replace("_", "").isdigit() else NUMBER
    if first == "(":
        return _symbol(out, text, start, 1, SYMBOL)
    if first == "?":
        return HOLE if len(text) > 1 and (text[1].isalnum() or text[1] in "_'") else OPERATOR
    if first == "'":
        _report(out, char_error(start, text))
        return CHAR if len(text) > 1 else _NONE
    return _beyond_ascii(out, text, start)


def _closes_lines(out: Lexemes, error: LexicalError, text: str) -> bool:
    """Whether a string without an end is the end of one that was not closed on a line above."""
    is_second = bool(out.errors) and out.errors[-1].expected == error.expected
    return is_second and not any(map(str.isalnum, text))


def _beyond_ascii(out: Lexemes, text: str, start: int) -> int:
    case = category(text[0])
    if case == "Ll":
        return LOWER
    if case in ("Lu", "Lt"):
        return _qualified(out, text, start) if "." in text else UPPER
    if _is_symbolic(text):
        return OPERATOR
    if text in _TYPESET_QUOTES:
        expected = f"`{_TYPESET_QUOTES[text]}`"
        if not any(error.expected == expected for error in out.errors):
            out.errors.append(LexicalError(start, start + len(text), expected, _words(text)))
        return _NONE
    expected = "spaces" if text.isspace() else "a name, a literal or an operator"
    out.errors.append(LexicalError(start, start + len(text), expected, _words(text)))
    return _NONE


def _qualified(out: Lexemes, text: str, start: int) -> int:
    """The kind of a token that begins with `Module.`."""
    if text[-1] == ")":
        return _symbol(out, text, start, text.rindex("(") + 1, QUALIFIED_SYMBOL)
    qualifier, name = split_qualified(text)
    end = start + len(text)
    if "_" in qualifier or "'" in qualifier:
        found = f"`{qualifier}`"
        _report(out, LexicalError(start, end, "a module name without `_` and `'`", found))
    if not name:
        _report(out, LexicalError(end - 1, end, "a name after the dot", "nothing"))
        return QUALIFIED_UPPER
    known = RESERVED.get(name, -1)
    if known in (DO, ADO):
        return known
    if name == "_" or (known >= 0 and KEYWORDS[known] and known != THEN):
        _report(out, LexicalError(end - len(name), end, "a name", f"`{name}`"))
        return QUALIFIED_LOWER
    if name[0] == "_" or category(name[0]) == "Ll":
        return QUALIFIED_LOWER
    return QUALIFIED_UPPER if name[0].isalpha() else QUALIFIED_OPERATOR


def _symbol(out: Lexemes, text: str, start: int, inner: int, kind: int) -> int:
    """An operator in parentheses; signs with a meaning of their own cannot be named so."""
    operator = text[inner:-1]
    known = RESERVED.get(operator, OPERATOR)
    if not _is_symbolic(operator) or (known > LAST_OPERATOR and known != AT):
        end = start + len(text)
        _report(out, LexicalError(start, end, "an operator", f"`{operator}`"))
    return kind


def _is_symbolic(text: str) -> bool:
    return all(
        character in _ASCII_SIGNS or (character > "\x7f" and category(character)[0] == "S")
        for character in text
    )


def _words(text: str) -> str:
    """A stray piece of text in words."""
    if text[0] == "\t":
        return "a tab"
    if text[0].isspace() or not text.isprintable():
        return f"the character U+{ord(text[0]):04X}"
    return f"`{text}`"


def _report(out: Lexemes, error: LexicalError | None) -> None:
    if error is not None:
        out.errors.append(error)


# ---------------------------------------------------------------------------- patterns

_TYPESET_QUOTES: Final = {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'"}
_ASCII_SIGNS: Final = frozenset("!#$%&*+./<=>?@\\^|~:-")
_QUALIFIER: Final = re.compile(r"(?:[^\W\d_][\w']*+\.)+")
_TRIVIA: Final = r"(?>(?:[ \n\r]++|--[^\n\r]*+|\{-(?s:.*?)(?:-\}|\Z))*)"
_TRIVIA_PATTERN: Final = re.compile(_TRIVIA)
_SHEBANG: Final = re.compile(r"\ufeff?+(?>(?:#![^\n\r]*+(?>(?:(?:\r\n?+|\n)#![^\n\r]*+)*))?)")
_TOKEN: Final = r"""
      [a-z_][\w']*+
    | <UPPER>[\w']*+ (?>(?:\.<UPPER>[\w']*+)*)
      (?>(?: \. (?>(?: <LOWER>[\w']*+ | \(<SYMBOL>++\) | <SYMBOL>++ )?) )?)
    | [,\[\]{})`]
    | \( (?>(?: <SYMBOL>++\) )?)
    | \? [\w']++
    | <SYMBOL>++
    | \"\"\" (?>(?: [^"]++ | "{1,2}+(?!") )*) (?: "{3,5} | "{0,2}\Z )
    | " (?>(?: [^"\\\n\r]++ | \\[ \n\r]++\\ | \\[ \n\r]++(?=") | \\[^\n\r] )*) (?: " | \\?+ )
    | 0x [0-9a-fA-F]*+
    | [0-9][0-9_]*+ (?>(?:\.[0-9_]++)?) (?>(?: e[+-]?+[0-9_]*+ )?)
    | ' (?: \\x[0-9a-fA-F]{0,6}+ | \\[^\n\r] | [^\\] ) '
    | '[^'\s,()\[\]{}]*+ '?+
    | [\t\f\v\xa0]++
    | <OTHER>
    | (?s:.)
"""

# The blocks of Unicode that have cased letters beyond ASCII.
_CASED_BLOCKS: Final = ((0x80, 0x2E00), (0xA640, 0xAC00), (0xFF00, 0xFF60), (0x10400, 0x10600))


@cache
def _ascii_pattern() -> re.Pattern[str]:
    return _pattern("[A-Z]", "[a-z_]", r"[!#$%&*+./<=>?@\\^|~:\-]", "[^\\W\\d][\\w']*+")


@cache
def _unicode_pattern() -> re.Pattern[str]:
    """Signs are taken generously here: `_is_symbolic` sorts out what is punctuation."""
    letters = [chr(code) for first, last in _CASED_BLOCKS for code in range(first, last)]
    upper = "".join(c for c in letters if c.istitle() and c.isalpha())
    lower = "".join(c for c in letters if c.islower() and c.isalpha())
    symbol = r"""[^\w\s"'(),;\[\]`{}\x00-\x1f\x7f]"""
    return _pattern(f"[A-Z{upper}]", f"[a-z_{lower}]", symbol, r"[^\W\d][\w']*+")


def _pattern(upper: str, lower: str, symbol: str, other: str) -> re.Pattern[str]:
    token = _TOKEN.replace("<UPPER>", upper).replace("<LOWER>", lower)
    token = token.replace("<SYMBOL>", symbol).replace("<OTHER>", other)
    return re.compile(f"({token})({_TRIVIA})", re.VERBOSE)

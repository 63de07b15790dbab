"""What literal tokens mean, and what is wrong with those that are malformed."""

from __future__ import annotations

import math
import re
from typing import Final

from nova_ls.syntax.tokens import END_OF_FILE, END_OF_LINE, LexicalError

_ESCAPE: Final = re.compile(
    r"""\\(?: x(?P<hex>[0-9a-fA-F]{0,6}) | (?P<plain>[trn"'\\]) | [ \n\r]++(?:\\|(?=")|\Z)
        | (?P<bad>[^\n\r]?) )""",
    re.VERBOSE,
)
_PLAIN: Final = {"t": "\t", "r": "\r", "n": "\n", '"': '"', "'": "'", "\\": "\\"}
_LAST_CODE_POINT: Final = 0x10FFFF
_LAST_CODE_UNIT: Final = 0xFFFF


# ---------------------------------------------------------------------------- values


def string_value(text: str) -> str:
    """The value of a string or character token, well-formed or not.

    Escapes for two code units that form a surrogate pair give one character.
    """
    if text.startswith('"""'):
        return text[3:-3] if _raw_is_closed(text) else text[3:]
    value = text[1:-1] if len(text) > 1 and text[-1] == text[0] else text[1:]
    if "\\" not in value:
        return value
    value = _ESCAPE.sub(_unescape, value)
    if any("\ud800" <= character <= "\udfff" for character in value):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    return value


def int_value(text: str) -> int:
    """The value of an integer token, well-formed or not."""
    if text.startswith("0x"):
        return int(text[2:3500] or "0", 16)
    digits = text.replace("_", "")
    # The interpreter refuses to read or print longer ones; none of them fits any type.
    return int(digits[:4000])


def number_value(text: str) -> float:
    """The value of a number token, well-formed or not."""
    mantissa, _, exponent = text.replace("_", "").partition("e")
    if exponent in ("", "+", "-"):
        exponent = "0"
    return float(f"{mantissa}e{exponent}")


def _unescape(match: re.Match[str]) -> str:
    hexadecimal: str | None = match["hex"]
    if hexadecimal is not None:
        return chr(min(int(hexadecimal or "0", 16), _LAST_CODE_POINT))
    plain: str | None = match["plain"]
    if plain is not None:
        return _PLAIN[plain]
    return match["bad"] or ""


# ---------------------------------------------------------------------------- mistakes


def string_error(start: int, text: str) -> LexicalError | None:
    """What is wrong with a string token that begins at `start`."""
    if text.startswith('"""'):
        if _raw_is_closed(text):
            return None
        return LexicalError(start, start + 3, 'a closing `"""`', END_OF_FILE)
    if "\\" not in text:
        closed = len(text) > 1 and text[-1] == '"'
        return None if closed else _not_closed(start, text)
    position = 1
    for match in _ESCAPE.finditer(text):
        error = _escape_error(start, match)
        if error is not None:
            return error
        position = match.end()
    return None if text.endswith('"', position) else _not_closed(start, text)


def char_error(start: int, text: str) -> LexicalError | None:
    """What is wrong with a character token that begins at `start`."""
    end = start + len(text)
    if len(text) < 3 or text[-1] != "'":
        return LexicalError(start, end, "a character between two quotes", f"`{text}`")
    if text[1] == "\\":
        match = _ESCAPE.match(text, 1)
        if match is None or match.end() != len(text) - 1:
            return LexicalError(start, end, "a character between two quotes", f"`{text}`")
        error = _escape_error(start, match)
        if error is not None:
            return error
    if len(text) > 3 and text[1] != "\\":
        return LexicalError(start, end, "a single character", f"`{text}`")
    if ord(string_value(text)[0]) > _LAST_CODE_UNIT:
        return LexicalError(start, end, "a character below U+10000", "one beyond it")
    return None


def number_error(start: int, text: str) -> LexicalError | None:
    """What is wrong with an integer or number token that begins at `start`."""
    end = start + len(text)
    if text.startswith("0x"):
        if len(text) > 2:
            return None
        return LexicalError(start, end, "a hexadecimal digit", "nothing")
    if text[0] == "0" and len(text) > 1 and text[1] in "0123456789_":
        return LexicalError(start, end, "a number without leading zeros", f"`{text}`")
    mantissa, e, exponent = text.partition("e")
    if not e:
        return None if text.replace("_", "").isdigit() else _range_error(start, text)
    digits = exponent.lstrip("+-")
    if not digits or digits[0] == "_":
        return LexicalError(start + len(mantissa), end, "the digits of the exponent", "nothing")
    if digits[0] == "0" and len(digits) > 1:
        return LexicalError(start, end, "an exponent without leading zeros", f"`{text}`")
    return _range_error(start, text)


def _raw_is_closed(text: str) -> bool:
    return len(text) >= 6 and text.endswith('"""')


def _not_closed(start: int, text: str) -> LexicalError:
    return LexicalError(start, start + len(text), 'a closing `"`', END_OF_LINE)


def _escape_error(start: int, match: re.Match[str]) -> LexicalError | None:
    begin, end = start + match.start(), start + match.end()
    hexadecimal: str | None = match["hex"]
    if hexadecimal is not None:
        if int(hexadecimal or "0", 16) <= _LAST_CODE_POINT:
            return None
        return LexicalError(begin, end, "a code point up to 10FFFF", f"`{match[0]}`")
    if match["bad"] is None:
        return None
    return LexicalError(begin, end, "an escape such as `\\n`", f"`{match[0]}`")


def _range_error(start: int, text: str) -> LexicalError | None:
    value = number_value(text)
    mantissa = text.partition("e")[0]
    vanished = value == 0 and any(digit in "123456789" for digit in mantissa)
    if math.isinf(value) or vanished:
        return LexicalError(start, start + len(text), "a number in range", f"`{text}`")
    return None

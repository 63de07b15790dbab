"""Lines and columns: line starts of a text, and columns in the units that editors count in.

A line ends at `\\n`, `\\r\\n` or `\\r`, and at nothing else (not at form feeds or U+2028).
"""

from __future__ import annotations

import re
from enum import Enum

_LINE_END = re.compile(r"\r\n|\n|\r")


class Encoding(Enum):
    """The unit of a column. Offsets inside nova-ls are code points, which is UTF-32."""

    UTF8 = "utf-8"
    UTF16 = "utf-16"
    UTF32 = "utf-32"


def line_starts(text: str) -> list[int]:
    """The offset of each line's first character; a text that ends in a newline has an empty last line."""
    if "\r" not in text:
        starts = [0]
        find = text.find
        at = find("\n") + 1
        while at:
            starts.append(at)
            at = find("\n", at) + 1
        return starts
    return [0, *(match.end() for match in _LINE_END.finditer(text))]


def count_line_ends(text: str) -> int:
    """How many lines end in a text: one less than `line_starts` has."""
    return text.count("\n") if "\r" not in text else len(_LINE_END.findall(text))


def units(text: str, encoding: Encoding) -> int:
    """The length of a piece of a line in an encoding's units."""
    if encoding is Encoding.UTF32 or text.isascii():
        return len(text)
    if encoding is Encoding.UTF8:
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text) + sum(1 for character in text if character > "\uffff")


def code_points(line: str, column: int, encoding: Encoding) -> int:
    """The offset in a line for a column in an encoding's units, at most the line's length.

    A column inside a character means the character's start.
    """
    if encoding is Encoding.UTF32 or line.isascii():
        return min(max(column, 0), len(line))
    passed = 0
    for offset, character in enumerate(line):
        if encoding is Encoding.UTF16:
            passed += 2 if character > "\uffff" else 1
        else:
            passed += len(character.encode("utf-8", "surrogatepass"))
        if passed > column:
            return offset
    return len(line)

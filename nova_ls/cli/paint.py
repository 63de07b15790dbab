"""Colours on a terminal, and only there."""

from __future__ import annotations

import os
import sys
from typing import Final

_CODES: Final = {
    "yellow": "33",
    "red": "31",
    "green": "32",
    "cyan": "36",
    "bold": "1",
    "dim": "2",
}


def paint(text: str, style: str) -> str:
    """The text in a colour, where the output is a terminal. `style`: one or more words."""
    if not sys.stdout.isatty() or "NO_COLOR" in os.environ:
        return text
    codes = ";".join(_CODES[word] for word in style.split())
    return f"\033[{codes}m{text}\033[0m"


def indented(text: str, indent: str) -> str:
    """A text with each line that is not empty indented."""
    return "\n".join(indent + line if line else line for line in text.splitlines())


def width(text: str) -> int:
    """How many columns a text takes on a terminal."""
    from rich.cells import cell_len  # not wanted where there are no columns

    return cell_len(text)


def padded(text: str, columns: int) -> str:
    """With blanks behind it up to so many columns."""
    return text + " " * (columns - width(text))


def counted(number: int, word: str) -> str:
    """`1 entry`, `2 entries`."""
    if number == 1:
        return f"{number} {word}"
    return f"{number} {word[:-1]}ies" if word.endswith("y") else f"{number} {word}s"

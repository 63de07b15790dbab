"""Mutants of a source text: what slips of the keyboard, merges gone wrong and half-typed edits make of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from random import Random

_TOKEN = re.compile(r"[\w']+|\"[^\"\n]*\"|[ \t]+|\n[ \t]*|[!#$%&*+./<=>?@\\^|~:-]+|.", re.DOTALL)
_STRAYS = (
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    "_",
    "=",
    "::",
    "->",
    "<-",
    "|",
    "`",
    "\\",
    "forall a.",
    "where",
    "let",
    "of",
    "do",
    "in",
    "=>",
    ".",
    '"',
)


def mutate(text: str, random: Random) -> str:
    """A mutant of one to three changes."""
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        text = random.choice(_CHANGES)(text, random)
    return text


def smaller(text: str) -> Iterator[str]:
    """The text without some of its lines: larger runs of them first."""
    lines = text.splitlines(keepends=True)
    size = len(lines) // 2
    while size:
        for start in range(0, len(lines), size):
            yield "".join(lines[:start] + lines[start + size :])
        size //= 2


def _of_tokens(change: Callable[[list[str], int, Random], None]) -> Callable[[str, Random], str]:
    def changed(text: str, random: Random) -> str:
        tokens = _TOKEN.findall(text)
        places = [
            index for index, token in enumerate(tokens) if not token.isspace() or "\n" in token
        ]
        if places:
            change(tokens, random.choice(places), random)
        return "".join(tokens)

    return changed


def _of_lines(change: Callable[[list[str], int, Random], None]) -> Callable[[str, Random], str]:
    def changed(text: str, random: Random) -> str:
        lines = text.splitlines(keepends=True)
        if lines:
            change(lines, random.randrange(len(lines)), random)
        return "".join(lines)

    return changed


def _drop(parts: list[str], place: int, random: Random) -> None:
    del parts[place : place + random.choice((1, 1, 2, 5))]


def _double(parts: list[str], place: int, random: Random) -> None:
    run = parts[place : place + random.choice((1, 1, 3))]
    parts[place:place] = [*run, " "] if len(run) == 1 and run[0][0].isalnum() else run


def _swap(parts: list[str], place: int, random: Random) -> None:
    other = min(place + random.choice((1, 2, 2, 4)), len(parts) - 1)
    parts[place], parts[other] = parts[other], parts[place]


def _replace(parts: list[str], place: int, random: Random) -> None:
    parts[place] = random.choice(parts)


def _insert(parts: list[str], place: int, random: Random) -> None:
    parts.insert(place, f" {random.choice(_STRAYS)} ")


def _indent(lines: list[str], place: int, random: Random) -> None:
    for index in range(place, min(place + random.choice((1, 1, 4)), len(lines))):
        width = len(lines[index]) - len(lines[index].lstrip(" "))
        lines[index] = " " * max(0, width + random.choice((-4, -2, -1, 1, 2))) + lines[
            index
        ].lstrip(" ")


def _end(text: str, random: Random) -> str:
    return text[: random.randrange(len(text) + 1)]


_CHANGES: tuple[Callable[[str, Random], str], ...] = (
    *(_of_tokens(change) for change in (_drop, _double, _swap, _replace, _insert)),
    *(_of_tokens(change) for change in (_drop, _double, _swap, _replace)),
    *(_of_lines(change) for change in (_drop, _double, _swap, _replace, _indent)),
    _end,
)

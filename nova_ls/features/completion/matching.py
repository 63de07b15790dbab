"""Which names a word that is being written may become."""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache


class Match(IntEnum):
    """How well a name fits what is typed, the best first."""

    PREFIX = 0
    OTHER_CASE = 1
    WORDS = 2  # the beginnings of its words, `fM` of `fromMaybe`
    LETTERS = 3  # its letters in order


@lru_cache(maxsize=1 << 15)
def match(typed: str, name: str) -> Match | None:
    """None: the word cannot become the name by typing on, or skipping letters of the name."""
    if name.startswith(typed):
        return Match.PREFIX
    lower, small = name.lower(), typed.lower()
    if lower.startswith(small):
        return Match.OTHER_CASE
    if not has_letters(lower, small):
        return None
    if _begins_words(name, lower, small):
        return Match.WORDS
    # One letter in the middle of a word says nothing.
    is_meant = small[0] == lower[0] or (len(small) > 1 and small in lower)
    return Match.LETTERS if is_meant else None


def has_letters(name: str, typed: str) -> bool:
    """Whether a name has what is typed as letters in this order, others between."""
    at = 0
    for letter in typed:
        at = name.find(letter, at) + 1
        if not at:
            return False
    return True


def _begins_words(name: str, lower: str, typed: str) -> bool:
    """Whether the word is made of beginnings of the name's words, some left out."""
    starts = [0, *(i for i in range(1, len(name)) if _is_start(name, i))]
    return _spelled(lower, typed, starts, 0, 0)


def _is_start(name: str, index: int) -> bool:
    letter, before = name[index], name[index - 1]
    return (
        (letter.isupper() and not before.isupper())
        or before in "_. ("
        or (letter.isalpha() and not before.isalpha())
    )


def _spelled(name: str, typed: str, starts: list[int], word: int, done: int) -> bool:
    """Whether what is left of `typed` begins words of the name from number `word` on."""
    if done == len(typed):
        return True
    for number in range(word, len(starts)):
        start = starts[number]
        end = starts[number + 1] if number + 1 < len(starts) else len(name)
        length = 0
        while (
            start + length < end
            and typed[done + length : done + length + 1] == name[start + length]
        ):
            length += 1
            if _spelled(name, typed, starts, number + 1, done + length):
                return True
    return False

"""Whether a text has a name in it, as a word of its own: a cautious question, which comments and strings answer too."""

from __future__ import annotations


def has_word(text: str, word: str) -> bool:
    """Whether `word` stands somewhere in `text` with no letter, digit, `_` or `'` beside it."""
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        if not (_is_of_word(text[start - 1 : start]) or _is_of_word(text[end : end + 1])):
            return True
        start = text.find(word, start + 1)
    return False


def _is_of_word(letter: str) -> bool:
    return letter.isalnum() or letter in ("_", "'")

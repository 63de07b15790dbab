"""Codes about patterns: arity, redundancy. What a match misses is NoInstanceFound of Partial, see classes.py."""

from __future__ import annotations

from typing import Final

from nova_ls.types.messages.code import Code, error, unnecessary, warning
from nova_ls.types.messages.text import Text, counted, paragraphs


def _arity(text: Text) -> str:
    wanted, given = text.number(1), text.number(2)
    return f"The constructor {text.code(0)} has {counted(wanted, 'field')}, but is matched with {given}."


def _overlapping(text: Text) -> str:
    number = text.opt(0)
    many = isinstance(number, int) and number > 1
    return paragraphs(
        f"{number} branches are never reached." if many else "This branch is never reached.",
        "The branches before take all values that it could match.",
    )


PATTERNS: Final[dict[str, Code]] = {
    "IncorrectConstructorArity": error(
        "A constructor is matched with a wrong number of arguments.",
        "constructor; number wanted; number given",
        _arity,
    ),
    "OverlappingPattern": unnecessary(
        "A branch is never reached.", "number of branches", _overlapping
    ),
    "IncompleteExhaustivityCheck": warning(
        "A match has too many cases to be checked.",
        "",
        "This match has so many cases that it was not checked whether all are covered. "
        "Several smaller matches could be.",
    ),
}

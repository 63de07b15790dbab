"""How many steps a backtracking matcher takes with a regular expression: what no clock of a busy machine can tell.

Follows what the standard library's parser makes of a pattern, as its matcher does, but without shortcuts: the
true matcher never takes more steps. A step is the test of one character or place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import Enum
from functools import cache
from re import _constants as c  # type: ignore[attr-defined]  # no stubs: not public, and stable since 3.11
from re import _parser  # type: ignore[attr-defined]  # likewise
from typing import Any, Final


class Use(Enum):
    """What a pattern is asked."""

    MATCH = "match"
    FULL = "fullmatch"
    SCAN = "findall"  # also finditer, sub, split
    SEARCH = "search"


class TooMany(Exception):
    """More steps than one would wait for."""


LIMIT: Final = 200_000

_CATEGORIES: Final[dict[Any, Callable[[str], bool]]] = {
    c.CATEGORY_WORD: lambda x: x.isalnum() or x == "_",
    c.CATEGORY_NOT_WORD: lambda x: not (x.isalnum() or x == "_"),
    c.CATEGORY_DIGIT: str.isdecimal,
    c.CATEGORY_NOT_DIGIT: lambda x: not x.isdecimal(),
    c.CATEGORY_SPACE: str.isspace,
    c.CATEGORY_NOT_SPACE: lambda x: not x.isspace(),
}

_SINGLE: Final = frozenset((c.LITERAL, c.NOT_LITERAL, c.ANY, c.IN))
"""Nodes that take one character."""


def steps(pattern: re.Pattern[Any], text: str, use: Use) -> int:
    """The steps of asking `pattern` once about `text`."""
    return _Matcher(pattern, text).ask(use)


@cache
def _tree(pattern: re.Pattern[Any]) -> list[Any]:
    source = pattern.pattern
    source = source.decode("latin-1") if isinstance(source, bytes) else source
    return list(_parser.parse(source, pattern.flags & ~re.UNICODE))


class _Matcher:
    def __init__(self, pattern: re.Pattern[Any], text: str) -> None:
        self.ignores_case = bool(pattern.flags & re.IGNORECASE)
        self.is_multiline = bool(pattern.flags & re.MULTILINE)
        self.matches_all = bool(pattern.flags & re.DOTALL)
        self.tree = _tree(pattern)
        self.text = text.lower() if self.ignores_case else text
        self.length = len(self.text)
        self.groups: dict[int, str] = {}
        self.taken = 0

    def ask(self, use: Use) -> int:
        length = self.length
        if use is Use.FULL:
            any(end == length for end in self.ends(self.tree, 0))
        elif use is Use.MATCH:
            self.first(self.tree, 0)
        else:
            position = 0
            while position <= length:
                end = self.first(self.tree, position)
                if end is not None and use is Use.SEARCH:
                    break
                position = position + 1 if end is None or end == position else end
        return self.taken

    def step(self) -> None:
        self.taken += 1
        if self.taken > LIMIT:
            raise TooMany

    def first(self, nodes: list[Any], at: int) -> int | None:
        """Where a sequence of nodes ends first, if at all."""
        for index, node in enumerate(nodes):
            if node[0] not in _SINGLE:
                return next(self.ends(nodes, at, index), None)
            if not self.takes(node, at):
                return None
            at += 1
        return at

    # ------------------------------------------------------------------ sequences

    def ends(self, nodes: list[Any], at: int, index: int = 0) -> Iterator[int]:
        """Where a sequence of nodes can end, in the order in which a matcher tries."""
        while index < len(nodes) and nodes[index][0] in _SINGLE:
            if not self.takes(nodes[index], at):
                return
            at += 1
            index += 1
        if index == len(nodes):
            yield at
            return
        for end in self.node(nodes[index], at):
            yield from self.ends(nodes, end, index + 1)

    def node(self, node: Any, at: int) -> Iterator[int]:
        operation, value = node
        if operation is c.BRANCH:
            for branch in value[1]:
                yield from self.ends(list(branch), at)
        elif operation is c.SUBPATTERN:
            before = self.matches_all
            self.matches_all = before or bool(value[1] & re.DOTALL)
            for end in self.ends(list(value[3]), at):
                if value[0] is not None:
                    self.groups[value[0]] = self.text[at:end]
                yield end
            self.matches_all = before
        elif operation is c.ATOMIC_GROUP:
            found = self.first(list(value), at)
            if found is not None:
                yield found
        elif operation in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT):
            yield from self.repeat(operation, value, at)
        elif operation in (c.ASSERT, c.ASSERT_NOT):
            if self.looks(value, at) == (operation is c.ASSERT):
                yield at
        elif operation is c.AT:
            self.step()
            if self.is_at(value, at):
                yield at
        else:
            assert operation is c.GROUPREF, operation
            self.step()
            if self.text.startswith(self.groups.get(value, "\0"), at):
                yield at + len(self.groups[value])

    def repeat(self, operation: Any, value: Any, at: int) -> Iterator[int]:
        least, most, inner = value[0], value[1], list(value[2])
        most = len(self.text) + 1 if most is c.MAXREPEAT else most
        if operation is c.POSSESSIVE_REPEAT:
            places = [at]
            while len(places) <= most:
                end = self.first(inner, places[-1])
                if end is None or (end == places[-1] and len(places) > least):
                    break
                places.append(end)
            if len(places) > least:
                yield places[-1]
        elif operation is c.MIN_REPEAT:
            yield from self.lazily(inner, at, least, most)
        elif len(inner) == 1 and inner[0][0] in _SINGLE:
            end = at
            while end - at < most and self.takes(inner[0], end):
                end += 1
            for place in range(end, at + least - 1, -1):
                self.step()
                yield place
        else:
            yield from self.greedily(inner, at, least, most)

    def greedily(self, inner: list[Any], at: int, least: int, most: int) -> Iterator[int]:
        if most:
            for end in self.ends(inner, at):
                if end > at:
                    yield from self.greedily(inner, end, max(least - 1, 0), most - 1)
        if not least:
            yield at

    def lazily(self, inner: list[Any], at: int, least: int, most: int) -> Iterator[int]:
        assert len(inner) == 1, "a lazy repetition of more than a character is not needed"
        for count in range(most + 1):
            if count >= least:
                yield at
            end = self.first(inner, at)
            if end is None:
                return
            at = end

    # ------------------------------------------------------------------ places and characters

    def looks(self, value: Any, at: int) -> bool:
        direction, inner = value
        if direction < 0:
            width = inner.getwidth()[0]
            return at >= width and self.first(list(inner), at - width) is not None
        return self.first(list(inner), at) is not None

    def is_at(self, where: Any, at: int) -> bool:
        text, length = self.text, len(self.text)
        if where in (c.AT_BOUNDARY, c.AT_NON_BOUNDARY):
            word = _CATEGORIES[c.CATEGORY_WORD]
            before, after = at > 0 and word(text[at - 1]), at < length and word(text[at])
            return (before != after) == (where is c.AT_BOUNDARY)
        if where in (c.AT_BEGINNING, c.AT_BEGINNING_STRING):
            lines = self.is_multiline and where is c.AT_BEGINNING
            return at == 0 or (lines and text[at - 1] == "\n")
        if where is c.AT_END:
            return at == length or (text[at] == "\n" and (self.is_multiline or at == length - 1))
        return at == length

    def takes(self, node: Any, at: int) -> bool:
        """Whether a node for one character takes the one at a place."""
        self.step()
        if at >= self.length:
            return False
        operation, value = node
        character = self.text[at]
        if operation is c.ANY:
            return self.matches_all or character != "\n"
        if operation is c.LITERAL:
            return bool(ord(character) == value)
        if operation is c.NOT_LITERAL:
            return bool(ord(character) != value)
        return self.is_in(value, character)

    def is_in(self, members: list[Any], character: str) -> bool:
        negated = members[0][0] is c.NEGATE
        code = ord(character)
        for operation, value in members[negated:]:
            if operation is c.LITERAL:
                found = code == value
            elif operation is c.RANGE:
                found = value[0] <= code <= value[1]
            else:
                found = bool(_CATEGORIES[value](character))
            if found:
                return not negated
        return negated

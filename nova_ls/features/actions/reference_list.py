"""Editing a list of references, of an import or of a module's exports: a name more, one less, in the order and the style that it has."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeAlias

from nova_ls.base.keys import Space
from nova_ls.base.slotted import value
from nova_ls.features.actions.code_action import CodeEdit
from nova_ls.names.checks.lint_imports import written_order
from nova_ls.names.modules.items import Reference, ReferenceShape

Order: TypeAlias = Callable[[str], tuple[int, str]]

_COMMENT: Final = re.compile(r"--|\{-")


@value
class ReferenceList:
    """`spans`: of each reference, in the module's text. Between `name_end`, where the module's name ends, and `end` stands the list."""

    references: tuple[Reference, ...]
    spans: tuple[tuple[int, int], ...]
    start: int
    name_end: int
    end: int

    def index_of(self, space: Space, name: str) -> int | None:
        """Which of the references names something."""
        for index, each in enumerate(self.references):
            if (each.space, each.name) == (space, name):
                return index
        return None

    def exports_itself(self, module: str) -> bool:
        """Whether a module exports all that it declares, by its own name."""
        return any(
            each.shape is ReferenceShape.MODULE and each.name == module for each in self.references
        )


@value
class WantedReference:
    """A name that a module offers; `owner`: the type of a constructor, else empty."""

    space: Space
    name: str
    owner: str = ""

    @property
    def item(self) -> str:
        """As an import list names it."""
        match self.space:
            case Space.CONSTRUCTOR:
                return f"{self.owner}(..)"
            case Space.CLASS:
                return f"class {self.name}"
            case Space.VALUE_OPERATOR:
                return f"({self.name})"
            case Space.TYPE_OPERATOR:
                return f"type ({self.name})"
            case _:
                return self.name


def join_list(text: str, line: ReferenceList, wanted: WantedReference) -> CodeEdit | None:
    """A name more."""
    references = line.references
    if wanted.space is Space.CONSTRUCTOR:
        for reference, (start, end) in zip(references, line.spans, strict=True):
            if (reference.space, reference.name) == (Space.TYPE, wanted.owner):
                return _open_type(text[start:end], reference, start, end, wanted.name)
    spans = line.spans
    if not spans:
        opening = text.find("(", line.name_end, line.end)
        return None if opening < 0 else CodeEdit(opening + 1, opening + 1, wanted.item)
    written = [text[start:end] for start, end in spans]
    place = place_in(written, wanted.item, (written_order, _alphabetical))
    separator = _separator(text, line, place)
    if place == len(spans):
        return CodeEdit(spans[-1][1], spans[-1][1], separator + wanted.item)
    return CodeEdit(spans[place][0], spans[place][0], wanted.item + separator)


def _open_type(
    text: str, reference: Reference, start: int, end: int, constructor: str
) -> CodeEdit | None:
    """A constructor more of a type that the list names."""
    if reference.shape is ReferenceShape.PLAIN:
        return CodeEdit(end, end, "(..)")
    closing = text.rfind(")")
    if reference.shape is ReferenceShape.ALL or closing < 0:
        return None
    return CodeEdit(start + closing, start + closing, f", {constructor}")


def _alphabetical(item: str) -> tuple[int, str]:
    return 0, item.removeprefix("class ").removeprefix("type ").lower()


def place_in(present: Sequence[str], new: str, orders: Sequence[Order]) -> int:
    """Where a new entry belongs: by the first order that those present are in, at the end if they are in none."""
    for order in orders:
        keys = [order(each) for each in present]
        if keys == sorted(keys):
            return bisect_right(keys, order(new))
    return len(present)


def _separator(text: str, line: ReferenceList, place: int) -> str:
    """What stands between two references of the list, as near to a place as possible."""
    spans = line.spans
    if len(spans) > 1:
        left = min(max(place, 1), len(spans) - 1)
        between = text[spans[left - 1][1] : spans[left][0]]
        return ", " if _COMMENT.search(between) else between
    opening = text.find("(", line.name_end, spans[0][0])
    start = text.rfind("\n", 0, opening) + 1
    is_on_own_line = not text[start:opening].strip() and start > line.start
    return f"\n{text[start:opening]}, " if is_on_own_line else ", "


def leave_list(text: str, line: ReferenceList, indexes: Sequence[int]) -> Iterator[CodeEdit]:
    """Take references out of a list in which others remain."""
    spans, gone = line.spans, set(indexes)
    first = 0
    while first < len(spans):
        if first not in gone:
            first += 1
            continue
        last = first
        while last + 1 in gone:
            last += 1
        if last + 1 < len(spans):
            yield CodeEdit(spans[first][0], spans[last + 1][0], "")
        else:
            start = spans[first - 1][1]
            between = text[start : spans[first][0]]
            if _COMMENT.search(between):
                # The comment is about what remains; it must not swallow what follows on the line.
                kept = between[: between.rindex(",")]
                is_last_on_line = text[spans[last][1] :].lstrip(" \t\r").startswith("\n")
                start += len(kept.rstrip() if is_last_on_line else kept)
            yield CodeEdit(start, spans[last][1], "")
        first = last + 1

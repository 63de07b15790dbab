"""What the law compares: all that a workspace shows, with what a from-scratch check of the same texts shows."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from nova_ls.workspace.discovery import LIBRARY
from nova_ls.workspace.module_name import declared_name, name_in
from tests.compiler.world import View, fresh, fresh_from_nothing, references, view

_REMEMBERED: Final = 64

Texts = frozenset[tuple[str, str]]
"""File names with their texts."""


class Checked(NamedTuple):
    """What a from-scratch check shows, and where each element is mentioned."""

    view: View
    references: dict[str, list[Any]]


class Oracle:
    """From-scratch checks; those of the latest texts are remembered, as undo and a switch back ask for them again.

    `knows_library`: the library's modules are taken as they are known, where no text is in their way.
    """

    def __init__(self, knows_library: bool) -> None:
        self._knows_library = knows_library
        self._checked: OrderedDict[Texts, Checked] = OrderedDict()

    def check(self, texts: Mapping[str, str]) -> Checked:
        known = frozenset(texts.items())
        found = self._checked.get(known)
        if found is None:
            is_known = self._knows_library and not any(
                name_in(t) in library_names() for t in texts.values()
            )
            check = fresh if is_known else fresh_from_nothing
            workspace = check({Path("/law", name): text for name, text in texts.items()})
            found = self._checked[known] = Checked(view(workspace), references(workspace))
            if len(self._checked) > _REMEMBERED:
                self._checked.popitem(last=False)
        return found


@cache
def library_names() -> frozenset[str]:
    names = (declared_name(path) for path in LIBRARY.rglob("*.nova"))
    return frozenset(name for name in names if name is not None)


def assert_same_view(shown: View, wanted: View) -> None:
    """Like `==`, but a failure names only what differs."""
    for part in View._fields:
        assert_same(part, getattr(shown, part), getattr(wanted, part))


def assert_same(part: str, shown: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
    if shown != wanted:
        differing = {
            key: (shown.get(key, "NOTHING"), wanted.get(key, "NOTHING"))
            for key in sorted({*shown, *wanted})
            if shown.get(key) != wanted.get(key)
        }
        lines = [f"{key}\n   shown:  {a}\n   wanted: {b}" for key, (a, b) in differing.items()]
        raise AssertionError(f"{part}:\n" + "\n".join(lines))

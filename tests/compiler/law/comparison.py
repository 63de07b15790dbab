"""What the law compares: all that a workspace shows, with what a from-scratch check of the same texts shows."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from nova_ls.base.lines import Encoding
from nova_ls.compiler.state.module import Origin
from nova_ls.features.diagnostics import diagnostics
from nova_ls.workspace.discovery import LIBRARY
from nova_ls.workspace.module_name import declared_name, name_in
from nova_ls.workspace.workspace import Workspace
from tests.compiler.law.looks import Looks, hovers_at, mentions_at, places_in
from tests.compiler.world import View, fresh, fresh_from_nothing, references, view

_REMEMBERED: Final = 64

Texts = frozenset[tuple[str, str]]
"""File names with their texts."""


class Checked(NamedTuple):
    """What a from-scratch check shows, where each element is mentioned; by file name, what is seen at
    each place of it, and what a client is told of it."""

    view: View
    references: dict[str, list[Any]]
    hovers: dict[str, Looks]
    mentions: dict[str, Looks]
    told: dict[str, list[Any]]


def checked(workspace: Workspace) -> Checked:
    """All that a settled workspace shows."""
    hovers: dict[str, Looks] = {}
    mentions: dict[str, Looks] = {}
    told: dict[str, list[Any]] = {}
    shown, mentioned = view(workspace), references(workspace)
    for file in workspace.files.values():
        problems, _ = diagnostics(workspace, file, Encoding.UTF16, Path.as_uri, {})
        if problems:
            told[file.path.name] = problems
        if file.module is not None and file.module.origin is Origin.WORKSPACE:
            offsets = places_in(workspace, file.module)
            hovers[file.path.name] = hovers_at(workspace, file.module, offsets)
            mentions[file.path.name] = mentions_at(workspace, file.module, offsets)
    return Checked(shown, mentioned, hovers, mentions, told)


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
            found = self._checked[known] = checked(workspace)
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


def assert_same(part: str, shown: Mapping[Any, Any], wanted: Mapping[Any, Any]) -> None:
    if shown != wanted:
        differing = {
            key: (shown.get(key, "NOTHING"), wanted.get(key, "NOTHING"))
            for key in sorted({*shown, *wanted})
            if shown.get(key) != wanted.get(key)
        }
        lines = [f"{key}\n   shown:  {a}\n   wanted: {b}" for key, (a, b) in differing.items()]
        raise AssertionError(f"{part}:\n" + "\n".join(lines))

"""What the law compares: all that a workspace shows, with what a from-scratch check of the same texts shows."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

from nova_ls.base.lines import Encoding
from nova_ls.compiler.state.module import Module, ModuleOrigin
from nova_ls.compiler.state.module_problems import About
from nova_ls.features.diagnostics import diagnostics
from nova_ls.workspace.discovery import LIBRARY
from nova_ls.workspace.module_name import declared_name, name_in
from nova_ls.workspace.workspace import Workspace
from tests.compiler.law.looks import Looks, hovers_at, mentions_at, places_in
from tests.compiler.world import View, fresh, fresh_from_nothing, references, view

_REMEMBERED: Final = 16

Texts = frozenset[tuple[str, str]]
"""File names with their texts."""


class Checked:
    """What a from-scratch check shows; each part of it is looked at once it is asked for."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._files = {file.path.name: file for file in workspace.files.values()}
        self._hovers: dict[str, Looks] = {}
        self._mentions: dict[str, Looks] = {}
        self.view: Final = view(workspace)

    @cached_property
    def references(self) -> dict[str, list[Any]]:
        """Where each element is mentioned."""
        return references(self._workspace)

    @cached_property
    def told(self) -> dict[str, list[Any]]:
        """By file name, what a client is told."""
        found = {
            name: diagnostics(self._workspace, file, Encoding.UTF16, Path.as_uri, {})[0]
            for name, file in self._files.items()
        }
        return {name: problems for name, problems in found.items() if problems}

    def hovers_in(self, name: str) -> Looks | None:
        """What is seen at each place of a file; None: it is not a module."""
        return self._looks_at(name, hovers_at, self._hovers)

    def mentions_in(self, name: str) -> Looks | None:
        """Where the name at each place of a file is mentioned; None: it is not a module."""
        return self._looks_at(name, mentions_at, self._mentions)

    def _looks_at(
        self,
        name: str,
        look: Callable[[Workspace, Module, list[int]], Looks],
        known: dict[str, Looks],
    ) -> Looks | None:
        file = self._files.get(name)
        if file is None or file.module is None or file.module.origin is not ModuleOrigin.WORKSPACE:
            return None
        if name not in known:
            places = places_in(self._workspace, file.module)
            known[name] = look(self._workspace, file.module, places)
        return known[name]


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
            found = self._checked[known] = Checked(workspace)
            if len(self._checked) > _REMEMBERED:
                self._checked.popitem(last=False)
        self._checked.move_to_end(known)
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


def has_cycle(workspace: Workspace) -> bool:
    """Whether modules import each other in a circle: what is known of these is found anew at each start."""
    return any(
        module.problems_about(About.IMPORT_CYCLES) for module in workspace.program.modules.values()
    )

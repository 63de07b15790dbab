"""A workspace in which texts are changed and changed back, each time as little of them as an editor would send; what is said of it is counted anew where it may differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from nova_ls.base.lines import Encoding
from nova_ls.compiler.state.module import Module, ModuleOrigin
from nova_ls.features.actions.code_action import CodeEdit
from nova_ls.workspace.snapshot import Snapshot
from nova_ls.workspace.workspace import Workspace
from tests.compiler.world import change, settle
from tests.features.actions.law import Said, said_of
from tests.features.laws.an_edit import AnEdit

Verdict: TypeAlias = Mapping[Path, Counter[Said]]
"""What is said of some files."""


class Bench:
    """All is said of the texts as they are now; `revised` tells of others against that."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        workspace.take_revised()
        self.said: Verdict = {module.path: said_of(module) for module in self._own_modules()}

    def _own_modules(self) -> list[Module]:
        modules = self.workspace.program.modules.values()
        return [module for module in modules if module.origin is ModuleOrigin.WORKSPACE]

    def snapshot(self) -> Snapshot:
        return self.workspace.snapshot(Encoding.UTF32)

    def text(self, path: Path) -> str:
        return self.workspace.files[path].source.text

    def edit(self, path: Path, edits: Iterable[AnEdit]) -> list[CodeEdit]:
        """Change a text; gives the edits that change it back. Nothing is checked yet."""
        text, shift = self.text(path), 0
        back: list[CodeEdit] = []
        ordered = sorted(edits, key=lambda each: each.start)
        for each in ordered:
            start = each.start + shift
            back.append(CodeEdit(start, start + len(each.text), text[each.start : each.end]))
            shift += len(each.text) - (each.end - each.start)
        for each in reversed(ordered):
            change(self.workspace, path, each.start, each.end, each.text)
        return back

    def settle(self) -> None:
        settle(self.workspace)

    def revised(self) -> Verdict:
        """What is said now of the files of which something else may be said than the last time."""
        files, modules = self.workspace.files, self.workspace.program.modules
        found: dict[Path, Counter[Said]] = {}
        for path in self.workspace.take_revised():
            file = files.get(path)
            module = None if file is None else file.module
            if path in self.said or (
                module is not None and module.origin is ModuleOrigin.WORKSPACE
            ):
                is_there = module is not None and modules.get(module.name) is module
                found[path] = said_of(module) if module is not None and is_there else Counter()
        return found

    def before(self, now: Verdict) -> Counter[Said]:
        """What was said of the files that something is said of."""
        return together([self.said.get(path, Counter()) for path in now])

    def restored(self) -> list[str]:
        """What is said otherwise though all texts are what they were: nothing, if the checker is right."""
        now = self.revised()
        return [
            f"{path.name}: {each} after the way back"
            for path, said in now.items()
            if said != self.said.get(path, Counter())
            for each in said
        ]

    def forgotten(self) -> list[str]:
        """Of which files something else is said though nothing told of them: none, if what is revised is noted where it changes."""
        return [
            f"{module.path.name}: something else is said than at the beginning"
            for module in self._own_modules()
            if said_of(module) != self.said.get(module.path, Counter())
        ]


def together(counts: Sequence[Counter[Said]]) -> Counter[Said]:
    """All that is said, of whichever file."""
    found: Counter[Said] = Counter()
    for count in counts:
        found.update(count)
    return found

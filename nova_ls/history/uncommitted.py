"""The state of uncommitted texts: those on disk now, or those of another revision.

They are checked beside the workspace, over its database, its log and the shared library, and nothing is written: what was
typed before is found there, the rest is typed in memory.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from nova_ls.compiler.baseline import Baseline
from nova_ls.compiler.model.source import Source
from nova_ls.compiler.program import Program
from nova_ls.compiler.state.module import ModuleOrigin
from nova_ls.history.program_state import state_of_program
from nova_ls.history.state import State
from nova_ls.store import Database
from nova_ls.workspace.discovery import LIBRARY
from nova_ls.workspace.library import Library
from nova_ls.workspace.module_name import name_in
from nova_ls.workspace.shared_library import library_below


class UncommittedTexts:
    """A check of some texts, by path."""

    def __init__(
        self,
        database: Database,
        root: Path,
        texts: Mapping[Path, str],
        packages: Sequence[Path] = (),
    ) -> None:
        self._baseline = Baseline(database, root, LIBRARY, "", *library_below(database))
        self._library = Library(packages)
        self.program = Program(self._baseline.table, self, self._baseline.archive)
        for path, text in sorted(texts.items()):
            name = name_in(text)
            if name is not None and name not in self.program.modules:
                self.program.loader.add(name, path, ModuleOrigin.WORKSPACE, Source(text))
        self._forget_missing(texts)
        for _ in self.program.settle():
            pass

    def _forget_missing(self, texts: Mapping[Path, str]) -> None:
        """Withdraw the modules that were committed and are not among the texts, nor in a package."""
        for path, name in list(self._baseline.archive.rows.files()):
            if (
                path not in texts
                and name not in self.program.modules
                and not self._library.find(name)
            ):
                self.program.world.forget_elements(name, path)

    def find(self, module: str) -> tuple[Path, ModuleOrigin, Source] | None:
        """Compiler.program.Finder: the workspace's own modules are all there already."""
        found = self._library.find(module)
        if found is None:
            return None
        path, origin, text = found
        return path, origin, Source(text)

    def state(self, label: str) -> State:
        """What was checked anew, and for modules that are as a commit had them what was committed."""
        return state_of_program(self.program, label)

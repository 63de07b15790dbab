"""Keeping one workspace checked between messages.

Order of work: the document edited last, then whatever else is stale. A message that has come is always more urgent; the
generators of the workspace take note of edits by themselves, so that work may stop anywhere and go on later.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from os.path import lexists
from pathlib import Path
from typing import Final

from nova_ls.base.slotted import value
from nova_ls.compiler.model.units import Unit
from nova_ls.compiler.state.module import Module, ModuleOrigin
from nova_ls.server.rpc.deferred_responses import WORK_SECONDS
from nova_ls.workspace.source_file import File
from nova_ls.workspace.workspace import Workspace

AT_ONCE: Final = 0.080
"""Seconds that an edited document may take before its check goes on in slices."""

FOR_AN_ANSWER: Final = 0.012
"""Seconds that a request may take to bring its document up to date, and as many again for the declaration that it is about."""


LONGEST: Final = 1.0
"""Seconds that a request may wait for the files of its workspace."""


@value
class ModuleCounts:
    """Of modules: how many are known so far, how many of these have been read, and how many are checked."""

    known: int
    read: int
    checked: int

    def __add__(self, other: ModuleCounts) -> ModuleCounts:
        return ModuleCounts(
            self.known + other.known, self.read + other.read, self.checked + other.checked
        )


NOTHING: Final = ModuleCounts(0, 0, 0)


class Checker:
    """What is to be done for one workspace. `is_awaited` tells whether messages are waiting."""

    def __init__(self, workspace: Workspace, is_awaited: Callable[[], bool]) -> None:
        self.workspace = workspace
        self.focus: File | None = None
        self.to_add: list[Path] = []
        self.to_reload: dict[Path, None] = {}
        self.reloaded: Callable[[File], None] = lambda file: None
        self.is_ready = (
            False  # Invariant: nothing is checked before the workspace's files are known.
        )
        self._is_awaited = is_awaited
        self._steps: Iterator[Unit | Module] | None = None
        self.is_stopped = False

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to do.

        The workspace itself is asked: whatever made something stale, an edit, a commit or a question, it need not be told.
        """
        if self.is_stopped:
            return True
        return not (self.to_add or self.to_reload) and self.workspace.is_settled

    def changed(self, focus: File | None = None) -> None:
        """Something is stale; `focus` is what the user looks at."""
        if focus is not None:
            self.focus = focus
        self.is_stopped = False
        self._steps = None

    def catch_up(self, file: File, seconds: float = AT_ONCE) -> bool:
        """Bring one document up to date now, unless that takes longer; whether it is."""
        if self.is_settled and self.is_ready:
            return True
        if self.to_add or not self.is_ready:
            return False  # Not all modules are known yet: every import would seem to be wrong.
        if self.is_current(file):
            return True  # What is left to do concerns others.
        if self.focus is not file:
            self.changed(file)
        deadline = time.perf_counter() + seconds
        return not self.find_packages(deadline) and self._run(deadline, file)

    def take_in_files(self) -> None:
        """Take in the workspace's files now, unless there are too many."""
        deadline = time.perf_counter() + LONGEST
        while self.to_add and time.perf_counter() < deadline:
            self.add_next()

    def slice(self) -> None:
        """Work for a few milliseconds."""
        deadline = time.perf_counter() + WORK_SECONDS
        while self.to_add:
            self.add_next()
            if time.perf_counter() > deadline:
                return
        if not self.find_packages(deadline):
            self._run(deadline, None)

    def find_packages(self, deadline: float) -> bool:
        """Look for the modules of packages up to a deadline; whether there may be more of them."""
        return any(time.perf_counter() > deadline for _ in self.workspace.library.find_packages())

    def finish(self) -> None:
        """Work until nothing is left, however long that blocks the loop."""
        while self.to_add:
            self.add_next()
        while self.to_reload:
            self._reload_next()
        for _ in self.workspace.settle(self.focus):
            pass
        self._steps = None

    def add_next(self) -> None:
        """Take in one of the workspace's files that are still to be taken in, unless it has gone since it was found."""
        path = self.to_add.pop()
        if lexists(path):
            self.workspace.add_file(path, ModuleOrigin.WORKSPACE)
        if not self.to_add:
            self.workspace.forget_missing()

    def reload(self, paths: Iterable[Path]) -> None:
        """Files have changed on disk: they are taken in little by little, open documents first."""
        documents = self.workspace.documents
        due = dict.fromkeys(paths)
        self.to_reload |= {path: None for path in due if path in documents} | due
        self.changed()

    def reload_some(self) -> None:
        """Take in files that have changed, for a few milliseconds."""
        deadline = time.perf_counter() + WORK_SECONDS
        while self.to_reload:
            self._reload_next()
            if time.perf_counter() > deadline or self._is_awaited():
                return

    def _reload_next(self) -> None:
        path = next(iter(self.to_reload))
        del self.to_reload[path]
        file = self.workspace.reload(path)
        if file is not None:
            self.reloaded(file)
        self._steps = None

    def stop(self) -> None:
        """Do nothing more until something changes."""
        self._steps = None
        self.to_add = []
        self.to_reload = {}
        self.is_stopped = True

    def left(self) -> int:
        """How much is to be done, in units of no particular size."""
        return len(self.to_add) + len(self.to_reload) + len(self.workspace.program.engine.stale)

    def progress(self) -> ModuleCounts:
        """How far the check of all modules is."""
        program, to_add = self.workspace.program, len(self.to_add)
        known = program.modules
        unread = sum(1 for each in known.values() if each.scope is None and not each.is_restored)
        unchecked = len(program.engine.stale.all_rooms())
        total = len(known) + to_add
        return ModuleCounts(total, total - to_add - unread, total - to_add - unchecked)

    def is_current(self, file: File) -> bool:
        """Whether what is known of a document, also as a whole, is true of its text."""
        if not self.is_ready or self.to_add:
            return False
        if self.is_settled or file.module is None:
            return True
        return self.workspace.program.is_current(file.module)

    def _run(self, deadline: float, until: File | None) -> bool:
        """Work until the deadline, the end, or until something can be told; whether the end, or `until`, was reached."""
        if self._steps is None:
            self._steps = self.workspace.settle(self.focus)
        clock = time.perf_counter
        for step in self._steps:
            if isinstance(step, Module) and (until is None or until.module is step):
                return until is not None and self.is_current(until)
            if clock() > deadline or self._is_awaited():
                return False
        self._steps = None
        return True

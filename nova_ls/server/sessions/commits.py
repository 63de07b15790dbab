"""When a workspace is committed, why, and what the client is told of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from typing import Any

from nova_ls.compiler.baseline import Interrupted
from nova_ls.log.pending_merge import name_units
from nova_ls.server.rpc.deferred_responses import WORK_SECONDS
from nova_ls.server.rpc.server_log import LOGGER
from nova_ls.store import StoreError
from nova_ls.store.lock import Lock
from nova_ls.workspace.workspace import Workspace


class Commits:
    """`lock`: of the database, where it is on disk. `is_due`: what the first check finds is to be committed.

    `is_first`: nothing has been committed before.
    """

    def __init__(
        self,
        workspace: Workspace,
        lock: Lock | None,
        send: Callable[[str, dict[str, Any]], None],
        is_due: bool,
    ) -> None:
        self._workspace = workspace
        self._lock = lock
        self._send = send
        self._is_due = is_due
        self._is_of_a_save = False
        self.is_first = next(iter(workspace.baseline.archive.rows.files()), None) is None
        self._steps: Generator[None, None, None] | None = None
        self._hides_buffers = False  # while documents are as they are on disk
        self._is_kept = True  # the last commit has come to the database
        self._is_written = False  # the disk has still to say that it has it
        self._saved: set[str] = set()  # modules that this editor has saved

    @property
    def is_due(self) -> bool:
        """Whether a commit is due, or not safe yet. Where the folder was deleted, the database that is made in its place gets it."""
        is_due = self._is_due or self._is_written
        return is_due and (self._lock is None or self._lock.is_there())

    def succeed(self, former: Commits) -> None:
        """Go on where another session of the same folder was."""
        self._saved |= former._saved

    def note_change(self) -> None:
        """Files on disk are others now."""
        self._is_due = True

    def note_save(self, module: str | None) -> None:
        """The editor has saved a file; None: it has no module."""
        if module is not None:
            self._saved.add(module)
        self._is_due = self._is_of_a_save = True

    def go_on(self) -> bool:
        """Go on for some milliseconds with the commit that is due; whether it is over. What cannot be kept stays in memory, and the client is told once."""
        try:
            if not self._take_steps():
                return False
        except Interrupted:
            self._steps = None
            return True  # It is still due.
        except StoreError as problem:
            self._tell_unkept(problem)
        except Exception:
            LOGGER.exception("a commit failed; the results stay in memory")
        self._steps = None
        self._is_due = self._is_of_a_save = self._is_written = False
        self._tell_conflicts()
        return True

    def _take_steps(self) -> bool:
        """Whether nothing is left to do: what is due was written, and the disk has it."""
        deadline = time.perf_counter() + WORK_SECONDS
        if self._steps is None and self._is_due and self.is_due:
            self._steps = self._begin()
            self._is_written = False  # It begins with waiting for the disk.
        if self._steps is not None:
            for _ in self._steps:
                if time.perf_counter() > deadline:
                    return False
            self._steps, self.is_first = None, False
            self._is_due, self._is_of_a_save, self._is_written = False, False, True
        if self._is_written:
            for _ in self._workspace.baseline.make_safe():
                if time.perf_counter() > deadline:
                    return False
            self._is_kept = True
        return True

    def _tell_unkept(self, problem: StoreError) -> None:
        LOGGER.warning("a commit failed; the results stay in memory: %s", problem)
        if self._is_kept:  # Until it is well again, once is enough.
            self._is_kept = False
            self._show(
                f"what was checked could not be kept ({problem}); the next save tries again."
            )

    def _begin(self) -> Generator[None, None, None]:
        self._workspace.baseline.archive.posts = self._is_of_a_save
        self._hides_buffers = any(
            file.document is not None and file.document.dirty
            for file in self._workspace.documents.values()
        )
        return self._workspace.commit_steps(self._reason())

    @property
    def is_under_way(self) -> bool:
        """Whether a commit has begun and is not over."""
        return self._steps is not None

    def give_way(self) -> None:
        """Show again what the editor has not saved, if a commit has put it back."""
        if self._hides_buffers:
            self.abandon()

    def abandon(self) -> None:
        """Leave off a commit that is under way, and begin anew later."""
        if self._steps is not None:
            self._steps.close()
            self._steps = None

    def _reason(self) -> str:
        """What has led to a commit, for the log."""
        if self._is_of_a_save:
            return "saved in the editor"
        return "first opened in the editor" if self.is_first else "changed outside of the editor"

    def _tell_conflicts(self) -> None:
        """Name what was saved here and elsewhere, neither knowing of the other's version."""
        baseline = self._workspace.baseline
        for concurrent in baseline.archive.concurrent_changes:
            units = [unit for unit in concurrent.units if self._has_saved(unit.name)]
            names, other = name_units(units or concurrent.units), concurrent.commit.hex()[:10]
            LOGGER.info("%s: saved here and in commit %s at once", names, other)
            if units:
                self._show(
                    f"{names}: saved in two editors at once; the other's version is in commit {other} (`nova-ls show {other}`)."
                )
        baseline.archive.concurrent_changes.clear()
        if baseline.conflicts:
            names = ", ".join(f"{key.namespace}.{key.name}" for key in baseline.conflicts)
            self._show(
                f"{names}: changed twice at once; what was saved last is kept, both are in the log."
            )
            baseline.conflicts.clear()

    def _has_saved(self, name: str) -> bool:
        """Whether a declaration is of a module that this editor has saved."""
        return any(name == module or name.startswith(f"{module}.") for module in self._saved)

    def _show(self, text: str) -> None:
        self._send("window/showMessage", {"type": 2, "message": f"nova-ls: {text}"})

"""Checking mutants: each is an edit of one open document in a program that lives long, and is watched while it is checked."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from traceback import extract_tb
from types import FrameType

from nova_ls.base.lines import Encoding
from nova_ls.base.problems import InternalError
from nova_ls.compiler.baseline import Baseline
from nova_ls.diagnostics import render
from nova_ls.store import Database, open_in_memory
from nova_ls.workspace.discovery import LIBRARY, source_files
from nova_ls.workspace.source_file import TextChange
from nova_ls.workspace.workspace import Workspace
from tests.compiler.world import settle
from tests.fuzz.mutants import smaller

_LOOK = 0.2  # CPU seconds between two looks at a check that is running


class TooLongError(BaseException):
    """Checking a mutant takes more time or memory than it may. No `Exception`: the checker must not take it for its own."""


class Checker:
    """Sources that were checked once and lie in a database, so that each of them is at hand for its mutants.

    `seconds`: the CPU time that one mutant may take. `megabytes`: what the process may hold.
    """

    def __init__(self, folders: Sequence[Path], seconds: float, megabytes: int) -> None:
        self._folders = folders
        self._seconds = seconds
        self._megabytes = megabytes
        self._database: Database = open_in_memory()
        workspace = self._workspace()
        workspace.add_packages()
        settle(workspace)
        workspace.commit("as they are")

    def sources(self) -> list[Path]:
        return sorted(path for folder in self._folders for path in source_files(folder))

    def open(self, path: Path) -> Mutated:
        """One source, to be mutated. What else it imports is restored."""
        workspace = self._workspace()
        text = path.read_text("utf-8")
        workspace.open_document(path, text, 1)
        settle(workspace)
        return Mutated(workspace, path, text, self._watched)

    def _workspace(self) -> Workspace:
        return Workspace(None, Baseline(self._database, None, LIBRARY), self._folders)

    @contextmanager
    def _watched(self) -> Iterator[None]:
        start = time.process_time()

        def look(_signal: int, frame: FrameType | None) -> None:
            seconds, megabytes = time.process_time() - start, resident()
            if seconds > self._seconds or megabytes > self._megabytes:
                what = "memory" if megabytes > self._megabytes else "time"
                raise TooLongError(f"too much {what}: {seconds:.0f} s, {megabytes} MB")

        before = signal.signal(signal.SIGPROF, look)
        signal.setitimer(signal.ITIMER_PROF, _LOOK, _LOOK)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, before)


class Mutated:
    """A source and the program in which it becomes one mutant after the other."""

    def __init__(
        self,
        workspace: Workspace,
        path: Path,
        text: str,
        watched: Callable[[], AbstractContextManager[None]],
    ) -> None:
        self.text = text
        self._workspace = workspace
        self._path = path
        self._watched = watched

    def fault(self, text: str) -> str | None:
        """What goes wrong in the checker with another text; None: nothing. After a fault nothing more can be asked."""
        try:
            with self._watched():
                return self._become(text)
        except TooLongError as problem:
            return str(problem).split(":")[0]
        except Exception as problem:
            frame = extract_tb(problem.__traceback__)[-1]
            return f"{type(problem).__name__} at {Path(frame.filename).name}:{frame.lineno}"

    def _become(self, text: str) -> str | None:
        workspace = self._workspace
        file = workspace.files[self._path]
        workspace.change_document(self._path, [TextChange(None, text)], 1, Encoding.UTF16)
        settle(workspace)
        for _, diagnostic in workspace.diagnostics(file):
            render(diagnostic)
            problem = diagnostic.problem
            if isinstance(problem, InternalError):
                return f"{problem.kind} at {problem.place}"
        return None


def minimised(checker: Checker, path: Path, text: str, fault: str, seconds: float) -> str:
    """A smaller text with the same fault, as far as it is found in some seconds."""
    end = time.monotonic() + seconds
    mutated = checker.open(path)
    found = True
    while found:
        found = False
        for candidate in smaller(text):
            if time.monotonic() > end:
                return text
            other = mutated.fault(candidate)
            if other is not None:
                mutated = checker.open(path)
            if other == fault:
                text, found = candidate, True
                break
    return text


def resident() -> int:
    """Megabytes that the process holds."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * 4096 // 1_000_000

"""Whom git names for what was committed to it before it was seen here: read when somebody asks, kept as long as `HEAD` stays.

Invariant: an edit reads nothing of git.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from nova_ls.history.last_change import LastChange, Standing
from nova_ls.server.rpc.deferred_responses import Wait
from nova_ls.workspace.git import git_head
from nova_ls.workspace.git_blame import BlameReading, GitBlame, GitCommit

_MOST: Final = 100
"""Of so many files is kept what git said."""


@dataclass(slots=True)
class _Known:
    """What git says of a file; `reading` None: all is known."""

    head: str
    reading: BlameReading | None
    blame: GitBlame | None = None
    waiting: int = 0


class GitBlames:
    """`in_thread` does what waits for a process; `go_on` is called when that has ended."""

    def __init__(
        self,
        in_thread: Callable[[Callable[[], Any], Callable[[Any], None]], None],
        go_on: Callable[[], None],
    ) -> None:
        self._in_thread = in_thread
        self._go_on = go_on
        self._known: dict[Path, _Known] = {}

    def last_commit(
        self, path: Path, standing: Standing, patience: float = math.inf
    ) -> Generator[Wait, None, GitCommit | None]:
        """The commit of git that a declaration's last version is from; None: it was seen here before, or it takes too long to say.

        Where a request is cancelled that waits alone, git is stopped.
        """
        deadline = time.perf_counter() + patience
        last, text = standing.last, standing.text
        head = None if last is None or text is None else git_head(path.parent)
        if last is None or text is None or head is None:
            return None
        known = self._reading_of(path, head)
        known.waiting += 1
        try:
            while known.reading is not None and time.perf_counter() < deadline:
                yield Wait.FOR_A_THREAD
        except GeneratorExit:
            if known.reading is not None and known.waiting == 1:
                known.reading.stop()
                self._known.pop(path, None)
            raise
        finally:
            known.waiting -= 1
        return _before(last, None if known.blame is None else known.blame.last_commit(text))

    def _reading_of(self, path: Path, head: str) -> _Known:
        known = self._known.pop(path, None)
        if known is None or known.head != head:
            reading = BlameReading(path)
            known = _Known(head, reading)
            self._in_thread(reading.read, partial(self._has_read, known))
        self._known[path] = known
        if len(self._known) > _MOST:
            self._known.pop(next(iter(self._known)))
        return known

    def _has_read(self, known: _Known, blame: GitBlame | None) -> None:
        known.reading, known.blame = None, blame
        self._go_on()


def _before(last: LastChange, git_commit: GitCommit | None) -> GitCommit | None:
    """A commit of git, if it was there before the change was seen here. Git counts whole seconds."""
    return None if git_commit is None or git_commit.committed + 1 > last.time else git_commit

"""What keeps a workspace's database small while its editor is idle."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Final

from nova_ls.compiler.baseline import Baseline
from nova_ls.compiler.program import Program
from nova_ls.log.garbage import Garbage
from nova_ls.log.housekeeping import LogLimits, enforce_limits
from nova_ls.log.reading import read_branches
from nova_ls.store import Access
from nova_ls.store.purge import purge_old_schemas
from nova_ls.workspace.manifest import HistoryLimits

REVISIONS: Final = 500
SECONDS: Final = 6 * 3600.0


class Collector:
    """Collects from time to time: after so many saves, or so many hours. `step` is for a loop that has nothing to do.

    `program`: whose outcomes in memory may read what is about to go.
    """

    def __init__(
        self,
        baseline: Baseline,
        program: Program | None,
        limits: HistoryLimits,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._baseline = baseline
        self._program = program
        self._limits = LogLimits(limits.keep, limits.size)
        self._clock = clock
        self._steps: Iterator[Garbage | int] | None = None
        self._last = clock()
        self._revision = baseline.database.revision

    @property
    def is_due(self) -> bool:
        """Whether there is something to do."""
        if self._baseline.database.access is Access.FOLLOWER:
            return False
        saves = self._baseline.database.revision - self._revision
        late = saves > 0 and self._clock() - self._last >= SECONDS
        return self._steps is not None or saves >= REVISIONS or late

    def step(self) -> bool:
        """Go on for some milliseconds, if it is time; whether there is more to do."""
        if not self.is_due:
            return False
        if self._steps is None:
            self._steps = self.run()
        if next(self._steps, None) is None:
            self._steps = None
            self._last = self._clock()
            self._revision = self._baseline.database.revision
        return self._steps is not None

    def run(self) -> Iterator[Garbage | int]:
        """All of it now, whether it is time or not: what is past the limits, of no branch, or encoded by another version."""
        database = self._baseline.database
        yield from enforce_limits(self._baseline.log, self._limits, self._forget)
        while self._program is not None and self._program.outcome_cache.give_back():
            yield 0
        yield self._baseline.archive.rows.prune([name for name, _ in read_branches(database)])
        yield from purge_old_schemas(database)

    def _forget(self) -> None:
        if self._program is not None:
            self._program.outcome_cache.forget()

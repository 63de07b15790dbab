"""Waiting for the disk in a thread of its own: what was written is seen already, and is safe from a power cut once the disk has answered.

RocksDB keeps the interpreter for itself while it writes rows, and lets go of it while it waits for the disk.
"""

from __future__ import annotations

import threading
from collections.abc import Callable


class DiskSync:
    """One wait, which begins now. `problem`: why the disk does not have it, once that is over."""

    def __init__(self, sync: Callable[[], None]) -> None:
        self.problem: Exception | None = None
        self._thread = threading.Thread(target=self._run, args=(sync,), name="sync", daemon=True)
        self._thread.start()

    def _run(self, sync: Callable[[], None]) -> None:
        try:
            sync()
        except Exception as problem:
            # Without its frames: one of them would keep the files open.
            self.problem = problem.with_traceback(None)

    def is_over(self, seconds: float | None) -> bool:
        """Wait at most so long, None: for ever; whether the disk has answered."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

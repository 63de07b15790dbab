"""Waiting for the disk in a thread of its own: what was written is seen already, and is safe from a power cut once the disk has answered.

RocksDB keeps the interpreter for itself while it writes rows, and lets go of it while it waits for the disk.
"""

from __future__ import annotations

import _thread
import threading
from collections.abc import Callable


class DiskSync:
    """One wait, which begins now. `problem`: why the disk does not have it, once that is over."""

    def __init__(self, sync: Callable[[], None]) -> None:
        self.problem: Exception | None = None
        self._sync: Callable[[], None] | None = sync
        self._running = threading.Lock()
        self._running.acquire()
        # No `Thread`: where the processor is busy, beginning one means to wait until it has begun.
        _thread.start_new_thread(self._run, ())

    def _run(self) -> None:
        try:
            assert self._sync is not None
            self._sync()
        except Exception as problem:
            # Without its frames: one of them would keep the files open.
            self.problem = problem.with_traceback(None)
        finally:
            self._sync = None  # It would, too.
            self._running.release()

    def is_over(self, seconds: float | None) -> bool:
        """Wait at most so long, None: for ever; whether the disk has answered."""
        is_over = self._running.acquire(timeout=-1 if seconds is None else seconds)
        if is_over:
            self._running.release()
        return is_over

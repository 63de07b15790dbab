"""The server's loop: callbacks run one after another, in the thread that called `run`. Other threads may hand some in.

asyncio would do as well, but takes 40 ms to import, which is more than `initialize` may take.
"""

from __future__ import annotations

import heapq
import threading
import time
from collections import deque
from collections.abc import Callable
from itertools import count
from queue import Empty, SimpleQueue
from typing import Any, TypeAlias

from nova_ls.server.rpc.server_log import LOGGER

Callback: TypeAlias = Callable[[], None]


class Loop:
    """Invariant: a callback runs once, in the order in which it was handed in or (`call_later`) is due."""

    def __init__(self) -> None:
        self._ready: deque[Callback] = deque()
        self._later: list[tuple[float, int, Callback]] = []  # a heap
        self._from_threads: SimpleQueue[Callback] = SimpleQueue()
        self._numbers = count()
        self._is_over = False

    def run(self) -> None:
        """Run callbacks until `stop`. One that raises is logged, and the loop goes on."""
        while not self._is_over:
            self._collect()
            for _ in range(len(self._ready)):
                try:
                    self._ready.popleft()()
                except Exception:
                    LOGGER.exception("in the loop")
                if self._is_over:
                    break

    def stop(self) -> None:
        """End once the callback that is running has returned. Signals and other threads may call it, too."""
        self._is_over = True
        self._from_threads.put(_nothing)  # It may be waiting.

    def call_soon(self, callback: Callback) -> None:
        """Run a callback when those that were handed in before have run; messages may come in between."""
        self._ready.append(callback)

    def call_later(self, seconds: float, callback: Callback) -> None:
        """Run a callback in some seconds."""
        due = time.monotonic() + seconds
        heapq.heappush(self._later, (due, next(self._numbers), callback))

    def call_from_thread(self, callback: Callback) -> None:
        """Run a callback soon; for other threads, and signals."""
        self._from_threads.put(callback)

    def in_thread(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """Do something in a thread of its own; `done` gets what it came to, in the loop. What goes wrong is logged."""

        def run() -> None:
            try:
                result = work()
            except Exception as problem:
                LOGGER.error("in the background: %s", problem)
                return
            self.call_from_thread(lambda: done(result))

        threading.Thread(target=run, name="background", daemon=True).start()

    def _collect(self) -> None:
        """What other threads handed in and what is due joins the callbacks that are ready; wait where there is none."""
        while True:
            try:
                self._ready.append(self._from_threads.get(timeout=self._patience()))
            except Empty:
                break
        now = time.monotonic()
        while self._later and self._later[0][0] <= now:
            self._ready.append(heapq.heappop(self._later)[2])

    def _patience(self) -> float | None:
        """Seconds to wait for something from other threads; None: for ever."""
        if self._ready or self._is_over:
            return 0
        return max(self._later[0][0] - time.monotonic(), 0) if self._later else None


def _nothing() -> None:
    """Only to wake the loop."""

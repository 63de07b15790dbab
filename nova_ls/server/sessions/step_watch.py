"""A line in the log for each step that keeps the server from its messages, while it is still running.

A thread looks at what the loop computes. The loop itself only notes which unit that is, and asks no clock.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

from nova_ls.compiler.program import UnitRun
from nova_ls.server.rpc.server_log import LOGGER

LONG: Final = 1.0
"""Seconds after which a step is worth a line."""

PERIOD: Final = 0.25


class StepWatch:
    """`at_work`: the step that is running, a new object for each; None: nothing is."""

    def __init__(self, at_work: Callable[[], UnitRun | None], clock: Callable[[], float]) -> None:
        self._at_work = at_work
        self._clock = clock
        self._step: UnitRun | None = None
        self._since = 0.0
        self._is_logged = False

    def look(self) -> None:
        """See what is running now, and log what has been for too long."""
        step, now = self._at_work(), self._clock()
        if step is not self._step:
            if self._step is not None and self._is_logged:
                LOGGER.warning("%s took %.1f s", _words(self._step), now - self._since)
            self._step, self._since, self._is_logged = step, now, False
        elif step is not None and not self._is_logged and now - self._since > LONG:
            LOGGER.warning("%s has been running for over %.0f s", _words(step), LONG)
            self._is_logged = True


def start_step_watch(at_work: Callable[[], UnitRun | None], is_over: Callable[[], bool]) -> None:
    """Look again and again, from a thread that ends with the process."""
    watch = StepWatch(at_work, time.monotonic)

    def look_on() -> None:
        while not is_over():
            time.sleep(PERIOD)
            watch.look()

    threading.Thread(target=look_on, name="step watch", daemon=True).start()


def _words(step: UnitRun) -> str:
    kind, key = step.unit
    name = f"{key.namespace}.{key.name}" if key.name else key.namespace
    return f"{name} ({kind})"

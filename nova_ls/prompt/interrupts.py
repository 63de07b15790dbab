"""Ctrl-C: what is being checked is left at a step's end, so that nothing is left half done; a wait is left at once."""

from __future__ import annotations

import signal
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

T = TypeVar("T")


class Interrupts:
    """Holds Ctrl-C back while it is entered."""

    def __init__(self) -> None:
        self._is_wanted = False
        self._before: Any = None

    def __enter__(self) -> Interrupts:
        self._is_wanted = False
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._note)
        return self

    def __exit__(self, *_: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def _note(self, *_: object) -> None:
        self._is_wanted = True

    def heed(self) -> None:
        """Raise KeyboardInterrupt if there was one."""
        if self._is_wanted:
            raise KeyboardInterrupt

    def through(self, steps: Generator[Any, None, T]) -> T:
        """What some steps come to. Raises KeyboardInterrupt between two of them."""
        while True:
            self.heed()
            try:
                next(steps)
            except StopIteration as end:
                value: T = end.value
                return value

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Let it through: nothing is done here but to wait."""
        self.heed()
        if self._before is None:
            yield
            return
        signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, self._note)

"""Running on a stack that is deep enough: programs recurse as far as their data go."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import Final, TypeVar

T = TypeVar("T")

DEPTH: Final = 1_000_000
"""Calls inside of calls. Those of compiled code take memory, but nothing of the thread's own stack."""
_STACK: Final = 1 << 29
_ROOM: Final = (1 << 22) + (1 << 10)
"""Slots of the outermost frame: a little more than half of a piece of memory that Python then gets for frames."""


def _spacious(work: Callable[[], None]) -> None:
    work()


# CPython keeps frames in pieces of 16 KB, and gives each back when it is left: a loop whose calls go over the end of one gets and gives back a
# piece at each turn, which costs fifty times what a call does. A frame that needs more gets a larger piece, and what it leaves
# of that is for those that it calls. Its stack is memory that nobody writes to, so that nothing is used up.
_spacious.__code__ = _spacious.__code__.replace(co_stacksize=_ROOM)


def run_deep(work: Callable[[], T], depth: int = DEPTH) -> T:
    """The result of some work, done in a thread of its own with a large stack; what it raises is raised here."""
    results: list[T] = []
    problems: list[BaseException] = []

    def run() -> None:
        try:
            _spacious(lambda: results.append(work()))
        except BaseException as problem:  # It is raised again where it can be handled.
            problems.append(problem)

    before = threading.stack_size(_STACK)
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(depth)
    try:
        thread = threading.Thread(target=run, name="nova", daemon=True)
        thread.start()
        thread.join()
    finally:
        threading.stack_size(before)
        sys.setrecursionlimit(limit)
    if problems:
        raise problems[0]
    return results[0]

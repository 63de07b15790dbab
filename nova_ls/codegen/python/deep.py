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


def run_deep(work: Callable[[], T]) -> T:
    """The result of some work, done in a thread of its own with a large stack; what it raises is raised here."""
    results: list[T] = []
    problems: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as problem:  # It is raised again where it can be handled.
            problems.append(problem)

    before = threading.stack_size(_STACK)
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(DEPTH)
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

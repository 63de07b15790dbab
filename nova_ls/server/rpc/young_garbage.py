"""What Python's garbage collector does in a server: it looks through what is young, often, and never through what is old.

Looking through what is old takes as long as there is much of it, half a second in a large project, whatever it finds; and nothing is found: no
part of a program becomes a circle that nobody reaches (`tests/server/test_garbage.py`).
"""

from __future__ import annotations

import gc
from typing import Final

_THRESHOLDS: Final = (5_000, 2, 1_000_000)
"""New objects before the youngest are looked through, and how often that is done before the next older ones are."""


def collect_nothing() -> None:
    """While a project is checked for the first time: that allocates, and there is little to collect."""
    gc.disable()


def collect_young() -> None:
    """What there is now stays; what comes is looked through while it is young."""
    if not gc.isenabled():
        gc.freeze()  # Not collected before: that would take longer than any message should wait.
        gc.set_threshold(*_THRESHOLDS)
        gc.enable()

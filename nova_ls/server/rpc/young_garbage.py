"""What Python's garbage collector does in a server: it looks through what is new, when nobody waits, and never through what has stayed.

Looking through what has stayed takes as long as there is much of it, half a second in a large project, whatever it finds; and nothing is found: no
part of a program becomes a circle that nobody reaches (`tests/server/test_garbage.py`).
"""

from __future__ import annotations

import gc
from typing import Final

_THRESHOLDS: Final = (50_000, 1_000_000, 1_000_000)
"""New objects before they are looked through whoever waits: hundreds of edits without a pause make so many. Those that stay are not looked through again."""

MANY: Final = 5_000
"""New objects that take somewhat more than a millisecond."""

SOME: Final = 1_000
"""Fewer are not worth a look."""


def collect_nothing() -> None:
    """While a project is checked for the first time: that allocates, and there is little to collect."""
    gc.disable()


def collect_young() -> None:
    """What there is now stays; what comes is looked through once."""
    if not gc.isenabled():
        gc.freeze()  # Not collected before: that would take longer than any message should wait.
        gc.set_threshold(*_THRESHOLDS)
        gc.enable()


def collect_between(least: int) -> None:
    """Between two steps that nobody waits for: look through what is new, if that is so much, lest an edit has to wait for it."""
    if gc.isenabled() and gc.get_count()[0] >= least:
        gc.collect(0)

"""What Python's garbage collector does in a server: it looks through what is new, often, and never through what has stayed.

Looking through what has stayed takes as long as there is much of it, half a second in a large project, whatever it finds; and nothing is found: no
part of a program becomes a circle that nobody reaches (`tests/server/test_garbage.py`).
"""

from __future__ import annotations

import gc
from typing import Final

_THRESHOLDS: Final = (5_000, 1_000_000, 1_000_000)
"""New objects before they are looked through; those that stay are not again."""


def collect_nothing() -> None:
    """While a project is checked for the first time: that allocates, and there is little to collect."""
    gc.disable()


def collect_young() -> None:
    """What there is now stays; what comes is looked through once."""
    if not gc.isenabled():
        gc.freeze()  # Not collected before: that would take longer than any message should wait.
        gc.set_threshold(*_THRESHOLDS)
        gc.enable()

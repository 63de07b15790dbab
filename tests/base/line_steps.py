"""How much Python code runs: lines counted, not time, so that the same is found on every machine."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from types import FrameType
from typing import Any


def steps(work: Callable[[], object]) -> Counter[str]:
    """How many lines some work runs, by function."""
    counted: Counter[str] = Counter()

    def line(frame: FrameType, event: str, _argument: Any) -> Any:
        if event == "line":
            counted[frame.f_code.co_qualname] += 1
        return line

    before = sys.gettrace()
    sys.settrace(line)
    try:
        work()
    finally:
        sys.settrace(before)
    return counted

"""The engine's own record of what it did: which units ran, which were found, which were cut off."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable
from enum import Enum
from typing import Final, Generic, Protocol, TypeVar

UnitT = TypeVar("UnitT", bound=Hashable)

CAPACITY: Final = 20_000


class Action(Enum):
    """What was done to make a unit fresh."""

    __hash__ = object.__hash__  # an enum hashes its name in Python code: too slow for table keys

    RAN = "ran"  # computed
    FOUND = "found"  # an earlier result for the same text and answers was put in place
    CUT_OFF = "cut off"  # nothing it depends on had changed


UnitT_contra = TypeVar("UnitT_contra", bound=Hashable, contravariant=True)


class Watch(Protocol[UnitT_contra]):
    """Who looks on while units are made fresh. Between `began` and `ended` of a unit lie those that it depends on."""

    def began(self, unit: UnitT_contra) -> None:
        """A unit that may be stale is looked at."""

    def acted(self, unit: UnitT_contra, action: Action) -> None:
        """It is known how a unit is made fresh."""

    def ended(self, unit: UnitT_contra) -> None:
        """A unit is fresh."""


class Trace(Generic[UnitT]):
    """A bounded list of (unit, action), oldest first; `counts` covers everything since the start."""

    __slots__ = ("_events", "counts", "watch")

    def __init__(self) -> None:
        self._events: deque[tuple[UnitT, Action]] = deque(maxlen=CAPACITY)
        self.counts: dict[Action, int] = dict.fromkeys(Action, 0)
        self.watch: Watch[UnitT] | None = None

    def add(self, unit: UnitT, action: Action) -> None:
        """Note what was done to a unit."""
        self._events.append((unit, action))
        self.counts[action] += 1
        if self.watch is not None:
            self.watch.acted(unit, action)

    def events(self) -> list[tuple[UnitT, Action]]:
        """What was done, oldest first."""
        return list(self._events)

    def clear(self) -> None:
        """Forget the events."""
        self._events.clear()

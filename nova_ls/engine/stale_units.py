"""The units that are to be ensured, by phase and by room: who goes through those of one room, or of the next phase, meets no others.

A project of ten thousand modules may have hundreds of thousands of them.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Iterator, KeysView
from typing import Final, Generic, TypeVar

UnitT = TypeVar("UnitT", bound=Hashable)

Place = tuple[int, str]
"""The phase in which a unit has its turn, and the room that it stands in."""


class StaleUnits(Generic[UnitT]):
    """Units in the order in which they were added, within their phase and room. `place`: tells where a unit belongs, always the same."""

    __slots__ = ("_phases", "_place")

    def __init__(self, place: Callable[[UnitT], Place]) -> None:
        self._place = place
        self._phases: dict[int, dict[str, dict[UnitT, None]]] = {}

    def add(self, unit: UnitT) -> None:
        """Add a unit that may be there already."""
        phase, room = self._place(unit)
        rooms = self._phases.get(phase)
        if rooms is None:
            rooms = self._phases[phase] = {}
        units = rooms.get(room)
        if units is None:
            rooms[room] = {unit: None}
        else:
            units[unit] = None

    def discard(self, unit: UnitT) -> None:
        """Take a unit out, if it is there."""
        phase, room = self._place(unit)
        rooms = self._phases.get(phase)
        units = None if rooms is None else rooms.get(room)
        if rooms is None or units is None:
            return
        units.pop(unit, None)
        if not units:
            del rooms[room]
            if not rooms:
                del self._phases[phase]

    def __bool__(self) -> bool:
        return bool(self._phases)

    def __len__(self) -> int:
        return sum(len(units) for rooms in self._phases.values() for units in rooms.values())

    def __iter__(self) -> Iterator[UnitT]:
        """Phase by phase."""
        for phase in sorted(self._phases):
            for units in self._phases[phase].values():
                yield from units

    def first_phase(self) -> int | None:
        """The phase whose turn is next; None: there are no units."""
        return min(self._phases, default=None)

    def rooms(self, phase: int) -> KeysView[str]:
        """The rooms with units of a phase; a view, which changes with them."""
        return self._phases.get(phase, _NO_ROOMS).keys()

    def all_rooms(self) -> set[str]:
        """The rooms with units of any phase."""
        return set().union(*self._phases.values())

    def has_any_in(self, room: str) -> bool:
        """Whether there are units in a room."""
        return any(room in rooms for rooms in self._phases.values())

    def has_any_outside(self, room: str, phases: Container[int]) -> bool:
        """Whether there are units of some phases in other rooms than one."""
        for phase, rooms in self._phases.items():
            if phase in phases and (len(rooms) > 1 or room not in rooms):
                return True
        return False

    def within(self, room: str, phase: int | None = None) -> list[UnitT]:
        """The units in a room: those of one phase, or (None) all, phase by phase."""
        phases = sorted(self._phases) if phase is None else (phase,)
        there = [self._phases[each] for each in phases if each in self._phases]
        return [unit for rooms in there for unit in rooms.get(room, ())]


_NO_ROOMS: Final[dict[str, object]] = {}

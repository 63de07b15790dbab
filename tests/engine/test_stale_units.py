"""Stale units by phase and room: whatever is asked of them is what going through all of them would find."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nova_ls.engine.stale_units import StaleUnits

PHASES, ROOMS = range(3), "ab"
UNITS = [(phase, room, number) for phase in PHASES for room in ROOMS for number in range(2)]


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(UNITS))))
def test_they_are_found_by_phase_and_room(steps: list[tuple[bool, tuple[int, str, int]]]) -> None:
    stale = StaleUnits[tuple[int, str, int]](lambda unit: unit[:2])
    known: dict[tuple[int, str, int], None] = {}
    for is_added, unit in steps:
        if is_added:
            stale.add(unit)
            known[unit] = None
        else:
            stale.discard(unit)
            known.pop(unit, None)
        assert set(stale) == known.keys()
        assert len(stale) == len(known)
        assert bool(stale) is bool(known)
        assert [unit[0] for unit in stale] == sorted(unit[0] for unit in known)
        assert stale.first_phase() == min((unit[0] for unit in known), default=None)
        assert stale.all_rooms() == {unit[1] for unit in known}
        for room in ROOMS:
            assert stale.has_any_in(room) is any(unit[1] == room for unit in known)
            for phases in ((), (0,), (1, 2)):
                outside = any(unit[1] != room and unit[0] in phases for unit in known)
                assert stale.has_any_outside(room, phases) is outside
            inside = [unit for unit in known if unit[1] == room]
            assert stale.within(room) == sorted(inside, key=lambda unit: unit[0])
            for phase in PHASES:
                assert stale.within(room, phase) == [one for one in inside if one[0] == phase]
        for phase in PHASES:
            assert set(stale.rooms(phase)) == {unit[1] for unit in known if unit[0] == phase}

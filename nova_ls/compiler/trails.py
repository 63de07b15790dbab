"""Checks that code is about to be made of: they leave their trails here, so that nothing has to be checked a second time to be lowered."""

from __future__ import annotations

from collections.abc import Iterable

from nova_ls.compiler.model.outcome import Outcome
from nova_ls.compiler.model.units import Unit
from nova_ls.compiler.queries.check_unit import TrailedCheck


class Trails:
    """Invariant: what is found for an outcome was noted by the very check that made it."""

    def __init__(self) -> None:
        self._wanted: frozenset[Unit] = frozenset()
        self._found: dict[Unit, tuple[Outcome, TrailedCheck]] = {}

    def want(self, units: Iterable[Unit]) -> None:
        """From now on checks of these units are to leave their trails, and no others; what there is is forgotten."""
        self._wanted = frozenset(units)
        self._found.clear()

    def wants(self, unit: Unit) -> bool:
        """Whether a check of a unit is to leave its trail."""
        return unit in self._wanted

    def note(self, outcome: Outcome, check: TrailedCheck) -> None:
        """A check has left its trail."""
        self._found[outcome.unit] = outcome, check

    def of(self, outcome: Outcome | None) -> TrailedCheck | None:
        """The check that an outcome is of, if it has left its trail."""
        found = None if outcome is None else self._found.get(outcome.unit)
        return found[1] if found is not None and found[0] is outcome else None

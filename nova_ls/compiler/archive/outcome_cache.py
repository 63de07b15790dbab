"""What was typed before: outcomes by unit and text, in memory and in the log.

An outcome may be used again when the text is the same and every question it asked has the same answer today: undo, redo,
a restart and a branch switch find their results here.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from typing import Final, Protocol

from nova_ls.compiler.model.outcome import Outcome
from nova_ls.compiler.model.units import Unit

CAPACITY: Final = 20_000
PER_TEXT: Final = 4

_GIVEN_BACK: Final = 500
"""So many at once, which takes some milliseconds."""


class OutcomeStore(Protocol):
    """The part of the memory that outlives the process."""

    def candidates(self, unit: Unit, source_hash: bytes) -> Iterator[Outcome]:
        """Outcomes that were committed for this text, newest first."""


class OutcomeCache:
    """Recent outcomes, then those of the archive."""

    __slots__ = ("_archive", "_forgotten", "_recent")

    def __init__(self, archive: OutcomeStore | None) -> None:
        self._archive = archive
        self._recent: OrderedDict[tuple[Unit, bytes], list[Outcome]] = OrderedDict()
        self._forgotten: list[OrderedDict[tuple[Unit, bytes], list[Outcome]]] = []

    def candidates(self, unit: Unit, source_hash: bytes) -> Iterator[Outcome]:
        """Outcomes for this text, most promising first; the caller checks their answers."""
        recent = self._recent.get((unit, source_hash))
        if recent is not None:
            self._recent.move_to_end((unit, source_hash))
            yield from reversed(recent)
        if self._archive is not None:
            yield from self._archive.candidates(unit, source_hash)

    def forget(self) -> None:
        """From now on the archive alone is asked: what recent outcomes would read of it may be collected. Their memory is for `give_back`."""
        self._forgotten.append(self._recent)
        self._recent = OrderedDict()

    def give_back(self) -> bool:
        """Give the memory of some forgotten outcomes back; whether there are more."""
        if self._forgotten:
            some = self._forgotten[-1]
            for _ in range(min(_GIVEN_BACK, len(some))):
                some.popitem()
            if not some:
                self._forgotten.pop()
        return bool(self._forgotten)

    def remember(self, outcome: Outcome) -> None:
        """Keep an outcome for as long as there is room."""
        known = self._recent.setdefault((outcome.unit, outcome.source_hash), [])
        known.append(outcome)
        del known[:-PER_TEXT]
        while len(self._recent) > CAPACITY:
            self._recent.popitem(last=False)

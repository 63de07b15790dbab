"""Which modules can be checked next: those of which all imports have been; first those at the beginning of the chains that take longest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from heapq import heappop, heappush
from itertools import count
from typing import Final

MOST: Final = 16
"""Modules of one task."""

_SHARES: Final = 2
"""Tasks for each worker that what is ready is divided into: who has too much of it lets others wait for what he has not begun."""

_PORTION: Final = 200
"""So many modules are taken in in one step."""

_MANY: Final = 2_000
"""Of so many modules there are always some that are ready."""


class Schedule:
    """Modules with what they import, as far as that is to be checked as well. Those in a circle, and what imports them, never get their turn.

    `most`: modules of one task. What checking a module takes is told in any unit, for all modules the same.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._missing: dict[str, set[str]] = {}
        self._importers: dict[str, list[str]] = {}
        self._costs: Mapping[str, int] = {}
        self._chains: Mapping[str, int] = {}
        self._numbers = count()
        self._ready: list[tuple[int, int, str]] = []
        self._ready_cost = 0

    def fill(
        self, imports: Mapping[str, Iterable[str]], costs: Mapping[str, int]
    ) -> Iterator[None]:
        """Take in all modules, and what checking each takes, in small steps."""
        self._costs = costs
        for number, (name, others) in enumerate(imports.items()):
            missing = {other for other in others if other in imports and other != name}
            self._missing[name] = missing
            for other in missing:
                self._importers.setdefault(other, []).append(name)
            if number % _PORTION == 0:
                yield
        if len(self._missing) <= _MANY:
            self._chains = _longest_chains(self._missing, self._importers, costs)
            yield
        for number, (name, missing) in enumerate(self._missing.items()):
            if not missing:
                self._be_ready(name)
            if number % _PORTION == 0:
                yield

    def _be_ready(self, name: str) -> None:
        heappush(self._ready, (-self._chains.get(name, 0), next(self._numbers), name))
        self._ready_cost += self._costs[name]

    @property
    def has_ready(self) -> bool:
        """Whether there are modules that can be checked now and are not."""
        return bool(self._ready)

    def take(self, workers: int) -> list[str]:
        """Modules for one of so many workers, none where all that could be checked is being checked."""
        share = self._ready_cost / (_SHARES * workers)
        names: list[str] = []
        cost = 0
        while self._ready and cost < share and len(names) < self._most:
            names.append(heappop(self._ready)[-1])
            cost += self._costs[names[-1]]
        self._ready_cost -= cost
        return names

    def finish(self, names: Iterable[str]) -> None:
        """Modules have been checked: what waited for them may come next."""
        for name in names:
            for importer in self._importers.get(name, ()):
                missing = self._missing[importer]
                if name in missing:
                    missing.remove(name)
                    if not missing:
                        self._be_ready(importer)


def _longest_chains(
    imports: Mapping[str, Collection[str]],
    importers: Mapping[str, Collection[str]],
    costs: Mapping[str, int],
) -> Mapping[str, int]:
    """What each module takes together with the chain of importers behind it that takes longest; circles and what they import are left out."""
    chains = dict(costs)
    left = {name: len(importers.get(name, ())) for name in imports}
    pending = [name for name, number in left.items() if not number]
    for name in pending:  # grows while it is walked
        for other in imports[name]:
            chains[other] = max(chains[other], costs[other] + chains[name])
            left[other] -= 1
            if not left[other]:
                pending.append(other)
    return chains


def importers_of(names: Iterable[str], imports: Mapping[str, Iterable[str]]) -> set[str]:
    """The modules that import some others, or import one that does."""
    pending = list(names)
    found: set[str] = set()
    if not pending:
        return found
    importers: dict[str, list[str]] = {}
    for name, others in imports.items():
        for other in others:
            importers.setdefault(other, []).append(name)
    while pending:
        for name in importers.get(pending.pop(), ()):
            if name not in found:
                found.add(name)
                pending.append(name)
    return found

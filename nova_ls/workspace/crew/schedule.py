"""Which modules can be checked next: those of which all imports have been."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from typing import Final

MOST: Final = 16
"""Modules of one task."""


class Schedule:
    """Modules with what they import, as far as that is to be checked as well. Those in a circle, and what imports them, never get their turn.

    `most`: modules of one task.
    """

    def __init__(self, imports: Mapping[str, Iterable[str]], most: int = MOST) -> None:
        self._most = most
        self._missing = {
            name: {other for other in others if other in imports and other != name}
            for name, others in imports.items()
        }
        self._importers: dict[str, list[str]] = {}
        for name, others in self._missing.items():
            for other in others:
                self._importers.setdefault(other, []).append(name)
        self._ready = deque(name for name, others in self._missing.items() if not others)

    def take(self, workers: int) -> list[str]:
        """Modules for one of so many workers, none where all that could be checked is being checked."""
        most = min(self._most, -(-len(self._ready) // workers))
        return [self._ready.popleft() for _ in range(most)]

    def finish(self, names: Iterable[str]) -> None:
        """Modules have been checked: what waited for them may come next."""
        for name in names:
            for importer in self._importers.get(name, ()):
                missing = self._missing[importer]
                if name in missing:
                    missing.remove(name)
                    if not missing:
                        self._ready.append(importer)


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

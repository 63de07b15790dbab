"""Functional dependencies: which arguments of a class determine which.

A covering set is a smallest set of argument positions from which all others follow. An instance is found by the
arguments of any covering set; arguments in no covering set are determined: they never choose an instance.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

Dependencies: TypeAlias = Sequence[tuple[tuple[int, ...], tuple[int, ...]]]
"""Pairs (positions that determine, positions that are determined)."""


def covering_sets(arity: int, dependencies: Dependencies) -> tuple[frozenset[int], ...]:
    """All smallest covering sets, in lexicographic order of their sorted positions."""
    everything = frozenset(range(arity))
    found: set[frozenset[int]] = set()
    seen = {everything}
    pending = [everything]
    while pending:
        positions = pending.pop()
        minimal = True
        for position in positions:
            smaller = positions - {position}
            if position in closure(smaller, dependencies):
                minimal = False
                if smaller not in seen:
                    seen.add(smaller)
                    pending.append(smaller)
        if minimal:
            found.add(positions)
    return tuple(sorted(found, key=sorted))


def determined_arguments(arity: int, dependencies: Dependencies) -> frozenset[int]:
    """Positions that are in no covering set."""
    return frozenset(range(arity)).difference(*covering_sets(arity, dependencies))


def closure(positions: Iterable[int], dependencies: Dependencies) -> set[int]:
    """The positions that follow from these, these included."""
    known = set(positions)
    grown = True
    while grown:
        grown = False
        for determining, determined in dependencies:
            if known.issuperset(determining) and not known.issuperset(determined):
                known.update(determined)
                grown = True
    return known

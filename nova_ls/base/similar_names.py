"""The names most like a misspelt one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_MOST: Final = 3


def similar_names(name: str, candidates: Iterable[str]) -> tuple[str, ...]:
    """Up to three candidates a few typing errors away from `name`, the most similar first.

    An error is a character inserted, deleted or replaced, or two adjacent ones swapped; upper and lower case count as one.
    """
    from rapidfuzz.distance import OSA  # Takes milliseconds to load; most programs are right.

    if len(name) < 2:
        return ()  # Any other letter would be as similar.
    limit = 1 if len(name) <= 3 else 2 if len(name) <= 7 else 3
    folded = name.lower()
    found: list[tuple[int, str]] = []
    for candidate in set(candidates):
        distance = OSA.distance(folded, candidate.lower(), score_cutoff=limit)
        if distance <= limit and candidate != name:
            found.append((distance, candidate))
    return tuple(candidate for _, candidate in sorted(found)[:_MOST])

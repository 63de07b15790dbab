"""The names most like a misspelt one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_MOST: Final = 3


def nearest_names(name: str, candidates: Iterable[str]) -> tuple[str, ...]:
    """Up to three candidates that a few slips of the finger turn into `name`, the nearest first."""
    if len(name) == 1:
        return ()  # Any other letter would be as near.
    limit = 1 if len(name) <= 3 else 2 if len(name) <= 7 else 3
    letters = set(name)
    near: list[tuple[int, str]] = []
    for candidate in set(candidates):
        if abs(len(candidate) - len(name)) > limit or candidate == name:
            continue
        if len(letters.symmetric_difference(candidate)) > 2 * limit:
            continue
        distance = _distance(name, candidate, limit)
        if distance <= limit:
            near.append((distance, candidate))
    return tuple(candidate for _, candidate in sorted(near)[:_MOST])


def _distance(left: str, right: str, limit: int) -> int:
    """Insertions, deletions, replacements and swaps of neighbours between two names; stops above `limit`."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        before, above = row, before
        row = [i]
        for j, b in enumerate(right, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]

"""What the names in an element's source mean: what the typed AST keeps of the resolver's work."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from nova_ls.base.keys import ElementKey


@dataclass(slots=True)
class References:
    """Which element each name of an element's source means.

    Parallel lists, in source order. `targets[i]` is an ElementKey, or the start offset of a local binder (an int).
    A binder refers to itself.
    """

    starts: list[int]
    ends: list[int]
    targets: list[ElementKey | int]

    def target_at(self, start: int) -> ElementKey | int | None:
        """What the name means that begins at an offset."""
        index = bisect_right(self.starts, start) - 1
        return self.targets[index] if index >= 0 and self.starts[index] == start else None

    def uses_of(self, binder: int) -> Iterator[int]:
        """Where a local name is used that is bound at an offset."""
        for start, target in zip(self.starts, self.targets, strict=True):
            if target.__class__ is int and target == binder != start:
                yield start

"""Where evidence goes: which expressions take dictionaries, which give them. Kept only where code is to be generated.

A type checker that checks has no use for this, so `Solver.trail` is None then. Who generates code checks a binding group once more
with a trail, and finds in it, for each node of the resolved tree, the constraints that were wanted where the node's
type was instantiated, and those that were given where its type was made rigid.

A place is a node and a number: 0 is the node itself, `n` the node as a function that has taken `n` arguments (or a function's
equations behind their first `n` parameters). Wanted constraints are noted as soon as they arise: whatever has come up since the last
note belongs to the place that is noted next.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nova_ls.base.keys import ElementKey


class Trail:
    """`applied`: by place, runs of wanted constraints; one run for each use of an operator that a block uses again and
    again. `entered`: by place, the given constraints, outermost first. `plans`: of derived instances, by constructor.

    Nodes are told apart by identity; the reader of a trail holds their tree.
    """

    __slots__ = ("_taken", "applied", "entered", "plans")

    def __init__(self) -> None:
        self.applied: dict[tuple[int, int], list[list[Any]]] = {}
        self.entered: dict[tuple[int, int], list[Any]] = {}
        self.plans: dict[ElementKey, Sequence[Any]] = {}
        self._taken = 0

    def forget(self) -> None:
        """Begin anew: the unit is checked again, in another order."""
        self.applied.clear()
        self.entered.clear()
        self.plans.clear()
        self._taken = 0

    def take(self, wanted: Sequence[Any], node: object, position: int, use: bool = False) -> None:
        """Note that what was wanted since the last note is wanted at a place. `use`: note it even if it is nothing."""
        # What a match leaves out is a question to the checker, nothing that is passed on.
        fresh = [each for each in wanted[self._taken :] if each.missing is None]
        self._taken = len(wanted)
        if fresh or use:
            self.applied.setdefault((id(node), position), []).append(fresh)

    def enter(self, givens: Sequence[Any], node: object, position: int) -> None:
        """Note that constraints are given at a place."""
        if givens:
            self.entered.setdefault((id(node), position), []).extend(givens)

    def wanted_at(self, node: object, position: int = 0) -> list[Any]:
        """All that is wanted at a place, in order."""
        runs = self.applied.get((id(node), position), ())
        return [each for run in runs for each in run]

    def given_at(self, node: object, position: int = 0) -> list[Any]:
        """All that is given at a place, outermost first."""
        return self.entered.get((id(node), position), [])

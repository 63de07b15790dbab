"""Prim.Int: Add, Mul, Compare, ToString."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from nova_ls.types.core.same_type import same_type
from nova_ls.types.core.type import Constraint, Type, TypeInt, TypeString
from nova_ls.types.core.well_known import ORDERING_EQ, ORDERING_GT, ORDERING_LT
from nova_ls.types.solve.goal import BuiltinStep


def solve_add(constraint: Constraint) -> BuiltinStep | None:
    """Two of left, right and sum give the third."""
    left, right, sum_ = constraint.arguments
    if isinstance(left, TypeInt):
        if isinstance(right, TypeInt):
            return BuiltinStep((left, right, TypeInt(left.value + right.value)))
        if isinstance(sum_, TypeInt):
            return BuiltinStep((left, TypeInt(sum_.value - left.value), sum_))
    elif isinstance(right, TypeInt) and isinstance(sum_, TypeInt):
        return BuiltinStep((TypeInt(sum_.value - right.value), right, sum_))
    return None


def solve_mul(constraint: Constraint) -> BuiltinStep | None:
    """`Prim.Int.Mul left right product`."""
    left, right, _ = constraint.arguments
    if isinstance(left, TypeInt) and isinstance(right, TypeInt):
        return BuiltinStep((left, right, TypeInt(left.value * right.value)))
    return None


def solve_to_string(constraint: Constraint) -> BuiltinStep | None:
    """`Prim.Int.ToString number text`."""
    number = constraint.arguments[0]
    if isinstance(number, TypeInt):
        return BuiltinStep((number, TypeString(str(number.value))))
    return None


def solve_compare(constraint: Constraint, givens: Iterable[Constraint]) -> BuiltinStep | None:
    """Two known numbers compare; otherwise the order follows, if it does, from given comparisons.

    Given comparisons are edges from the smaller to the greater (both ways where equal), as are those between any two known
    numbers that are mentioned. Left is smaller if there is a path to right.
    """
    left, right, _ = constraint.arguments
    if isinstance(left, TypeInt) and isinstance(right, TypeInt):
        one, other = left.value, right.value
        ordering = ORDERING_LT if one < other else ORDERING_GT if one > other else ORDERING_EQ
        return BuiltinStep((left, right, ordering))
    if same_type(left, right):
        return BuiltinStep((left, right, ORDERING_EQ))
    graph = _Graph()
    comparisons = [constraint.arguments]
    for given in givens:
        comparisons.append(given.arguments)
        graph.add_relation(*given.arguments)
    graph.add_known_numbers(comparisons)
    smaller, greater = graph.has_path(left, right), graph.has_path(right, left)
    if not smaller and not greater:
        return None
    ordering = (ORDERING_EQ if greater else ORDERING_LT) if smaller else ORDERING_GT
    return BuiltinStep((left, right, ordering))


class _Graph:
    """Nodes are types, told apart by structure; there are few."""

    def __init__(self) -> None:
        self._nodes: list[Type] = []
        self._edges: list[set[int]] = []

    def add_relation(self, left: Type, right: Type, ordering: Type) -> None:
        if ordering is ORDERING_EQ or ordering is ORDERING_LT:
            self._add_edge(left, right)
        if ordering is ORDERING_EQ or ordering is ORDERING_GT:
            self._add_edge(right, left)

    def add_known_numbers(self, comparisons: Iterable[tuple[Type, ...]]) -> None:
        """Edges between the numbers that are compared with something unknown."""
        numbers: set[int] = set()
        for left, right, _ in comparisons:
            if isinstance(left, TypeInt) != isinstance(right, TypeInt):
                known = left if isinstance(left, TypeInt) else right
                if isinstance(known, TypeInt):
                    numbers.add(known.value)
        ordered = sorted(numbers)
        for smaller, greater in pairwise(ordered):
            self._add_edge(TypeInt(smaller), TypeInt(greater))

    def has_path(self, start: Type, end: Type) -> bool:
        first, last = self._find(start), self._find(end)
        if first is None or last is None:
            return False
        seen = {first}
        pending = [first]
        while pending:
            node = pending.pop()
            if node == last:
                return True
            for other in self._edges[node] - seen:
                seen.add(other)
                pending.append(other)
        return False

    def _add_edge(self, start: Type, end: Type) -> None:
        first, last = self._node(start), self._node(end)
        self._edges[first].add(last)

    def _node(self, type: Type) -> int:
        node = self._find(type)
        if node is None:
            node = len(self._nodes)
            self._nodes.append(type)
            self._edges.append(set())
        return node

    def _find(self, type: Type) -> int | None:
        for index, other in enumerate(self._nodes):
            if same_type(type, other):
                return index
        return None

"""The walk along the reverse edges that invalidation is."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from nova_ls.store.node import GraphNode


def closure_of(
    seeds: Iterable[GraphNode], dependents: Callable[[GraphNode], Iterable[GraphNode]]
) -> tuple[GraphNode, ...]:
    """The seeds and whatever reaches them, nearest first, sorted within one distance.

    Cycles are walked once; a seed that is a dependant too stands among the seeds.
    """
    layer = sorted(set(seeds))
    seen = set(layer)
    closure = []
    while layer:
        closure.extend(layer)
        following = {
            dependent for node in layer for dependent in dependents(node) if dependent not in seen
        }
        seen |= following
        layer = sorted(following)
    return tuple(closure)

"""Strongly connected components: what must be typed together, in order of dependency."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from nova_ls.base.keys import ElementKey
from nova_ls.base.slotted import value
from nova_ls.names.problems.modules import (
    CycleInKindDeclaration,
    CycleInTypeClassDeclaration,
    CycleInTypeSynonym,
)


@value
class Cycle:
    """A cycle that may not be: what is said of it, elements in ascending order of their key."""

    problem: type[CycleInTypeClassDeclaration | CycleInKindDeclaration | CycleInTypeSynonym]
    keys: tuple[ElementKey, ...]


def binding_groups(
    uses: Mapping[ElementKey, Iterable[ElementKey]],
) -> list[tuple[ElementKey, ...]]:
    """What must be typed together, in order of dependency; `uses` names the elements of the module that each element mentions."""
    keys = list(uses)
    place = {key: number for number, key in enumerate(keys)}
    edges = [[place[used] for used in uses[key] if used in place] for key in keys]
    return [tuple(keys[number] for number in found) for found in components(edges)]


def class_cycles(superclasses: Mapping[ElementKey, Iterable[ElementKey]]) -> list[Cycle]:
    """Classes that are their own superclasses."""
    return [Cycle(CycleInTypeClassDeclaration, cycle) for cycle in rings(superclasses)]


def type_cycles(
    definitions: Mapping[ElementKey, Iterable[ElementKey]],
    signatures: Mapping[ElementKey, Iterable[ElementKey]],
    synonyms: AbstractSet[ElementKey],
    foreign: AbstractSet[ElementKey] = frozenset(),
) -> list[Cycle]:
    """The cycles of types, synonyms and kind signatures that may not be.

    `definitions` and `signatures` name the types and classes of the module that each declaration and each kind signature
    names. Source: the PureScript compiler's `Sugar/BindingGroups.hs`: a kind signature needs the kind signatures of what
    it names, where there are any; of a synonym it needs the definition.
    """
    keys = list(definitions)
    signed = [key for key in signatures if key in definitions]
    place = {key: number for number, key in enumerate(keys)}
    signature_place = {key: len(keys) + number for number, key in enumerate(signed)}
    edges: list[list[int]] = []
    for key in keys:
        own = [signature_place[key]] if key in signature_place else []
        edges.append(own + [place[used] for used in definitions[key] if used in place])
    for key in signed:
        needed = (
            place[used] if used in synonyms else signature_place.get(used, place[used])
            for used in signatures[key]
            if used in place
        )
        edges.append(list(needed))
    cycles: list[Cycle] = []
    for found in cyclic_components(edges):
        defined = tuple(keys[number] for number in found if number < len(keys))
        written = tuple(signed[number - len(keys)] for number in found if number >= len(keys))
        cycles += _kind_and_synonym_cycles(defined, written, definitions, synonyms, foreign)
    return cycles


def _kind_and_synonym_cycles(
    defined: Sequence[ElementKey],
    written: tuple[ElementKey, ...],
    definitions: Mapping[ElementKey, Iterable[ElementKey]],
    synonyms: AbstractSet[ElementKey],
    foreign: AbstractSet[ElementKey],
) -> list[Cycle]:
    kinds = written + tuple(key for key in defined if key in foreign)
    if kinds:
        return [Cycle(CycleInKindDeclaration, tuple(sorted(kinds)))]
    among = {key: definitions[key] for key in defined if key in synonyms}
    return [Cycle(CycleInTypeSynonym, cycle) for cycle in rings(among)]


def rings(uses: Mapping[ElementKey, Iterable[ElementKey]]) -> list[tuple[ElementKey, ...]]:
    """The elements that use one another, or one itself: each time in ascending order."""
    keys = sorted(uses)
    place = {key: number for number, key in enumerate(keys)}
    edges = [[place[used] for used in uses[key] if used in place] for key in keys]
    return [tuple(keys[number] for number in found) for found in cyclic_components(edges)]


def components(edges: Sequence[Sequence[int]]) -> list[list[int]]:
    """The strongly connected components of the graph `i -> edges[i]`; what a component depends on comes before it.

    Within a component nodes are in ascending order; independent components keep the order of their nodes.
    Source: Tarjan 1972, with a stack of its own instead of recursion.
    """
    count = len(edges)
    index = [-1] * count
    low = [0] * count
    is_open = [False] * count
    stack: list[int] = []
    found: list[list[int]] = []
    clock = 0
    for root in range(count):
        if index[root] != -1:
            continue
        work = [(root, 0)]
        while work:
            node, position = work.pop()
            if position == 0:
                index[node] = low[node] = clock
                clock += 1
                stack.append(node)
                is_open[node] = True
            targets = edges[node]
            while position < len(targets):
                target = targets[position]
                position += 1
                if index[target] == -1:
                    work.append((node, position))
                    work.append((target, 0))
                    break
                if is_open[target]:
                    low[node] = min(low[node], index[target])
            else:
                if low[node] == index[node]:
                    component: list[int] = []
                    while True:
                        member = stack.pop()
                        is_open[member] = False
                        component.append(member)
                        if member == node:
                            break
                    component.sort()
                    found.append(component)
                if work:
                    parent = work[-1][0]
                    low[parent] = min(low[parent], low[node])
    return found


def cyclic_components(edges: Sequence[Sequence[int]]) -> list[list[int]]:
    """The components that contain a cycle: more than one node, or one that refers to itself."""
    return [found for found in components(edges) if len(found) > 1 or found[0] in edges[found[0]]]

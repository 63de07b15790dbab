"""The order of modules: what a module imports comes before it."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping
from typing import Final

from nova_ls.base.slotted import value
from nova_ls.names.modules.binding_groups import components

Cycle = tuple[str, ...]
"""The modules of a cycle of imports, sorted by name."""

_PORTION: Final = 500
"""So many modules are looked at in one step."""


@value
class ModuleOrder:
    """`order`: every module once, imports first; the modules of a cycle stand together."""

    order: tuple[str, ...]
    cycles: tuple[Cycle, ...]


def order_modules(imports: Mapping[str, Iterable[str]]) -> ModuleOrder:
    """Sort modules by their imports; imports of modules that are not among the keys do not count.

    A cycle is reported as CycleInModules at the imports between its modules.
    """
    names = sorted(imports)
    place = {name: number for number, name in enumerate(names)}
    edges = [sorted({place[m] for m in imports[name] if m in place}) for name in names]
    order: list[str] = []
    cycles: list[Cycle] = []
    for found in components(edges):
        members = tuple(names[number] for number in found)
        order += members
        if len(found) > 1 or found[0] in edges[found[0]]:
            cycles.append(members)
    return ModuleOrder(tuple(order), tuple(cycles))


def module_cycles(
    imports: Mapping[str, Iterable[str]],
) -> Generator[None, None, tuple[Cycle, ...]]:
    """The cycles alone, in small steps.

    What imports no module of a cycle is taken away, module by module, and then what none of them imports: hardly ever is anything left.
    """
    left = yield from _on_the_way_to_a_cycle(imports)
    if left:
        importers: dict[str, list[str]] = {name: [] for name in left}
        for name in left:
            for other in imports[name]:
                if other in importers:
                    importers[other].append(name)
        left = yield from _on_the_way_to_a_cycle(importers)
    return order_modules({name: imports[name] for name in left}).cycles


def _on_the_way_to_a_cycle(
    edges: Mapping[str, Iterable[str]],
) -> Generator[None, None, list[str]]:
    """The nodes of a graph from which a cycle can be reached."""
    missing: dict[str, int] = {}
    reached_from: dict[str, list[str]] = {}
    for number, (name, others) in enumerate(edges.items()):
        known = {other for other in others if other in edges}
        missing[name] = len(known)
        for other in known:
            reached_from.setdefault(other, []).append(name)
        if number % _PORTION == 0:
            yield
    pending = [name for name, count in missing.items() if not count]
    for number, name in enumerate(pending):  # grows while it is walked
        for other in reached_from.get(name, ()):
            missing[other] -= 1
            if not missing[other]:
                pending.append(other)
        if number % _PORTION == 0:
            yield
    return [name for name, count in missing.items() if count]

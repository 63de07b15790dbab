"""The order of modules: what a module imports comes before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from nova_ls.base.value import value
from nova_ls.names.modules.binding_groups import components


@value
class ModuleOrder:
    """`order`: every module once, imports first; the modules of a cycle stand together. `cycles`: each sorted by name."""

    order: tuple[str, ...]
    cycles: tuple[tuple[str, ...], ...]


def order_modules(imports: Mapping[str, Iterable[str]]) -> ModuleOrder:
    """Sort modules by their imports; imports of modules that are not among the keys do not count.

    A cycle is reported as CycleInModules at the imports between its modules.
    """
    names = sorted(imports)
    place = {name: number for number, name in enumerate(names)}
    edges = [sorted({place[m] for m in imports[name] if m in place}) for name in names]
    order: list[str] = []
    cycles: list[tuple[str, ...]] = []
    for found in components(edges):
        members = tuple(names[number] for number in found)
        order += members
        if len(found) > 1 or found[0] in edges[found[0]]:
            cycles.append(members)
    return ModuleOrder(tuple(order), tuple(cycles))

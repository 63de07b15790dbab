"""Modules that import each other in a circle."""

from __future__ import annotations

from collections.abc import Collection

from nova_ls.base.diagnostic import Diagnostic
from nova_ls.compiler.module import Module
from nova_ls.names.module_graph import order_modules


def find_cycles(modules: Collection[Module]) -> None:
    """Put one diagnostic on each cycle: at the import in its first module that leads into it."""
    order = order_modules({module.name: module.imports for module in modules})
    by_name = {module.name: module for module in modules}
    for module in modules:
        module.cycle_problems = []
    for cycle in order.cycles:
        module = by_name[cycle[0]]
        for place in module.items.imports:
            if place.item.module in cycle:
                start, end = place.spans.name
                problem = Diagnostic("CycleInModules", start, end, (cycle,))
                module.cycle_problems.append((module.source.chunks[place.chunk], problem))
                break

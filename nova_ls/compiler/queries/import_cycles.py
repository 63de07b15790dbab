"""Modules that import each other in a circle."""

from __future__ import annotations

from nova_ls.base.diagnostic import Diagnostic
from nova_ls.base.problems import CycleInModules
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.state.module import Module
from nova_ls.compiler.state.module_problems import About
from nova_ls.compiler.state.world import World
from nova_ls.names.modules.module_graph import order_modules


def find_cycles(world: World) -> None:
    """Put one diagnostic on each cycle: at the import in its first module that leads into it.

    A module whose record says otherwise is expanded.
    """
    modules = world.modules
    order = order_modules({name: module.imports for name, module in modules.items()})
    world.cyclic = frozenset(name for cycle in order.cycles for name in cycle)
    first = {cycle[0]: cycle for cycle in order.cycles}
    for name, module in list(modules.items()):
        cycle = first.get(name)
        if module.is_restored:
            if _recorded(module) != cycle:
                world.expand(module)
        elif cycle is not None or module.problems_about(About.IMPORT_CYCLES):
            module.report(About.IMPORT_CYCLES, () if cycle is None else _problems(module, cycle))
            world.revised[module] = None


def may_change_cycles(world: World, module: Module, before: tuple[str, ...]) -> bool:
    """Whether the cycles may be others now that a module's structure is, which imported these modules before.

    Of modules that are in none only what they import is looked at, and only where that is not what it was.
    """
    if module.name in world.cyclic:
        return True  # Its imports may stand elsewhere.
    if module.imports == before:
        return False
    seen: set[str] = set()
    pending = [*module.imports]
    while pending:
        name = pending.pop()
        if name == module.name:
            return True
        other = world.modules.get(name)
        if name not in seen and other is not None:
            seen.add(name)
            pending += other.imports
    return False


def _recorded(module: Module) -> tuple[str, ...] | None:
    """The cycle that a module's record tells of."""
    found = () if module.record is None else module.record.diagnostics
    problems = (diagnostic.problem for diagnostic in found)
    return next((each.modules for each in problems if isinstance(each, CycleInModules)), None)


def _problems(module: Module, cycle: tuple[str, ...]) -> list[tuple[SourceChunk, Diagnostic]]:
    for place in module.items.imports:
        if place.item.module in cycle:
            start, end = place.spans.name
            chunk = module.source.chunks[place.chunk]
            return [(chunk, Diagnostic(CycleInModules(cycle), start, end))]
    return []

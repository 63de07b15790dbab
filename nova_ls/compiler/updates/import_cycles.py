"""Putting one diagnostic on each circle of imports."""

from __future__ import annotations

from nova_ls.compiler.queries.import_cycles import cycle_problems, recorded_cycle
from nova_ls.compiler.state.module import Module
from nova_ls.compiler.state.module_problems import About
from nova_ls.compiler.state.world import World
from nova_ls.compiler.updates.imports import imported_modules
from nova_ls.names.modules.module_graph import order_modules


def update_own_cycle(world: World, module: Module) -> None:
    """Look for the circle that a module is in, among what it imports; the others' are looked for later."""
    names = imported_modules(world, module)
    known = {name: world.modules[name] for name in names if name in world.modules}
    order = order_modules({name: one.imports for name, one in known.items()})
    cycle = next((cycle for cycle in order.cycles if module.name in cycle), None)
    if module.is_restored:
        return
    first = cycle if cycle is not None and cycle[0] == module.name else None
    if first is not None or module.problems_about(About.IMPORT_CYCLES):
        module.report(About.IMPORT_CYCLES, () if first is None else cycle_problems(module, first))
        world.revised[module] = None


def update_import_cycles(world: World) -> None:
    """Look for circles of imports; a module whose record says otherwise of them is expanded."""
    modules = world.modules
    order = order_modules({name: module.imports for name, module in modules.items()})
    world.cyclic = frozenset(name for cycle in order.cycles for name in cycle)
    first = {cycle[0]: cycle for cycle in order.cycles}
    for name, module in list(modules.items()):
        cycle = first.get(name)
        if module.is_restored:
            if recorded_cycle(module) != cycle:
                world.expand(module)
        elif cycle is not None or module.problems_about(About.IMPORT_CYCLES):
            problems = () if cycle is None else cycle_problems(module, cycle)
            module.report(About.IMPORT_CYCLES, problems)
            world.revised[module] = None

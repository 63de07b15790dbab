"""Putting a module in place from its record, without parsing or checking anything."""

from __future__ import annotations

from nova_ls.compiler import units
from nova_ls.compiler.module import Module
from nova_ls.compiler.record import ModuleRecord
from nova_ls.compiler.units import Answer, Fact
from nova_ls.compiler.world import World


def restore(world: World, module: Module, record: ModuleRecord) -> None:
    """Let a record stand in for a module: exports and instances at once, everything else when asked for."""
    module.imports = record.imports
    module.exports = record.exports
    module.committed_closure = world.closures.of(module)
    for row in record.instances:
        world.instances.put(row)
    # Its structure depends on what its imports export, as if it had been computed.
    questions: dict[Fact, Answer] = {}
    for name in record.imports:
        if world.find_module(name) is not None:
            questions[(units.EXPORTS, name)] = world.exports_of(name)
    unit = (units.STRUCTURE, module.key)
    produced: list[Fact] = [(units.EXPORTS, module.name)]
    world.engine.record(unit, list(questions), list(questions.values()), produced)

"""Putting a module in place from its record, without parsing or checking anything."""

from __future__ import annotations

from nova_ls.compiler.archive.module_record import ModuleRecord
from nova_ls.compiler.facts import Answer, Fact, exports_fact
from nova_ls.compiler.state.answers import Answers
from nova_ls.compiler.state.module import Module
from nova_ls.compiler.state.world import World
from nova_ls.names.modules.prim import PRIM_EXPORTS


def restore_module(world: World, answers: Answers, module: Module, record: ModuleRecord) -> bool:
    """Let a record stand in for a module: exports and instances at once, everything else when asked for.

    False where an import exports something else than it did: then the names in the module may mean something else.
    """
    module.take_exports(record.exports)  # for those who ask while an import cycle is being followed
    questions: list[Fact] = []
    exported: list[Answer] = []
    for name, digest in record.imports:
        exports = answers.exports_of(name)
        if answers.exports_digest(name) != digest:
            return False
        if name not in PRIM_EXPORTS:
            questions.append(exports_fact(name))
            exported.append(exports)
    module.take_imports(name for name, _ in record.imports)
    changed = [fact for row in record.instances for fact in world.instances.put(row)]
    # Its structure depends on what its imports export, as if it had been computed.
    produced: list[Fact] = [exports_fact(module.name)]
    world.engine.record(module.structure, questions, exported, produced)
    if changed:
        world.invalidate(changed)
    return True

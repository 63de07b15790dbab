"""Bringing one declaration up to date, and nothing that it does not rely on: for a request that cannot wait for the whole program.

Units ensure what they ask for, in whatever order they are ensured; so the few of one chunk are enough, once all modules that
are imported from there, directly or not, have a structure and binding groups.
"""

from __future__ import annotations

from collections.abc import Iterator

from nova_ls.compiler.model import units
from nova_ls.compiler.program import Program
from nova_ls.compiler.state.module import Module
from nova_ls.compiler.updates.regroup import regroup
from nova_ls.names.modules.prim import PRIM_EXPORTS


def reach(program: Program, module: Module, offset: int | None) -> Iterator[None]:
    """Find out, in small steps, what is declared at an offset of a module; None: what the module declares at all.

    Each step leaves the program as sound as `settle` does. The steps are those of the texts at the time of the call: after
    an edit in between, start anew.
    """
    yield from _structures(program, module)
    if offset is None:
        return
    world = program.world
    while world.regrouping:
        regroup(world, next(iter(world.regrouping)))
        yield
    chunk, _ = module.source.chunk_at(offset)
    keys = module.by_chunk.get(chunk, ())
    for unit in sorted(module.typed_units(keys), key=lambda unit: unit.phase):
        program.engine.ensure(unit)
        yield


def _structures(program: Program, module: Module) -> Iterator[None]:
    """The structures of what a module imports, and then its own: one parsed chunk, one module at a time."""
    engine = program.engine
    seen = {module.name}
    pending = [(module, False)]
    while pending:
        one, has_imports = pending.pop()
        unit = units.Structure(one.key)
        if engine.is_fresh(unit):
            continue
        if has_imports or one.record is not None:
            engine.ensure(unit)
            yield
            continue
        pending.append((one, True))
        for chunk in one.source.chunks:
            for item in chunk.items.imports:
                if item.module not in seen and item.module not in PRIM_EXPORTS:
                    seen.add(item.module)
                    imported = program.answers.find_module(item.module)
                    if imported is not None:
                        pending.append((imported, False))
            yield

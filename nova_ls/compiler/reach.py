"""Bringing one declaration up to date, and nothing that it does not rely on: for a request that cannot wait for the whole program.

Units ensure what they ask for, in whatever order they are ensured; so the few of one chunk are enough, once all modules that
are imported from there, directly or not, have a structure and binding groups.
"""

from __future__ import annotations

from collections.abc import Iterator

from nova_ls.compiler.program import Program
from nova_ls.compiler.state.module import Module
from nova_ls.compiler.updates.imports import bring_imports, bring_structures


def reach(program: Program, module: Module, offset: int | None) -> Iterator[None]:
    """Find out, in small steps, what is declared at an offset of a module; None: what the module declares at all.

    Each step leaves the program as sound as `settle` does. The steps are those of the texts at the time of the call: after
    an edit in between, start anew.
    """
    world = program.world
    for _ in program.take_new(module):
        yield
    if offset is None:
        yield from bring_structures(world, program.answers, module, by_demand=True)
        return
    yield from world.reach_steps()
    yield from bring_imports(world, program.answers, module, by_demand=True)
    for _ in program.bring_heads(module):
        yield
    chunk, _ = module.source.chunk_at(offset)
    keys = module.by_chunk.get(chunk, ())
    for unit in sorted(module.typed_units(keys), key=lambda unit: unit.phase):
        for _ in program.demand.reach(unit):
            yield

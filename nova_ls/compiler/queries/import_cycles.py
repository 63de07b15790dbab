"""Modules that import each other in a circle."""

from __future__ import annotations

from collections.abc import Mapping

from nova_ls.base.diagnostic import Diagnostic
from nova_ls.base.problems import CycleInModules
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.state.module import Module


def may_change_cycles(
    modules: Mapping[str, Module], module: Module, before: tuple[str, ...]
) -> bool:
    """Whether there may be other cycles now that a module in none of them has another structure; `before`: what it imported."""
    if module.imports == before:
        return False
    seen: set[str] = set()
    pending = [*module.imports]
    while pending:
        name = pending.pop()
        if name == module.name:
            return True
        other = modules.get(name)
        if name not in seen and other is not None:
            seen.add(name)
            pending += other.imports
    return False


def recorded_cycle(module: Module) -> tuple[str, ...] | None:
    """The cycle that a module's record tells of."""
    for diagnostic in () if module.record is None else module.record.diagnostics:
        problem = diagnostic.problem
        if isinstance(problem, CycleInModules):
            return problem.modules
    return None


def cycle_problems(module: Module, cycle: tuple[str, ...]) -> list[tuple[SourceChunk, Diagnostic]]:
    """One diagnostic, at the import in the cycle's first module that leads into it."""
    for place in module.items.imports:
        if place.item.module in cycle:
            start, end = place.spans.name
            chunk = module.source.chunks[place.chunk]
            return [(chunk, Diagnostic(CycleInModules(cycle), start, end))]
    return []

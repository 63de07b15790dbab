"""The first check of many modules: one after the other in the order of their imports, each written and let go once it is finished.

What is in memory is bounded by what is open and by one slice of modules, whatever the size of the program.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from sys import intern
from typing import Final

from nova_ls.base.problems import InternalError
from nova_ls.compiler.baseline import Baseline
from nova_ls.compiler.model import units
from nova_ls.compiler.model.at_sight import seeming_imports
from nova_ls.compiler.model.units import Unit
from nova_ls.compiler.program import Program
from nova_ls.compiler.state.module import Module
from nova_ls.compiler.state.module_diagnostics import module_diagnostics
from nova_ls.compiler.updates.imports import bring_strangers, bring_structures
from nova_ls.compiler.updates.regroup import regroup
from nova_ls.names.modules.prim import PRIM_EXPORTS

FEW: Final = 100
"""So many new modules are no matter of memory."""

FEW_AT_EASE: Final = 250
"""The same where nobody waits for a step."""

_SLICE_AT_EASE: Final = 2_000

_DEPTH: Final = 16
"""So many imports are followed in one step."""


class FirstCheck:
    """Goes through all new modules, in small steps; `settle` does what is left. Modules that are kept are not let go of.

    With few of them there is nothing to do. `slice_size`: units that are written at once, 0: those of each module by themselves. A second run looks at those
    of which something is stale alone.
    """

    def __init__(
        self,
        program: Program,
        baseline: Baseline,
        is_kept: Callable[[Module], bool],
        few: int = FEW,
        slice_size: int = 0,
    ) -> None:
        self._program = program
        self._baseline = baseline
        self._is_kept = is_kept
        self._few = few
        self._slice_size = slice_size
        self._order: Iterator[Module | Unit] | None = None
        self._next: Module | None = None
        self._finished: list[Module] = []
        self._looked_at_all = self._knows_strangers = False

    def take_time(self) -> None:
        """Nobody waits for a step. More modules are kept at once then, some 100 MB: what is let go of is read again by those that import it."""
        self._few, self._slice_size = FEW_AT_EASE, _SLICE_AT_EASE

    def run(self) -> Iterator[Unit]:
        """Begin, or go on where the last run was left because of an edit. A run that another one has finished meanwhile ends."""
        program, baseline = self._program, self._baseline
        if len(baseline.archive.new) < self._few or not baseline.writes_ahead:
            return
        if self._order is None:
            roots = stale_modules(program) if self._looked_at_all else new_modules(program)
            self._order = in_order(program, roots)
        order = self._order
        if not self._knows_strangers:
            yield from self._bring_strangers(order)
        while self._order is order and (found := self._next or next(order, None)) is not None:
            if not isinstance(found, Module):
                yield found
                continue
            module = self._next = found
            if program.modules.get(module.name) is module:
                yield from finish_module(program, module)
                self._finished.append(module)
            self._next = None
            if sum(len(one.sources) for one in self._finished) > self._slice_size:
                yield from self._write()
        if self._order is order:
            yield from self._write()
            self._order, self._looked_at_all, self._knows_strangers = None, True, False

    def _bring_strangers(self, order: Iterator[Module | Unit]) -> Iterator[Unit]:
        """The instances that modules which are not new have for what others declare: they are no news later, to those that are written before."""
        program = self._program
        for module in bring_strangers(program.world, program.answers, partial(_is_known, program)):
            yield units.Structure(module.key)
            if self._order is not order:
                return  # Another run has finished meanwhile.
        self._knows_strangers = True

    def _write(self) -> Iterator[Unit]:
        """Write what is finished, and still is as it was then.

        Whom the changes so far reach is looked up before: hardly anybody, while those who will be written know today's answers.
        """
        program = self._program
        if not self._finished:
            return
        step = units.Structure(self._finished[-1].key)
        for _ in self._baseline.append_ahead(program, self._ready()):
            yield step
        for _ in program.world.reach_steps():
            yield step
        ready, self._finished = self._ready(), []
        if ready:
            self._baseline.write_ahead(program, ready)
            yield step

    def _ready(self) -> list[Module]:
        program = self._program
        return [
            module
            for module in self._finished
            if program.modules.get(module.name) is module
            and is_new(program, module)
            and not self._is_kept(module)
            and can_be_let_go(program, module)
        ]


def new_modules(program: Program) -> list[Module]:
    """The known modules of which nothing was ever committed."""
    return [module for module in program.modules.values() if is_new(program, module)]


def stale_modules(program: Program) -> list[Module]:
    """Those of them of which something is stale."""
    known = program.modules
    names = program.engine.stale.all_rooms()
    return [module for name, module in known.items() if name in names and is_new(program, module)]


def is_new(program: Program, module: Module) -> bool:
    """Whether nothing of a module was ever committed."""
    world, name = program.world, module.name
    return (
        module.record is None and name in world.archive.new and name not in world.changed.withdrawn
    )


def _is_known(program: Program, module: Module) -> bool:
    return not is_new(program, module)


def imports_of(module: Module) -> Collection[str]:
    """What a module seems to import, which is found without parsing it, once for each text: good enough for an order."""
    return module.source.ask(_imports_in)


def _imports_in(text: str) -> Collection[str]:
    return tuple([intern(name) for name in seeming_imports(text) if name not in PRIM_EXPORTS])


def in_order(program: Program, modules: Iterable[Module]) -> Iterator[Module | Unit]:
    """Modules with all that they import and that is new as well, imports first; those in a circle of imports in some order.

    Where it is a long way down to what imports nothing, units in between: one for each step.
    """
    seen: set[str] = set()
    for root in modules:
        if root.name in seen:
            continue
        seen.add(root.name)
        pending = [(root, iter(imports_of(root)))]
        while pending:
            module, imports = pending[-1]
            name = next((name for name in imports if name not in seen), None)
            if name is None:
                pending.pop()
                yield module
                continue
            seen.add(name)
            found = program.loader.find(name)
            if found is not None and is_new(program, found):
                pending.append((found, iter(imports_of(found))))
                if len(pending) % _DEPTH == 0:
                    yield units.Structure(found.key)


def finish_module(program: Program, module: Module) -> Iterator[Unit]:
    """Ensure all units of a module, by phases."""
    world, engine = program.world, program.engine
    structure = units.Structure(module.key)
    for _ in bring_structures(world, program.answers, module):
        yield structure
    engine.ensure(structure)
    yield structure
    while True:
        if module in world.ungrouped:
            regroup(world, module)
        stale = [unit for unit in units_of(module) if unit in engine and not engine.is_fresh(unit)]
        if not stale:
            break
        for unit in sorted(stale, key=lambda unit: unit.phase):
            engine.ensure(unit)
            yield unit
    module.forget_resolved()


def units_of(module: Module) -> list[Unit]:
    """All that may be units of a module."""
    whole = [kind(module.key) for kind in units.MODULE_KINDS]
    return [*whole, *module.sources, *module.members]


def can_be_let_go(program: Program, module: Module) -> bool:
    """Whether a record could stand in for a module in the next process: all is known of it, and the checker has not failed."""
    if module.scope is None or module not in program.world.changed.modules:
        return False
    engine = program.engine
    if any(unit in engine and not engine.is_fresh(unit) for unit in units_of(module)):
        return False
    return not any(
        isinstance(each.problem, InternalError) for _, each in module_diagnostics(module)
    )

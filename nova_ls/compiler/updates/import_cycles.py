"""Putting one diagnostic on each circle of imports, in small steps: a project may have ten thousand modules."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from typing import Final

from nova_ls.compiler.queries.import_cycles import cycle_problems, recorded_cycle
from nova_ls.compiler.queries.structure import exports_among
from nova_ls.compiler.state.answers import Answers
from nova_ls.compiler.state.module import Module
from nova_ls.compiler.state.module_problems import About
from nova_ls.compiler.state.world import World
from nova_ls.compiler.updates.imports import bring_structures
from nova_ls.compiler.updates.structure import facts_of_exports
from nova_ls.names.modules.exports import Exports
from nova_ls.names.modules.module_graph import Cycle, module_cycles

_PORTION: Final = 500
"""So many modules are looked at in one step."""


def update_own_cycle(world: World, answers: Answers, module: Module) -> Iterator[None]:
    """Look for the circle that a module is in, among what it imports; the others' are looked for later."""
    if module.is_restored:
        return
    cycle = yield from _own_cycle(world, answers, module)
    if module.is_restored:
        return
    first = cycle if cycle is not None and cycle[0] == module.name else None
    if first is not None or module.problems_about(About.IMPORT_CYCLES):
        module.report(About.IMPORT_CYCLES, () if first is None else cycle_problems(module, first))
        world.revised[module] = None


def _own_cycle(
    world: World, answers: Answers, module: Module
) -> Generator[None, None, Cycle | None]:
    walked, is_met = [module], module.name in module.imports
    for one in answers.may_import(module.name):
        walked.append(one)
        is_met = is_met or module.name in one.possible_imports()
        if len(walked) % _PORTION == 0:
            yield
    if not is_met:
        return None
    for one in walked:  # Now it takes to know what they do import.
        if world.is_unseen(one):
            yield from bring_structures(world, answers, one)
    cycles = yield from module_cycles({one.name: one.imports for one in walked})
    return next((cycle for cycle in cycles if module.name in cycle), None)


def update_import_cycles(world: World, answers: Answers) -> Iterator[None]:
    """Look for circles of imports; a module whose record says otherwise of them is expanded. What those in a circle export is found anew where names have gone."""
    modules = world.modules
    cycles = yield from module_cycles({name: module.imports for name, module in modules.items()})
    world.cyclic = frozenset(name for cycle in cycles for name in cycle)
    first = {cycle[0]: cycle for cycle in cycles}
    for number, (name, module) in enumerate(list(modules.items())):
        if modules.get(name) is module:
            _update(world, module, first.get(name))
        if number % _PORTION == 0:
            yield
    for cycle in cycles:
        members = [modules[name] for name in cycle if name in modules]
        if any(not member.is_restored for member in members):
            _update_exports(world, answers, members)
        yield


def _update_exports(world: World, answers: Answers, members: Sequence[Module]) -> None:
    """Find out what the modules of a circle export, from what each declares on: a name that has gone elsewhere would stay, since each has it from the other."""
    restored = [member for member in members if member.is_restored]
    for member in restored:
        world.expand(member)
    if restored or any(member.scope is None for member in members):
        return  # They are looked at first.
    found = {member.name: member.items.own for member in members}

    def exports_of(name: str) -> Exports | None:
        return found[name] if name in found else answers.exports_of(name)

    for _ in range(len(members) + 1):
        before = dict(found)
        for member in members:
            found[member.name] = exports_among(member.items, exports_of)
        if found == before:
            break
    else:
        return  # They never come to an end: what is known is as good.
    for member in members:
        exports = found[member.name]
        if member.exports != exports:
            changed = facts_of_exports(member, member.exports, exports)
            member.take_exports(exports)
            world.touch(member, member.structure)
            world.invalidate(changed)


def _update(world: World, module: Module, cycle: Cycle | None) -> None:
    if module.is_restored:
        if recorded_cycle(module) != cycle:
            world.expand(module)
    elif cycle is not None or module.problems_about(About.IMPORT_CYCLES):
        problems = () if cycle is None else cycle_problems(module, cycle)
        module.report(About.IMPORT_CYCLES, problems)
        world.revised[module] = None

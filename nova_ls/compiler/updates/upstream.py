"""What a module may rely on though it does not hold any more: what is stale elsewhere, while of the module itself nothing is.

A unit that runs asks for what it relies on and so gets it up to date. One that is fresh does not ask again, nor do the units that a record stands
for: whom a change reaches is known only once it has been looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from nova_ls.compiler.model import units
from nova_ls.compiler.state.answers import Answers
from nova_ls.compiler.state.module import Module
from nova_ls.compiler.state.world import World
from nova_ls.compiler.updates.imports import bring_structures, imported_modules, may_hold_orphans
from nova_ls.compiler.updates.regroup import regroup

_OF_NAMES: Final = (units.Structure, units.Record)
_OF_INTERFACES: Final = (units.Types, units.Head, units.Signature, units.Values)
_OF_INSTANCES: Final = (units.Structure, units.Head)
_PHASES: Final = frozenset(kind.phase for kind in (*_OF_NAMES, *_OF_INTERFACES))


def is_upstream_stale(world: World, module: Module) -> bool:
    """Whether what is known of a module may rely on something that does not hold any more."""
    others = [one.name for one in world.ungrouped if one is not module]
    if others and not imported_modules(world, module).isdisjoint(others):
        return True
    return any(True for _ in _stale_upstream(world, module))


def bring_upstream(world: World, answers: Answers, module: Module) -> Iterator[None]:
    """Bring that up to date, step by step; nothing if there is none. Binding groups come first: they say which units there are."""
    yield from _bring_groups(world, module)
    for unit in list(_stale_upstream(world, module)):
        if unit.module in world.modules:
            if unit.__class__ is units.Structure:
                one = world.modules[unit.module]
                yield from bring_structures(world, answers, one, by_demand=True)
            world.engine.ensure(unit)
            yield
    yield from _bring_groups(world, module)


def _bring_groups(world: World, module: Module) -> Iterator[None]:
    others = [one for one in world.ungrouped if one is not module]
    imported = imported_modules(world, module) if others else set[str]()
    for one in others:
        if one in world.ungrouped and one.name in imported:
            regroup(world, one)
            yield


def _stale_upstream(world: World, module: Module) -> Iterator[units.Unit]:
    """Units that are outdated; and, for what records stand for, those of modules that other records stood for. Nothing may be ensured meanwhile."""
    stale, outdated = world.engine.stale, world.engine.outdated
    if not stale.has_any_outside(module.name, _PHASES):
        return
    known, own = world.modules, {module.name}
    imported = imported_modules(world, module) - own
    for kind in _OF_NAMES:
        for name in imported & stale.rooms(kind.phase):
            if not world.is_unseen(known[name]):
                yield from stale.within(name, kind.phase)
    restored = [known[name] for name in imported | own if name in world.restored]
    relied_on = (imported_modules(world, *restored) if restored else set[str]()) - own
    for maker in _OF_INTERFACES:
        # Of an instance that is new others have been told that it is not there.
        unrecorded = stale if maker is units.Head else outdated
        for there, names in (stale, relied_on), (unrecorded, imported - relied_on):
            for name in names & there.rooms(maker.phase):
                for unit in there.within(name, maker.phase):
                    if _is_of_interface(known[name], unit):
                        yield unit
    # Instances count wherever they stand. Those with their class or a type of theirs, in a module that is not imported, are of what nobody here knows.
    for of in _OF_INSTANCES:
        for name in outdated.rooms(of.phase) - imported - own:
            is_known = may_hold_orphans(known[name])
            for unit in outdated.within(name, of.phase):
                if is_known or world.engine.has_changed(unit):
                    yield unit
        for name in stale.rooms(of.phase) - imported - own if module.is_restored else ():
            if _may_differ(world, known[name]):
                yield from stale.within(name, of.phase)


def _is_of_interface(module: Module, unit: units.Unit) -> bool:
    """Whether a unit makes the interfaces of its elements, rather than what a signature leaves to be checked."""
    return unit.__class__ is not units.Values or unit in module.members


def _may_differ(world: World, module: Module) -> bool:
    """Whether others may have been told of other instances of a module than it has."""
    return may_hold_orphans(module) or (
        module.record is None and module.name not in world.archive.new
    )

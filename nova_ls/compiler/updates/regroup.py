"""Putting binding groups in place: groups with other members than before become new units."""

from __future__ import annotations

from nova_ls.base.keys import ElementKey
from nova_ls.compiler.model import units
from nova_ls.compiler.model.crash import NO_CRASH, mark_crash
from nova_ls.compiler.model.module_mentions import Mentions
from nova_ls.compiler.model.units import Unit
from nova_ls.compiler.queries.grouping import find_groups, find_mentions
from nova_ls.compiler.queries.recorder import Recorder
from nova_ls.compiler.state.answers import Answers
from nova_ls.compiler.state.module import Module
from nova_ls.compiler.state.world import World
from nova_ls.engine.event_trace import Action


def update_mentions(world: World, answers: Answers, module: Module, unit: Unit) -> None:
    """See what an element mentions of its module; where that is something else than before, the groups are to be found anew."""
    recorder = Recorder(answers, module.name)
    world.engine.trace.add(unit, Action.RAN)
    try:
        mentioned = find_mentions(module, unit.key, recorder)
    except NO_CRASH:
        raise
    except Exception:  # The unit that checks it will meet the same, and say so.
        mentioned = Mentions(frozenset())
        mark_crash(module.name, module.names_digest(), recorder.questions)
    if module.take_mentions(unit.key, mentioned):
        world.ungrouped[module] = None
    world.note_asked(module, recorder.questions.items())
    world.engine.record(unit, list(recorder.questions), list(recorder.questions.values()), ())


def regroup(world: World, module: Module) -> None:
    """Find the binding groups of a module anew."""
    for unit in [unit for unit in module.sources if isinstance(unit, units.References)]:
        world.engine.ensure(unit)
    world.ungrouped.pop(module, None)
    groups = find_groups(module)
    module.take_cycles(groups.cycles)
    _put(world, module, groups.members)
    module.take_units()
    world.touch_cycles(module)
    world.touch_usage(module)


def _put(world: World, module: Module, groups: dict[Unit, tuple[ElementKey, ...]]) -> None:
    for unit in [unit for unit in module.members if unit not in groups]:
        if unit not in module.sources:
            world.drop_unit(module, unit)
    before = module.take_groups(groups)
    for key, unit in module.groups.items():
        world.unit_of[key] = unit
        if isinstance(unit, units.Types):
            duplicate_members = module.duplicate_members(key)
            for inner in module.inner_keys(key):
                if inner not in duplicate_members:
                    world.unit_of[inner] = unit
    for unit, keys in groups.items():
        if before[unit] is None:
            world.engine.add(unit, module.was_restored)
        elif before[unit] != keys:
            world.engine.touch(unit)

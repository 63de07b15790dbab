"""Putting a module's structure in place: its units, its operators, and what its names and exports mean now.

What a name of the module meant is compared with what it means now, name by name, so that a new import re-types exactly those who
use what it brings.
"""

from __future__ import annotations

from collections.abc import Sequence

from nova_ls.base.keys import UNKNOWN_CLASS, ElementKey, Space
from nova_ls.compiler.facts import ExportedFact, Fact, exports_fact
from nova_ls.compiler.model import units
from nova_ls.compiler.model.crash import NO_CRASH, crash_in_module
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.model.units import Unit
from nova_ls.compiler.queries.structure import (
    find_operators,
    find_structure,
    is_produced,
    unit_texts,
)
from nova_ls.compiler.state.answers import Answers
from nova_ls.compiler.state.lookup_counts import count_lookups
from nova_ls.compiler.state.module import Module
from nova_ls.compiler.state.module_problems import About
from nova_ls.compiler.state.world import World
from nova_ls.names.modules.exports import Exports, changed_exports
from nova_ls.names.modules.module_items import combine_items


def update_structure(world: World, answers: Answers, module: Module) -> None:
    """Compute the structure of a module, bring its set of units in line with it, and withdraw what it no longer declares."""
    is_new = module.scope is None
    before = world.table.list_namespace(module.name) if is_new else [*module.declared]
    try:
        _update(world, answers, module, module.source.chunks)
    except NO_CRASH:
        raise
    except Exception as problem:
        _update(world, answers, module, ())  # as if it were empty
        module.report(About.STRUCTURE, [crash_in_module(module.source, problem)])
    if is_new:
        _drop_inner(world, module, before)
    gone = [
        key for key in before if not (is_produced(module, key) or _has_unit(world, module, key))
    ]
    world.delete_elements([key for key in gone if world.table.get_scheme(key) is not None])


def _has_unit(world: World, module: Module, key: ElementKey) -> bool:
    """Whether a unit has produced an element, which goes with that unit: until the groups are found anew, both may come back as they were."""
    unit = world.unit_of.get(key)
    return unit is not None and key in module.produced.get(unit, ())


def _update(world: World, answers: Answers, module: Module, chunks: Sequence[SourceChunk]) -> None:
    items = module.early if chunks and module.early is not None else None
    if items is None:
        items = combine_items([chunk.items for chunk in chunks], module.name)
    before = module.exports
    # First, since what is asked of it meanwhile, in a circle of imports, is answered from that.
    module.declare(items, chunks)
    structure = find_structure(answers, module, items, chunks)
    module.take_structure(items, structure.scope, structure.exports)
    _sync_units(world, module)
    own = units.Structure(module.key)
    operators = find_operators(answers, module)
    if count_lookups(module, own, operators.questions):
        world.touch_usage(module)
    changed = world.install_schemes(module, own, operators.schemes)
    module.report(About.STRUCTURE, [*structure.problems, *operators.problems])
    changed += _changed_names(world, answers, module)
    changed += facts_of_exports(module, before, structure.exports)
    questions = structure.questions
    world.engine.record(own, list(questions), list(questions.values()), [exports_fact(module.name)])
    world.invalidate(changed, module.name)
    for kind in units.WHOLE_KINDS:
        world.engine.add(kind(module.key))
        world.engine.touch(kind(module.key))


def _sync_units(world: World, module: Module) -> None:
    wanted = dict(unit_texts(module, module.units))
    for unit in [unit for unit in module.sources if unit not in wanted]:
        world.drop_unit(module, unit)
    for unit, text in wanted.items():
        world.set_source(module, unit, text)
        if isinstance(unit, units.Signature | units.Head):
            world.unit_of[unit.key] = unit
        if isinstance(unit, units.Head):
            _index_head(world, module, unit)
    grouped = {unit.key for unit in wanted if isinstance(unit, units.References)}
    module.keep_mentions(grouped)
    if grouped or module.groups:
        world.ungrouped[module] = None
    else:
        module.take_units()


def _index_head(world: World, module: Module, unit: Unit) -> None:
    """Let the class of an instance know of it before its head has been looked at."""
    qualifier, name = module.declared[unit.key].item.detail[:2]
    assert module.scope is not None
    class_key = module.scope.lookup(Space.CLASS, str(qualifier), str(name))
    world.index_head(class_key if isinstance(class_key, ElementKey) else UNKNOWN_CLASS, unit)


def facts_of_exports(module: Module, before: Exports | None, exports: Exports) -> list[Fact]:
    """The facts whose answers change where a module exports something else than before."""
    if exports is before:
        return []
    changed: list[Fact] = [exports_fact(module.name)]
    if before is not None:
        changed += (ExportedFact(key) for key in changed_exports(before, exports))
    return changed


def _changed_names(world: World, answers: Answers, module: Module) -> list[Fact]:
    """Those questions about the module's names and exports that have another answer now."""
    changed: list[Fact] = []
    asked = module.asked
    is_asked = world.engine.is_asked
    for fact in list(asked):
        if not is_asked(fact):
            module.forget_asked(fact)
            continue
        answer = fact.answer(answers)
        if answer != asked[fact]:
            module.forget_asked(fact)
            module.take_asked({fact: answer})
            changed.append(fact)
    return changed


def _drop_inner(world: World, module: Module, keys: Sequence[ElementKey]) -> None:
    """Forget the typed ASTs of values that have become members of a class: their class has one."""
    for key in keys:
        if key in module.declared and module.owner_of(key) is not key:
            world.table.drop_ast(key)

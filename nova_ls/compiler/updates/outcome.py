"""Putting the outcome of a typed unit in place: interfaces, typed ASTs, diagnostics, and all that depends on them."""

from __future__ import annotations

from typing import Final

from nova_ls.base.keys import ElementKey, Space
from nova_ls.compiler.facts import InterfaceFact, NameFact
from nova_ls.compiler.model import units
from nova_ls.compiler.model.crash import tells_of_crash
from nova_ls.compiler.model.outcome import Outcome
from nova_ls.compiler.state.lookup_counts import count_lookups
from nova_ls.compiler.state.module import Module
from nova_ls.compiler.state.world import World
from nova_ls.names.modules.eager import NOTHING
from nova_ls.names.modules.scope import element_of

_VALUES: Final = (Space.VALUE, Space.VALUE_OPERATOR)
_OF_BODIES: Final = (units.Values, units.Body)
_OF_INTERFACES: Final = (units.Signature, units.Types)


def install_outcome(world: World, module: Module, outcome: Outcome) -> None:
    """Put an outcome in place and tell the engine what it changes."""
    unit, table = outcome.unit, world.table
    changed = world.install_schemes(module, unit, outcome.schemes)
    for key, ast in outcome.asts.items():
        table.put_ast(key, ast)
    if isinstance(unit, units.Signature) and units.Values(unit.key) not in module.sources:
        for key in outcome.schemes.keys() - outcome.asts.keys():
            table.drop_ast(key)  # a signature with nothing below it
    if tells_of_crash(outcome.diagnostics) != tells_of_crash(module.found.get(unit, {})):
        world.touch_usage(module)
    module.take_diagnostics(unit, outcome.diagnostics)
    world.note_asked(module, zip(outcome.questions, outcome.answers, strict=True))
    if isinstance(unit, _OF_BODIES) and _note_needs(module, outcome):
        world.touch_cycles(module)
    if isinstance(unit, _OF_INTERFACES):
        world.touch_export_checks(module)
    if count_lookups(module, unit, outcome.questions):
        world.touch_usage(module)
    world.changed.units[unit] = outcome
    world.changed.modules[module] = None
    produced = [InterfaceFact(key) for key in outcome.schemes]
    asked = world.engine.asked(unit)
    world.engine.record(unit, outcome.questions, outcome.answers, produced)
    if asked != outcome.questions:
        world.forget_unasked(module, asked)
    if changed:
        world.invalidate(changed, module.name)


def _note_needs(module: Module, outcome: Outcome) -> bool:
    """Take note of what the elements of a unit use of their module. True where the module's cycles may have changed."""
    unit = outcome.unit
    is_other = False
    uses = _uses(module, outcome) if isinstance(unit, units.Values) else None
    for key in module.members.get(unit, (unit.key,)):
        is_other |= module.take_needs(key, outcome.eager.get(key, NOTHING), uses)
    return is_other


def _uses(module: Module, outcome: Outcome) -> frozenset[ElementKey]:
    """The values and operators of the module that a unit's elements mention."""
    name = module.name
    return frozenset(
        [
            key
            for fact, answer in zip(outcome.questions, outcome.answers, strict=True)
            if fact.__class__ is NameFact
            and (key := answer if answer.__class__ is ElementKey else element_of(answer))
            and key.namespace == name
            and key.space in _VALUES
        ]
    )

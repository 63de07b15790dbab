"""Binding groups: which types and which unsigned values of a module are checked together.

Each such element has a small unit of its own, REFERENCES, that knows which elements of its module it mentions. Only when one
of these sets has changed are the module's groups looked at again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nova_ls.base.keys import ElementKey, Space
from nova_ls.compiler import units
from nova_ls.compiler.module import Module
from nova_ls.compiler.recorder import Recorder
from nova_ls.compiler.resolve import resolve_unit
from nova_ls.compiler.units import Unit
from nova_ls.engine.trace import Action
from nova_ls.names.groups import type_groups, value_groups

if TYPE_CHECKING:
    from nova_ls.compiler.program import Program


def run_references(program: Program, module: Module, unit: Unit) -> None:
    """Resolve one element to see what it mentions; the resolved tree is kept for the check that follows."""
    recorder = Recorder(program, module.name, frozenset())
    resolved = resolve_unit(module, unit, recorder)
    program.engine.trace.add(unit, Action.RAN)
    key = unit[1]
    mentioned = frozenset(resolved.uses)
    if module.references.get(key) != mentioned:
        module.references[key] = mentioned
        program.regrouping[module] = None
    recorder.keep_names(module)
    program.engine.record(unit, list(recorder.questions), list(recorder.questions.values()), ())


def regroup(program: Program, module: Module) -> None:
    """Compute the binding groups of a module; groups with other members than before become new units."""
    references = {
        key: module.references[key] for kind, key in module.sources if kind == units.REFERENCES
    }
    types = {k: v for k, v in references.items() if k.space is not Space.VALUE}
    values = {k: v for k, v in references.items() if k.space is Space.VALUE}
    groups: dict[Unit, tuple[ElementKey, ...]] = {}
    for group in type_groups(types):
        groups[(units.TYPES, min(group))] = tuple(group)
    for group in value_groups(values):
        groups[(units.VALUES, min(group))] = tuple(group)
    for unit in [u for u in module.members if u not in groups]:
        program.drop_unit(module, unit)
    module.groups = {key: unit for unit, keys in groups.items() for key in keys}
    for unit, keys in groups.items():
        before = module.members.get(unit)
        module.members[unit] = keys
        if before is None:
            program.engine.add(unit)
        elif before != keys:
            program.engine.touch(unit)
    for key, unit in module.groups.items():
        program.unit_of[key] = unit

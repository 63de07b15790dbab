"""Binding groups: which types and which unsigned values of a module are checked together.

Each such element has a small unit of its own, REFERENCES, that knows which elements of its module it mentions. Only when one
of these sets has changed are the module's groups looked at again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.compiler import units
from nova_ls.compiler.module import Module
from nova_ls.compiler.recorder import Recorder
from nova_ls.compiler.resolve import resolve_key
from nova_ls.compiler.units import Unit
from nova_ls.engine.trace import Action
from nova_ls.names.groups import components
from nova_ls.names.resolve_element import Resolved

if TYPE_CHECKING:
    from nova_ls.compiler.program import Program


def run_references(program: Program, module: Module, unit: Unit) -> None:
    """Resolve one element to see what it mentions; the resolved tree is kept for the check that follows."""
    recorder = Recorder(program, module.name, frozenset())
    key = unit[1]
    resolved = resolve_key(module, key, recorder)
    program.engine.trace.add(unit, Action.RAN)
    if key.space is Space.VALUE:
        mentioned = frozenset(resolved.uses)
    else:
        mentioned = frozenset(_mentioned_types(module, resolved, recorder))
    if module.references.get(key) != mentioned:
        module.references[key] = mentioned
        program.regrouping[module] = None
    for fact, answer in recorder.questions.items():
        if fact[0] == units.NAME:
            module.asked[fact] = answer
    program.engine.record(unit, list(recorder.questions), list(recorder.questions.values()), ())


def _mentioned_types(
    module: Module, resolved: Resolved, recorder: Recorder
) -> Iterator[ElementKey]:
    """The types and classes of the module that a type-level declaration mentions, through operators too."""
    for target in resolved.references.targets:
        if isinstance(target, ElementKey) and target.namespace == module.name:
            if target.space in (Space.TYPE, Space.CLASS):
                yield target
            elif target.space is Space.TYPE_OPERATOR:
                operator = recorder.operator(target)
                if operator is not None and operator.target.namespace == module.name:
                    yield operator.target


def regroup(program: Program, module: Module) -> None:
    """Compute the binding groups of a module; groups with other members than before become new units."""
    engine = program.engine
    for kind, key in [unit for unit in module.sources if unit[0] == units.REFERENCES]:
        engine.ensure((kind, key))
    program.regrouping.pop(module, None)
    groups: dict[Unit, tuple[ElementKey, ...]] = {}
    for kind, is_value in ((units.TYPES, False), (units.VALUES, True)):
        keys = sorted(key for key in module.references if (key.space is Space.VALUE) is is_value)
        numbers = {key: number for number, key in enumerate(keys)}
        edges = [
            sorted(numbers[other] for other in module.references[key] if other in numbers)
            for key in keys
        ]
        for component in components(edges):
            members = tuple(keys[number] for number in component)
            groups[(kind, members[0])] = members
    _apply(program, module, groups)


def _apply(program: Program, module: Module, groups: dict[Unit, tuple[ElementKey, ...]]) -> None:
    module.groups = {key: unit for unit, keys in groups.items() for key in keys}
    for key, unit in module.groups.items():
        program.unit_of[key] = unit
        if unit[0] == units.TYPES:
            for inner in inner_keys(module, key):
                program.unit_of[inner] = unit
    for unit in [unit for unit in module.members if unit not in groups]:
        program.drop_unit(module, unit)
    for unit, keys in groups.items():
        before = module.members.get(unit)
        module.members[unit] = keys
        if before is None:
            program.engine.add(unit)
        elif before != keys:
            program.engine.touch(unit)


def inner_keys(module: Module, key: ElementKey) -> Iterator[ElementKey]:
    """The constructors of a type, the members of a class."""
    space = Space.VALUE if key.space is Space.CLASS else Space.CONSTRUCTOR
    for name in module.declared[key].item.detail:
        yield element_key(module.name, space, str(name))

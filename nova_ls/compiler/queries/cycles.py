"""Types, values and instances of a module that need themselves.

What each value and instance uses of its module comes with the outcome of its unit. Only where that became another is the module
looked at again, or where a place that a diagnostic points to has moved.
"""

from __future__ import annotations

from nova_ls.base.diagnostic import Diagnostic
from nova_ls.base.keys import ElementKey, Space
from nova_ls.compiler.facts import NameFact
from nova_ls.compiler.model import units
from nova_ls.compiler.model.outcome import Outcome
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.state.module import Module
from nova_ls.compiler.state.world import World
from nova_ls.names.modules.eager import NOTHING, find_circles
from nova_ls.names.problems.modules import CycleInDeclaration
from nova_ls.types.core.interface import OperatorInterface


def note_needs(module: Module, outcome: Outcome) -> bool:
    """Take note of what the elements of a unit use of their module. True where the module's cycles may be others now."""
    unit = outcome.unit
    is_other = False
    uses = _uses(module, outcome) if isinstance(unit, units.Values) else None
    for key in module.members.get(unit, (unit.key,)):
        is_other |= module.take_needs(key, outcome.eager.get(key, NOTHING), uses)
    return is_other


def _uses(module: Module, outcome: Outcome) -> frozenset[ElementKey]:
    """The values and operators of the module that a unit's elements mention."""
    return frozenset(
        [
            answer
            for fact, answer in zip(outcome.questions, outcome.answers, strict=True)
            if fact.__class__ is NameFact
            and isinstance(answer, ElementKey)
            and answer.namespace == module.name
            and answer.space in (Space.VALUE, Space.VALUE_OPERATOR)
        ]
    )


def find_needed_by_themselves(world: World, module: Module) -> list[tuple[SourceChunk, Diagnostic]]:
    """The types, values and instances that need themselves."""
    problems: list[tuple[SourceChunk, Diagnostic]] = []
    for cycle in module.type_cycles:
        declared = module.declared[cycle.keys[0]]
        problems.append((declared.chunk, Diagnostic(cycle.problem(cycle.keys), *declared.span)))
    circles = find_circles(module.eager, {**_operators(world, module), **module.uses})
    module.take_circular(circle.key for circle in circles)
    for circle in circles:
        declared = module.declared[circle.key]
        span = circle.span or declared.span
        problems.append((declared.chunk, Diagnostic(CycleInDeclaration(circle.ring), *span)))
    return problems


def _operators(world: World, module: Module) -> dict[ElementKey, tuple[ElementKey, ...]]:
    """What the operators of the module stand for."""
    found: dict[ElementKey, tuple[ElementKey, ...]] = {}
    for key in module.declared:
        if key.space is Space.VALUE_OPERATOR:
            scheme = world.table.get_scheme(key)
            if scheme is not None and isinstance(scheme.interface, OperatorInterface):
                found[key] = (scheme.interface.target,)
    return found

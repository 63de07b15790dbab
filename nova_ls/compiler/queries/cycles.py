"""Types, values and instances of a module that need themselves.

What each value and instance uses of its module comes with the outcome of its unit. Only where that became another is the module
looked at again, or where a place that a diagnostic points to has moved.
"""

from __future__ import annotations

from typing import NamedTuple

from nova_ls.base.diagnostic import Diagnostic
from nova_ls.base.keys import ElementKey, Space
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.state.module import Module
from nova_ls.compiler.state.table import Table
from nova_ls.names.modules.eager import find_circles
from nova_ls.names.problems.modules import CycleInDeclaration
from nova_ls.types.core.interface import OperatorInterface


class NeededByThemselves(NamedTuple):
    """Diagnostics of the types, values and instances that need themselves, and the elements that cannot be evaluated."""

    problems: list[tuple[SourceChunk, Diagnostic]]
    circular: frozenset[ElementKey]


def find_needed_by_themselves(module: Module, table: Table) -> NeededByThemselves:
    """Look for types, values and instances that need themselves."""
    problems: list[tuple[SourceChunk, Diagnostic]] = []
    for cycle in module.type_cycles:
        declared = module.declared[cycle.keys[0]]
        problems.append((declared.chunk, Diagnostic(cycle.problem(cycle.keys), *declared.span)))
    circles = find_circles(module.eager, {**_operators(module, table), **module.uses})
    for circle in circles:
        declared = module.declared[circle.key]
        span = circle.span or declared.span
        problems.append((declared.chunk, Diagnostic(CycleInDeclaration(circle.ring), *span)))
    return NeededByThemselves(problems, frozenset([circle.key for circle in circles]))


def _operators(module: Module, table: Table) -> dict[ElementKey, tuple[ElementKey, ...]]:
    """What the operators of the module stand for."""
    found: dict[ElementKey, tuple[ElementKey, ...]] = {}
    for key in module.declared:
        if key.space is Space.VALUE_OPERATOR:
            scheme = table.get_scheme(key)
            if scheme is not None and isinstance(scheme.interface, OperatorInterface):
                found[key] = (scheme.interface.target,)
    return found

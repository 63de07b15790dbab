"""The budget of steps that checking one unit has, so that nothing the checker is given can keep it busy for ever.

A step is a unification, a goal of the constraint solver, an expression, a part of a type that a walk meets. Steps are counted and not
timed: a declaration that takes too many takes too many everywhere. Real ones stay below a fiftieth of what is allowed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from nova_ls.base.diagnostic import Diagnostic
from nova_ls.base.keys import ElementKey
from nova_ls.base.problems import TooManySteps
from nova_ls.types.core.environment import Annotations, Checked
from nova_ls.types.core.interface import Interface
from nova_ls.types.core.type import HAS_TYPE_VARS, Forall, Type, TypeInt, TypeString, parts

MAX_STEPS: Final = 2_000_000

STEPS_OF_GOAL: Final = 50
"""A goal of the constraint solver is worth as many."""

MAX_BITS: Final = 14_000
"""Of a type-level number. The interpreter prints no number that is much longer."""


class OutOfSteps(Exception):
    """The budget is used up. Who checks a unit catches it."""


def steps_of_result(given: Sequence[Type], computed: Sequence[Type]) -> int:
    """What it costs to compute type-level strings and numbers: by how much they are longer than what was given, since such a type
    can double with each goal. To take a string apart costs nothing here: a long one has as many parts as letters.
    """
    return max(0, max(map(_size, computed), default=0) - max(map(_size, given), default=0))


def _size(argument: Type) -> int:
    if isinstance(argument, TypeString):
        return len(argument.value)
    if isinstance(argument, TypeInt):
        bits = argument.value.bit_length()
        return bits if bits <= MAX_BITS else 2 * MAX_STEPS
    return 0


def weigh(type: Type) -> int:
    """How many parts of a type a substitution walks: those with type variables, as often as the type mentions them."""
    return _weigh(type, {}) if type.flags & HAS_TYPE_VARS else 0


def _weigh(type: Type, known: dict[Type, int]) -> int:
    weight = known.get(type)
    if weight is None:
        weight = 1
        for part in parts(type):
            if part.flags & HAS_TYPE_VARS:
                weight += _weigh(part, known)
        known[type] = weight
        if type.__class__ is Forall:
            type.weight = 1 + weight
    return weight


def given_up(
    keys: Iterable[ElementKey],
    span: tuple[int, int] | None,
    interfaces: dict[ElementKey, Interface],
) -> Checked:
    """What is said of a unit whose budget is used up: one diagnostic, at a span in its first element (None: none)."""
    owners = list(keys)
    diagnostics: dict[ElementKey, list[Diagnostic]] = {key: [] for key in owners}
    if span is not None:
        diagnostics[owners[0]].append(Diagnostic(TooManySteps(MAX_STEPS), *span))
    return Checked(interfaces, {key: Annotations() for key in owners}, diagnostics)

"""Operator precedence: from a flat chain of operands and operators to a tree.

One pass with two stacks, so that nothing recurses over the length of a chain. A chain is wrong exactly where the
PureScript compiler finds it wrong (`Sugar/Operators/Common.hs`): two adjacent operators of one precedence that associate differently,
or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Generic, NamedTuple, TypeVar

from nova_ls.base.keys import ElementKey
from nova_ls.syntax.problems import MixedAssociativityError, NonAssociativeError
from nova_ls.syntax.tree import Associativity

T = TypeVar("T")

BACKTICK_PRECEDENCE: Final = 10
"""A name in backticks binds tighter than every operator (0 to 9), to the left."""


class OperatorBinding(NamedTuple):
    """How one occurrence of an operator binds."""

    precedence: int
    associativity: Associativity


class BracketConflict(NamedTuple):
    """Why a chain cannot be bracketed; `occurrences` are the indexes of the operators concerned."""

    problem: type[MixedAssociativityError | NonAssociativeError]
    occurrences: tuple[int, ...]


class Bracketed(NamedTuple, Generic[T]):
    """`top`: the index of the operator applied last."""

    tree: T
    top: int


def bracket(
    operands: Sequence[T], bindings: Sequence[OperatorBinding], combine: Callable[[T, int, T], T]
) -> Bracketed[T] | None:
    """Combine the operands in order of precedence; None where precedence does not decide.

    `combine(left, index, right)` is called once for each operator, inner ones first.
    """
    trees = [operands[0]]
    waiting: list[int] = []
    top = 0
    for index, (precedence, associativity) in enumerate(bindings):
        while waiting:
            last = bindings[waiting[-1]]
            if last.precedence < precedence:
                break
            if last.precedence == precedence:
                if last.associativity is not associativity or associativity is Associativity.NONE:
                    return None
                if associativity is Associativity.RIGHT:
                    break
            top = waiting.pop()
            right = trees.pop()
            trees[-1] = combine(trees[-1], top, right)
        waiting.append(index)
        trees.append(operands[index + 1])
    while waiting:
        top = waiting.pop()
        right = trees.pop()
        trees[-1] = combine(trees[-1], top, right)
    return Bracketed(trees[0], top)


def find_conflicts(bindings: Sequence[OperatorBinding]) -> list[BracketConflict]:
    """What to report of a chain that `bracket` refused: per precedence, mixed or missing associativity."""
    levels: dict[int, dict[Associativity, list[int]]] = {}
    for index, (precedence, associativity) in enumerate(bindings):
        levels.setdefault(precedence, {}).setdefault(associativity, []).append(index)
    mixed: list[BracketConflict] = []
    missing: list[BracketConflict] = []
    for precedence in sorted(levels, reverse=True):
        sides = levels[precedence]
        if len(sides) > 1:
            occurrences = tuple(sorted(index for found in sides.values() for index in found))
            mixed.append(BracketConflict(MixedAssociativityError, occurrences))
        lone = sides.get(Associativity.NONE, [])
        if len(lone) > 1:
            missing.append(BracketConflict(NonAssociativeError, tuple(lone)))
    return mixed + missing


def distinct_keys(
    keys: Sequence[ElementKey | None], occurrences: Sequence[int]
) -> tuple[ElementKey, ...]:
    """The operators at these places, each once, in order."""
    found = (keys[index] for index in occurrences)
    return tuple(dict.fromkeys(key for key in found if key is not None))

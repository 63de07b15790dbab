"""The vocabulary of the constraint solver: goals, and the steps by which the compiler solves its own classes."""

from __future__ import annotations

from nova_ls.types.core.solver import Wanted
from nova_ls.types.core.type import Constraint, Type
from nova_ls.types.solve.evidence import BuiltinEvidence, Evidence, InstanceEvidence


class Goal(Wanted):
    """A wanted constraint that arose while another was solved: a constraint of the instance chosen there.

    Its place and givens are those of the constraint that started it; its evidence fills a slot of its parent's.
    """

    __slots__ = ("depth", "holder", "parent", "slot")

    def __init__(
        self,
        constraint: Constraint,
        parent: Wanted,
        holder: InstanceEvidence | BuiltinEvidence,
        slot: int,
    ) -> None:
        self.constraint = constraint
        self.start = parent.start
        self.end = parent.end
        self.element = parent.element
        self.cause = parent.cause
        self.givens = parent.givens
        self.level = parent.level
        self.evidence = None
        self.missing = None
        self.at_once = parent.at_once
        self.parent = parent
        self.holder = holder
        self.slot = slot
        self.depth: int = parent.depth + 1 if isinstance(parent, Goal) else 1


class BuiltinStep:
    """How the compiler solves a constraint: with these arguments it holds, if the subgoals do.

    The arguments are then unified with those wanted. `value`: what a reflecting class reflects.
    """

    __slots__ = ("arguments", "subgoals", "value")

    def __init__(
        self,
        arguments: tuple[Type, ...],
        subgoals: tuple[Constraint, ...] = (),
        value: str | int | None = None,
    ) -> None:
        self.arguments = arguments
        self.subgoals = subgoals
        self.value = value


def finish(wanted: Wanted, evidence: Evidence) -> None:
    """Note the evidence of a solved constraint."""
    wanted.evidence = evidence
    if isinstance(wanted, Goal):
        wanted.holder.arguments[wanted.slot] = evidence


def constraint_chain(wanted: Wanted) -> tuple[Constraint, ...]:
    """The constraints whose instances led to this one, nearest first, the one written or used last."""
    chain: list[Constraint] = []
    while isinstance(wanted, Goal):
        wanted = wanted.parent
        chain.append(wanted.constraint)
    return tuple(chain)

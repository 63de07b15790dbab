"""The incremental engine: units that compute, facts that they look up, and what to do when a fact changes.

A *unit* is a piece of work (the typing of one declaration). A *fact* is a question that a unit asked of the world (the interface
of an element, the meaning of a name, the instances of a class) together with the answer it got; answers are compared
by equality, and nothing ("there is no such name") is an answer like any other. A unit produces facts in its turn.

When a fact changes, every unit that the change could reach is marked stale (`invalidate_from`). A stale unit is not run again until
`ensure` has found an answer that really differs: it asks each recorded question again, oldest first, and answering one ensures
whatever produces it. If no answer differs the unit is fresh as it stands: that is early cutoff. The order
in which stale units are ensured does not matter for the result, nor for which units run.

Invariant: a unit that is known is in `dependents[fact]` exactly when `fact` is among its recorded questions.
Invariant: a fresh unit's recorded answers are the answers of today.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from enum import Enum
from typing import Generic, Protocol, TypeVar

from nova_ls.engine.event_trace import Action, Trace

Unit = TypeVar("Unit", bound=Hashable)
Fact = TypeVar("Fact", bound=Hashable)
Answer = object


UnitT_contra = TypeVar("UnitT_contra", bound=Hashable, contravariant=True)
FactT_contra = TypeVar("FactT_contra", bound=Hashable, contravariant=True)


class Rules(Protocol[UnitT_contra, FactT_contra]):
    """What the engine asks of the world it drives."""

    def answer(self, fact: FactT_contra) -> Answer:
        """The answer of today; ensures the units that it takes to know it."""

    def run(self, unit: UnitT_contra) -> None:
        """Compute a unit; calls `Engine.record` before it returns."""

    def became_stale(self, unit: UnitT_contra) -> None:
        """A unit that was fresh is to be ensured."""


class State(Enum):
    """How far a unit is."""

    FRESH = 0
    STALE = 1
    RUNNING = 2


class Node(Generic[Fact]):
    """What the engine keeps of one unit."""

    __slots__ = ("answers", "cause", "produced", "questions", "state")

    def __init__(self) -> None:
        self.questions: Sequence[Fact] = ()
        self.answers: Sequence[Answer] = ()
        self.produced: Sequence[Fact] = ()
        self.state = State.STALE
        self.cause: Fact | None = None


class Engine(Generic[Unit, Fact]):
    """The dependency graph of one workspace."""

    def __init__(self, rules: Rules[Unit, Fact]) -> None:
        self._rules = rules
        self._nodes: dict[Unit, Node[Fact]] = {}
        self._dependents: dict[Fact, dict[Unit, None]] = {}
        self._stale: dict[Unit, None] = {}
        self._removed: dict[Unit, Node[Fact]] = {}  # whose questions are still to be forgotten
        self.trace: Trace[Unit] = Trace()

    # ------------------------------------------------------------------ the set of units

    def add(self, unit: Unit) -> None:
        """Make a unit known; it is stale until it is ensured."""
        if unit not in self._nodes:
            removed = self._removed.pop(unit, None)
            if removed is not None:
                self._forget_questions(unit, removed)
            self._nodes[unit] = Node()
            self._stale[unit] = None

    def restore(
        self,
        unit: Unit,
        questions: Sequence[Fact],
        answers: Sequence[Answer],
        produced: Sequence[Fact],
    ) -> None:
        """Make a unit known as fresh, from what was recorded when it ran last."""
        self.add(unit)
        self.record(unit, questions, answers, produced)

    def remove(self, unit: Unit) -> None:
        """Forget a unit; what it produced is for the caller to withdraw (`changed`)."""
        node = self._nodes.pop(unit, None)
        if node is not None:
            self._forget_questions(unit, node)
            self._stale.pop(unit, None)

    def remove_all(self, units: Iterable[Unit]) -> None:
        """As `remove`, for many units at once: what they asked is forgotten later (`sweep`)."""
        for unit in units:
            node = self._nodes.pop(unit, None)
            if node is not None:
                self._stale.pop(unit, None)
                self._removed[unit] = node

    def sweep(self, most: int) -> bool:
        """With nothing else to do: forget what so many removed units had asked; whether there is more."""
        for _ in range(min(most, len(self._removed))):
            self._forget_questions(*self._removed.popitem())
        return bool(self._removed)

    def __contains__(self, unit: object) -> bool:
        return unit in self._nodes

    def is_fresh(self, unit: Unit) -> bool:
        """Whether a unit is known and its result is today's."""
        node = self._nodes.get(unit)
        return node is not None and node.state is State.FRESH

    # ------------------------------------------------------------------ edges

    def record(
        self,
        unit: Unit,
        questions: Sequence[Fact],
        answers: Sequence[Answer],
        produced: Sequence[Fact],
    ) -> None:
        """Replace what is known of a unit that has just been computed or put in place; it is fresh now."""
        node = self._nodes[unit]
        dependents = self._dependents
        if node.questions:
            self._forget_questions(unit, node)
        for fact in questions:
            users = dependents.get(fact)
            if users is None:
                dependents[fact] = {unit: None}
            else:
                users[unit] = None
        node.questions = questions
        node.answers = answers
        node.produced = produced
        node.state = State.FRESH
        self._stale.pop(unit, None)

    def _forget_questions(self, unit: Unit, node: Node[Fact]) -> None:
        dependents = self._dependents
        for fact in node.questions:
            users = dependents.get(fact)
            if users is not None:
                users.pop(unit, None)
                if not users:
                    del dependents[fact]

    def questions(self, unit: Unit) -> Sequence[Fact]:
        """The facts that a unit asked for when it ran last; none for an unknown one."""
        node = self._nodes.get(unit)
        return () if node is None else node.questions

    def answers(self, unit: Unit) -> Sequence[Answer]:
        """The answers that it got, in the same order."""
        node = self._nodes.get(unit)
        return () if node is None else node.answers

    def produced(self, unit: Unit) -> Sequence[Fact]:
        """The facts that it told of; none for an unknown one."""
        node = self._nodes.get(unit)
        return () if node is None else node.produced

    def dependents(self, fact: Fact) -> tuple[Unit, ...]:
        """The units that asked for a fact, in the order in which they first did."""
        return tuple(unit for unit in self._dependents.get(fact, ()) if unit in self._nodes)

    def is_asked(self, fact: Fact) -> bool:
        """Whether some unit that is known asked for a fact."""
        return fact in self._dependents

    # ------------------------------------------------------------------ invalidation

    def touch(self, unit: Unit) -> None:
        """Its own source changed: it must run again, whatever the facts say."""
        node = self._nodes[unit]
        if node.questions:
            self._forget_questions(unit, node)
            node.questions = ()
            node.answers = ()
        node.state = State.STALE
        self._stale[unit] = None
        self._rules.became_stale(unit)

    def invalidate_from(self, facts: Iterable[Fact]) -> list[Unit]:
        """Mark stale every unit that a change of these facts could reach; return them in order of discovery."""
        reached: list[Unit] = []
        pending: list[Fact] = list(facts)
        nodes = self._nodes
        for fact in pending:  # grows while it is walked
            for unit in self._dependents.get(fact, ()):
                node = nodes.get(unit)
                if node is not None and node.state is State.FRESH:
                    node.state = State.STALE
                    self._stale[unit] = None
                    reached.append(unit)
                    self._rules.became_stale(unit)
                    pending.extend(node.produced)
        return reached

    # ------------------------------------------------------------------ revalidation

    def stale(self) -> tuple[Unit, ...]:
        """The units that are to be ensured."""
        return tuple(self._stale)

    def has_stale(self) -> bool:
        """Whether there are any."""
        return bool(self._stale)

    def ensure(self, unit: Unit) -> None:
        """Make one unit fresh, and first of all the units it depends on.

        A unit met again while it is being computed is left alone: the caller sees what is there (nothing, for a cycle).
        """
        node = self._nodes.get(unit)
        if node is None or node.state is not State.STALE:
            return
        watch = self.trace.watch
        if watch is None:
            self._refresh(unit, node)
            return
        watch.began(unit)
        try:
            self._refresh(unit, node)
        finally:
            watch.ended(unit)

    def _refresh(self, unit: Unit, node: Node[Fact]) -> None:
        node.cause = self._changed_question(node)
        if node.questions and node.cause is None:
            node.state = State.FRESH
            self._stale.pop(unit, None)
            self.trace.add(unit, Action.CUT_OFF)
            return
        node.state = State.RUNNING
        try:
            self._rules.run(unit)
        finally:
            if node.state is State.RUNNING:
                node.state = State.STALE

    def cause(self, unit: Unit) -> Fact | None:
        """Why a unit that is running runs: the fact whose answer differs; None: its own source does."""
        return self._nodes[unit].cause

    def _changed_question(self, node: Node[Fact]) -> Fact | None:
        """The first recorded question that is answered otherwise today; None: there is none."""
        answer = self._rules.answer
        # A cycle of stale units would ask for itself again: while it is being looked at, it counts as running.
        node.state = State.RUNNING
        changed = next(
            (
                fact
                for fact, recorded in zip(node.questions, node.answers, strict=True)
                if answer(fact) != recorded
            ),
            None,
        )
        node.state = State.STALE
        return changed

"""The incremental engine: units that compute, facts that they look up, and what to do when a fact changes.

A *unit* is a piece of work (the typing of one declaration). A *fact* is a question that a unit asked of the world (the interface
of an element, the meaning of a name, the instances of a class) together with the answer it got; answers are compared
by equality, and nothing ("there is no such name") is an answer like any other. A unit produces facts in its turn.

When a fact changes, every unit that the change could reach is marked stale (`invalidate_from`). A stale unit is not run again until
`ensure` has found an answer that really differs: it asks each recorded question again, oldest first, and answering one ensures
whatever produces it. If no answer differs the unit is fresh as it stands: that is early cutoff. The order
in which stale units are ensured does not matter for the result, nor for which units run.

Invariant: a unit that is known is in `dependents[fact]` exactly when it asked for `fact` when it ran last.
Invariant: a fresh unit's recorded answers are the answers of today, or the unit of one that is not is still to be ensured.

A unit that was touched makes nothing else stale before it has run. So a unit that is being ensured may be told what holds no more once it asks, itself or
through others, for what was touched. What changes meanwhile is noted, and compared at the end with what it was told (`_recheck`).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from enum import Enum
from typing import Generic, Protocol, TypeVar

from nova_ls.engine.event_trace import Action, Trace
from nova_ls.engine.stale_units import Place, StaleUnits

UnitT = TypeVar("UnitT", bound=Hashable)
FactT = TypeVar("FactT", bound=Hashable)
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


class Freshness(Enum):
    """How far a unit is."""

    FRESH = 0
    STALE = 1
    RUNNING = 2


class UnitEntry(Generic[FactT]):
    """What the engine keeps of one unit."""

    __slots__ = ("answers", "asked", "cause", "produced", "questions", "state")

    def __init__(self) -> None:
        self.asked: Sequence[FactT] = ()  # the questions, which a unit that was touched has no more
        self.questions: Sequence[FactT] = ()
        self.answers: Sequence[Answer] = ()
        self.produced: Sequence[FactT] = ()
        self.state = Freshness.STALE
        self.cause: FactT | None = None


class Engine(Generic[UnitT, FactT]):
    """The dependency graph of one workspace. `stale`: the units that are to be ensured, by their `place`; `outdated`: those of them that have told facts before. Both are only to be read."""

    def __init__(
        self,
        rules: Rules[UnitT, FactT],
        place: Callable[[UnitT], Place] = lambda unit: (0, ""),
    ) -> None:
        self._rules = rules
        self._nodes: dict[UnitT, UnitEntry[FactT]] = {}
        self._dependents: dict[FactT, dict[UnitT, None]] = {}
        self.stale = StaleUnits(place)
        self.outdated = StaleUnits(place)
        self._removed: dict[
            UnitT, UnitEntry[FactT]
        ] = {}  # whose questions are still to be forgotten
        self._ensured = 0  # so many units are being ensured, each for the one before
        self._moved: list[FactT] = []  # what changed meanwhile, in that order
        self.trace: Trace[UnitT] = Trace()

    # ------------------------------------------------------------------ the set of units

    def add(self, unit: UnitT, has_told: bool = False) -> None:
        """Make a unit known; it is stale until it is ensured. `has_told`: others know its facts, from what stood for it."""
        if unit not in self._nodes:
            removed = self._removed.pop(unit, None)
            if removed is not None:
                self._forget_questions(unit, removed)
            self._nodes[unit] = UnitEntry()
            self.stale.add(unit)
            if has_told:
                self.outdated.add(unit)

    def restore(
        self,
        unit: UnitT,
        questions: Sequence[FactT],
        answers: Sequence[Answer],
        produced: Sequence[FactT],
    ) -> None:
        """Make a unit known as fresh, from what was recorded when it ran last."""
        self.add(unit)
        self.record(unit, questions, answers, produced)

    def remove(self, unit: UnitT) -> None:
        """Forget a unit; what it produced is for the caller to withdraw (`changed`)."""
        node = self._nodes.pop(unit, None)
        if node is not None:
            self._forget_questions(unit, node)
            self._is_no_longer_stale(unit)

    def remove_all(self, units: Iterable[UnitT]) -> None:
        """As `remove`, for many units at once: what they asked is forgotten later (`sweep`)."""
        for unit in units:
            node = self._nodes.pop(unit, None)
            if node is not None:
                self._is_no_longer_stale(unit)
                self._removed[unit] = node

    def sweep(self, most: int) -> bool:
        """With nothing else to do: forget what so many removed units had asked; whether there is more."""
        for _ in range(min(most, len(self._removed))):
            self._forget_questions(*self._removed.popitem())
        return bool(self._removed)

    def __contains__(self, unit: object) -> bool:
        return unit in self._nodes

    def is_fresh(self, unit: UnitT) -> bool:
        """Whether a unit is known and its result is today's."""
        node = self._nodes.get(unit)
        return node is not None and node.state is Freshness.FRESH

    def is_running(self, unit: UnitT) -> bool:
        """Whether a unit is being computed, and has neither been touched nor removed since that began."""
        node = self._nodes.get(unit)
        return node is not None and node.state is Freshness.RUNNING

    def has_changed(self, unit: UnitT) -> bool:
        """Whether a stale unit is to run whatever the answers to its questions are: its own source is another one, or it has not run yet."""
        return not self._nodes[unit].questions

    # ------------------------------------------------------------------ edges

    def record(
        self,
        unit: UnitT,
        questions: Sequence[FactT],
        answers: Sequence[Answer],
        produced: Sequence[FactT],
    ) -> None:
        """Replace what is known of a unit that has just been computed or put in place; it is fresh now."""
        node = self._nodes[unit]
        dependents = self._dependents
        if node.asked != questions:
            self._forget_questions(unit, node)
            for fact in questions:
                users = dependents.get(fact)
                if users is None:
                    dependents[fact] = {unit: None}
                else:
                    users[unit] = None
            node.asked = questions
        node.questions = questions
        node.answers = answers
        node.produced = produced
        node.state = Freshness.FRESH
        self._is_no_longer_stale(unit)

    def _forget_questions(self, unit: UnitT, node: UnitEntry[FactT]) -> None:
        dependents = self._dependents
        for fact in node.asked:
            users = dependents.get(fact)
            if users is not None:
                users.pop(unit, None)
                if not users:
                    del dependents[fact]

    def questions(self, unit: UnitT) -> Sequence[FactT]:
        """The facts that a unit asked for when it ran last; none for an unknown one."""
        node = self._nodes.get(unit)
        return () if node is None else node.questions

    def asked(self, unit: UnitT) -> Sequence[FactT]:
        """The same, also of a unit that was touched since."""
        node = self._nodes.get(unit)
        return () if node is None else node.asked

    def answers(self, unit: UnitT) -> Sequence[Answer]:
        """The answers that it got, in the same order."""
        node = self._nodes.get(unit)
        return () if node is None else node.answers

    def produced(self, unit: UnitT) -> Sequence[FactT]:
        """The facts that it told of; none for an unknown one."""
        node = self._nodes.get(unit)
        return () if node is None else node.produced

    def dependents(self, fact: FactT) -> tuple[UnitT, ...]:
        """The units that asked for a fact, in the order in which they first did."""
        return tuple(unit for unit in self._dependents.get(fact, ()) if unit in self._nodes)

    def is_asked(self, fact: FactT) -> bool:
        """Whether some unit that is known asked for a fact."""
        return fact in self._dependents

    # ------------------------------------------------------------------ invalidation

    def touch(self, unit: UnitT) -> None:
        """Its own source changed: it must run again, whatever the facts say."""
        node = self._nodes[unit]
        node.questions = node.answers = ()
        node.state = Freshness.STALE
        self.stale.add(unit)
        if node.produced:
            self.outdated.add(unit)
        self._rules.became_stale(unit)

    def invalidate_from(self, facts: Iterable[FactT]) -> list[UnitT]:
        """Mark stale every unit that a change of these facts could reach; return them in order of discovery."""
        reached: list[UnitT] = []
        pending: list[FactT] = list(facts)
        nodes = self._nodes
        if self._ensured:
            self._moved += pending
        for fact in pending:  # grows while it is walked
            for unit in self._dependents.get(fact, ()):
                node = nodes.get(unit)
                if node is not None and node.state is Freshness.FRESH:
                    self._become_stale(unit, node)
                    reached.append(unit)
                    pending.extend(node.produced)
        return reached

    def _become_stale(self, unit: UnitT, node: UnitEntry[FactT]) -> None:
        node.state = Freshness.STALE
        self.stale.add(unit)
        if node.produced:
            self.outdated.add(unit)
        self._rules.became_stale(unit)

    def _is_no_longer_stale(self, unit: UnitT) -> None:
        self.stale.discard(unit)
        if self.outdated:
            self.outdated.discard(unit)

    # ------------------------------------------------------------------ revalidation

    def ensure(self, unit: UnitT) -> None:
        """Make one unit fresh, and first of all the units it depends on.

        A unit met again while it is being computed is left alone: the caller sees what is there (nothing, for a cycle).
        """
        node = self._nodes.get(unit)
        if node is None or node.state is not Freshness.STALE:
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

    def _refresh(self, unit: UnitT, node: UnitEntry[FactT]) -> None:
        begun = len(self._moved)
        self._ensured += 1
        try:
            self._compute(unit, node)
            if len(self._moved) > begun:
                self._recheck(unit, node, self._moved[begun:])
        finally:
            self._ensured -= 1
            if not self._ensured:
                self._moved.clear()

    def _recheck(self, unit: UnitT, node: UnitEntry[FactT], moved: list[FactT]) -> None:
        """A unit has been ensured, and these facts changed meanwhile: it is stale again if it was told otherwise of one of them."""
        answers: dict[FactT, Answer] | None = None
        for fact in moved:
            if unit in self._dependents.get(fact, ()):
                answers = answers or dict(zip(node.questions, node.answers, strict=True))
                try:
                    today = self._rules.answer(fact)
                except BaseException:
                    if node.state is Freshness.FRESH:  # For all that is known it is not.
                        self._become_stale(unit, node)
                        self.invalidate_from(node.produced)
                    raise
                if node.state is not Freshness.FRESH or self._nodes.get(unit) is not node:
                    return
                if answers.get(fact, today) != today:
                    self._become_stale(unit, node)
                    self.invalidate_from(node.produced)
                    return

    def _compute(self, unit: UnitT, node: UnitEntry[FactT]) -> None:
        node.cause = self._changed_question(node)
        if node.questions and node.cause is None:
            node.state = Freshness.FRESH
            self._is_no_longer_stale(unit)
            self.trace.add(unit, Action.CUT_OFF)
            return
        node.state = Freshness.RUNNING
        try:
            self._rules.run(unit)
        finally:
            if node.state is Freshness.RUNNING:
                node.state = Freshness.STALE

    def cause(self, unit: UnitT) -> FactT | None:
        """Why a unit that is running runs: the fact whose answer differs; None: its own source does."""
        return self._nodes[unit].cause

    def _changed_question(self, node: UnitEntry[FactT]) -> FactT | None:
        """The first recorded question that is answered otherwise today; None: there is none."""
        answer = self._rules.answer
        # A cycle of stale units would ask for itself again: while it is being looked at, it counts as running.
        node.state = Freshness.RUNNING
        try:
            return next(
                (
                    fact
                    for fact, recorded in zip(node.questions, node.answers, strict=True)
                    if answer(fact) != recorded
                ),
                None,
            )
        finally:
            node.state = Freshness.STALE

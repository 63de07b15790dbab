"""What one edit made the engine do: which units it made stale, what was done to each and why, and how long that took."""

from __future__ import annotations

from time import perf_counter
from typing import Any

from nova_ls.base.slotted import value
from nova_ls.compiler.model.units import Unit
from nova_ls.compiler.program import Program
from nova_ls.engine.event_trace import Action


@value
class TracedUnit:
    """A unit that was made fresh. `because`: a fact it had asked for that has another answer now; "": its own text.

    `milliseconds`: without those of the units that it depends on, which are steps of their own.
    """

    kind: str
    name: str
    action: Action
    milliseconds: float
    because: str


@value
class EditTrace:
    """`invalidated`: the units that were stale right after the edit; the rest were reached from those."""

    invalidated: tuple[str, ...]
    steps: tuple[TracedUnit, ...]

    @property
    def milliseconds(self) -> float:
        """The time of all steps together."""
        return sum(step.milliseconds for step in self.steps)

    def counts(self) -> dict[Action, int]:
        """How many steps there were of each action."""
        found = dict.fromkeys(Action, 0)
        for step in self.steps:
            found[step.action] += 1
        return found

    def summary(self) -> str:
        """One line."""
        parts = ", ".join(f"{count} {action.value}" for action, count in self.counts().items())
        return f"{parts}; {self.milliseconds:.1f} ms"

    def as_data(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "invalidated": list(self.invalidated),
            "steps": [
                {
                    "kind": step.kind,
                    "name": step.name,
                    "action": step.action.value,
                    "ms": round(step.milliseconds, 3),
                    "because": [step.because] if step.because else [],
                }
                for step in self.steps
            ],
            "ms": round(self.milliseconds, 3),
        }


class EditWatch:
    """Notes what a program does (engine.trace.Watch), from its making until `stop`."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._invalidated: tuple[str, ...] = ()
        self._steps: list[TracedUnit] = []
        self._open: list[_Looked] = []
        program.engine.trace.watch = self

    def edited(self) -> None:
        """The edit has been made; what it leads to is still to come."""
        self._invalidated = tuple(f"{u.tag} {_name(u)}" for u in self._program.engine.stale)

    def stop(self) -> EditTrace:
        """Stop watching; what was seen."""
        trace = self._program.engine.trace
        if trace.watch is self:
            trace.watch = None
        return EditTrace(self._invalidated, tuple(self._steps))

    def began(self, unit: Unit) -> None:
        """A unit is being ensured (engine.event_trace.Watch)."""
        self._open.append(_Looked(unit))

    def acted(self, unit: Unit, action: Action) -> None:
        """What was done to a unit (engine.event_trace.Watch)."""
        for looked in reversed(self._open):
            if looked.unit == unit:
                looked.action = action
                break

    def ended(self, unit: Unit) -> None:
        """A unit is fresh (engine.event_trace.Watch)."""
        looked = self._open.pop()
        spent = perf_counter() - looked.start
        if self._open:
            self._open[-1].inner += spent
        engine = self._program.engine
        cause = engine.cause(unit) if unit in engine else None
        self._steps.append(
            TracedUnit(
                unit.tag,
                _name(unit),
                looked.action,
                (spent - looked.inner) * 1000,
                "" if cause is None else cause.show(),
            )
        )


class _Looked:
    """A unit that is being looked at. `inner`: seconds of the units that it depends on."""

    __slots__ = ("action", "inner", "start", "unit")

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.action = Action.RAN
        self.inner = 0.0
        self.start = perf_counter()


def _name(unit: Unit) -> str:
    key = unit.key
    return f"{key.namespace}.{key.name}" if key.name else key.namespace

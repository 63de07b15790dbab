"""What one edit makes the engine do: the step from the texts checked last to those on disk, taken once more and watched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from nova_ls.base.keys import ElementKey
from nova_ls.compiler import units
from nova_ls.compiler.module import Module, Origin
from nova_ls.compiler.program import Program
from nova_ls.compiler.units import Answer, Fact, Unit
from nova_ls.engine.trace import Action
from nova_ls.log.errors import LogError
from nova_ls.log.follow import checked_branch
from nova_ls.workspace.history.history import History
from nova_ls.workspace.history.state import State, state_of_branch
from nova_ls.workspace.read_source import Unreadable, read_source

_MAX_REASONS = 3


@dataclass(frozen=True, slots=True)
class Step:
    """A unit that was made fresh. `because`: what it had asked for and now has another answer; empty: its own text."""

    kind: str
    name: str
    action: Action
    milliseconds: float
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EditTrace:
    invalidated: tuple[str, ...]
    steps: tuple[Step, ...]
    milliseconds: float

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
                    "because": list(step.because),
                }
                for step in self.steps
            ],
            "ms": round(self.milliseconds, 3),
        }


def trace_edit(history: History, paths: Sequence[Path]) -> EditTrace:
    """Check the texts that some files had when they were checked last, then edit them to what they are now."""
    checked = state_of_branch(history.log, checked_branch(history.database))
    edits = {path: _texts(history, checked, path) for path in paths}
    before_edit = history.texts() | {path: old for path, (old, _) in edits.items()}
    program = history.scratch(before_edit).program
    for module in list(program.modules.values()):
        if module.origin is Origin.WORKSPACE and module.is_restored:
            program.expand(module)  # so that every unit has questions to tell reasons from
    for _ in program.settle():
        pass
    before = dict(
        pair for module in program.modules.values() for pair in _recorded(program, module)
    )
    program.engine.trace.clear()
    start = perf_counter()
    for path, (_, new) in edits.items():
        edited = program.module_of_path(path)
        if edited is not None:
            program.update(edited, edited.source.replace(new))
    invalidated = tuple(_name(unit) for unit in program.engine.stale())
    steps = list(_watch(program, start))
    total = (perf_counter() - start) * 1000
    explained = tuple(
        Step(unit[0], _name(unit), action, spent, _reasons(program, unit, action, before))
        for unit, action, spent in steps
    )
    return EditTrace(invalidated, explained, total)


def _texts(history: History, checked: State, path: Path) -> tuple[str, str]:
    new = read_source(path)
    if isinstance(new, Unreadable):
        raise LogError(f"{path} cannot be read")
    for name, module in checked.modules.items():
        if history.root / module.path == path:
            old = checked.text_of_module(name)
            if old is not None:
                return old, new
    raise LogError(f"{path} was not checked before")


def _recorded(
    program: Program, module: Module
) -> Iterator[tuple[Unit, tuple[Sequence[Fact], Sequence[Answer]]]]:
    own = ((kind, module.key) for kind in units.MODULE_KINDS)
    for unit in (*module.sources, *module.members, *own):
        yield unit, (program.engine.questions(unit), program.engine.answers(unit))


def _watch(program: Program, start: float) -> Iterator[tuple[Unit, Action, float]]:
    """The engine's events as they come; what is ensured on the way to something else shares that one's time."""
    seen = 0
    last = start
    for _ in program.settle():
        now = perf_counter()
        events = program.engine.trace.events()[seen:]
        seen += len(events)
        for unit, action in events:
            yield unit, action, (now - last) * 1000 / len(events)
        last = perf_counter()


def _reasons(
    program: Program,
    unit: Unit,
    action: Action,
    before: dict[Unit, tuple[Sequence[Fact], Sequence[Answer]]],
) -> tuple[str, ...]:
    if action is Action.CUT_OFF or unit not in before:
        return ()
    changed = [
        _show(fact)
        for fact, answer in zip(*before[unit], strict=True)
        if program.answer(fact) != answer
    ]
    more = [f"{len(changed) - _MAX_REASONS} more"] if len(changed) > _MAX_REASONS else []
    return tuple(changed[:_MAX_REASONS] + more)


def _name(unit: Unit) -> str:
    key = unit[1]
    return f"{key.namespace}.{key.name}" if key.name else key.namespace


def _show(fact: Fact) -> str:
    kind = fact[0]
    key = fact[1]
    name = f"{key.namespace}.{key.name}" if isinstance(key, ElementKey) else str(key)
    words = {
        units.INTERFACE: f"the interface of {name}",
        units.INSTANCES: f"the instances of {name}",
        units.EXPORTS: f"the exports of {name}",
        units.EXPORTED: f"whether {name} is exported",
        units.SCOPE: f"the names of {name}",
    }
    if kind == units.NAME:
        return f"what {fact[4]} means"
    return words.get(kind, name)

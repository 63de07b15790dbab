"""`$/setTrace` and `$/logTrace`: what each edit made the engine do, for a client that has asked for it.

`messages` gets one line for an edit, `verbose` a line more for each unit that was looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Protocol

from nova_ls.base.slotted import value
from nova_ls.compiler.edit_trace import EditTrace, EditWatch
from nova_ls.server.sessions.session import Session

OFF: Final = "off"
VERBOSE: Final = "verbose"
LEVELS: Final = (OFF, "messages", VERBOSE)


class _Teller(Protocol):
    def tell(self, method: str, params: dict[str, Any]) -> None: ...


@value
class _Edit:
    """An edit whose consequences are not all worked off."""

    path: Path
    version: int
    watch: EditWatch


class LogTrace:
    """The edits being watched, at most one in each workspace: what is left of one when the next comes is part of that."""

    def __init__(self, wire: _Teller, level: str) -> None:
        self._wire = wire
        self._level = OFF
        self._edits: dict[Session, _Edit] = {}
        self.set_level(level)

    def set_level(self, level: str) -> None:
        """An unknown level is off."""
        self._level = level if level in LEVELS else OFF

    @contextmanager
    def edit(self, session: Session, path: Path, version: int) -> Iterator[None]:
        """Watch an edit that is made within the context, and all that follows from it until `settled`."""
        self.settled(session)
        if self._level == OFF:
            yield
            return
        watch = EditWatch(session.workspace.program)
        self._edits[session] = _Edit(path, version, watch)
        session.on_settled = lambda: self.settled(session)
        yield
        watch.edited()

    def settled(self, session: Session) -> None:
        """Tell of the edit that a workspace was busy with."""
        edit = self._edits.pop(session, None)
        session.on_settled = None
        if edit is None:
            return
        trace = edit.watch.stop()
        if self._level != OFF:
            count = len(trace.invalidated)
            message = f"{edit.path.name}, version {edit.version}: {count} stale; {trace.summary()}"
            params = {"message": message}
            if self._level == VERBOSE:
                params["verbose"] = "\n".join(_lines(trace))
            self._wire.tell("$/logTrace", params)


def _lines(trace: EditTrace) -> Iterator[str]:
    for name in trace.invalidated:
        yield f"stale     {name}"
    for step in trace.steps:
        because = f", because of {step.because}" if step.because else ""
        word = step.action.value.ljust(8)
        yield f"{word}  {step.kind} {step.name} ({step.milliseconds:.2f} ms{because})"

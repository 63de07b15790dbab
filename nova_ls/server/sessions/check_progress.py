"""Telling the user how far the check is: of the first check of a workspace as progress, and what the server is doing as `nova/status`, in clients that show such things."""

from __future__ import annotations

import time
from typing import Any, Final

from nova_ls.server.sessions.checker import NOTHING, Count
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.sessions.session import Session

_PERIOD: Final = 0.2

_READING: Final = 30
"""So much of the whole, in per cent, is done once all modules have been read."""


class Progress:
    """One progress at a time; `_token` None: none is shown."""

    def __init__(self, server: ServerContext) -> None:
        self._server = server
        self._count = 0
        self._token: str | None = None
        self._share = self._done = 0
        self._last = 0.0
        self._state = ""  # that the client was told last
        self._is_idle = True

    def begin(self, session: Session) -> None:
        """Show that a session is being checked."""
        self._tell("starting", NOTHING)
        if not self._server.client.shows_progress or self._token is not None:
            return
        self._count += 1
        self._token = f"nova-check-{self._count}"
        self._share = self._done = 0
        self._server.wire.ask("window/workDoneProgress/create", {"token": self._token})
        name = session.root.name if session.root is not None else ""
        self._send({"kind": "begin", "title": f"Checking {name}".strip(), "percentage": 0})

    def report(self) -> None:
        """Say how many modules are checked, from time to time."""
        now = time.monotonic()
        if self._is_idle:  # What is done at once is not worth a word.
            self._is_idle, self._last = False, max(self._last, now)
        if now - self._last < _PERIOD:
            return
        self._last = now
        if self._token is None and not self._server.client.shows_status:
            return
        opening = [one for one in self._server.sessions if one.is_opening]
        counts = [one.checker.progress() for one in opening or self._server.sessions]
        count = sum(counts, NOTHING)
        if count.known:
            self._tell("checking", count)
            if opening:
                self._forward(count)

    def _forward(self, count: Count) -> None:
        """More modules become known while they are read, and an edit may undo work: to people it goes forward all the same."""
        known = count.known
        share = (_READING * count.read + (100 - _READING) * count.checked) // known
        self._share = max(self._share, min(99, share))
        self._done = max(self._done, count.checked)
        message = f"{min(self._done, known)} of {known} modules"
        self._send({"kind": "report", "percentage": self._share, "message": message})

    def end(self) -> None:
        """Show that everything is checked."""
        sessions = self._server.sessions
        is_early = bool(self._server.client.folders) and not sessions  # They are not opened yet.
        if is_early or any(one.is_opening for one in sessions):
            return
        self._is_idle = True
        self._tell("ready", NOTHING)
        self._send({"kind": "end"})
        self._token = None

    def _send(self, value: dict[str, Any]) -> None:
        if self._token is not None:
            self._server.wire.tell("$/progress", {"token": self._token, "value": value})

    def _tell(self, state: str, count: Count) -> None:
        """Tell a client that shows it what the server does: a state once, how far a check has come as often as it is known."""
        if self._server.client.shows_status and (state != self._state or state == "checking"):
            self._state = state
            params = {"state": state, "checked": count.checked, "modules": count.known}
            self._server.wire.tell("nova/status", params)

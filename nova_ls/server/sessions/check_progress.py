"""Telling the user how far the first check of a workspace has come, in clients that show such things."""

from __future__ import annotations

import time
from typing import Any, Final

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

    def begin(self, session: Session) -> None:
        """Show that a session is being checked."""
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
        if self._token is None or now - self._last < _PERIOD:
            return
        self._last = now
        known = read = checked = 0
        for one in self._server.sessions:
            if one.is_opening:
                count = one.checker.progress()
                known, read, checked = (
                    known + count.known,
                    read + count.read,
                    checked + count.checked,
                )
        if known:
            # More modules become known while they are read, and an edit may undo work: to people it goes forward all the same.
            self._share = max(
                self._share, min(99, (_READING * read + (100 - _READING) * checked) // known)
            )
            self._done = max(self._done, checked)
            message = f"{min(self._done, known)} of {known} modules"
            self._send({"kind": "report", "percentage": self._share, "message": message})

    def end(self) -> None:
        """Show that everything is checked."""
        if self._token is not None and not any(one.is_opening for one in self._server.sessions):
            self._send({"kind": "end"})
            self._token = None

    def _send(self, value: dict[str, Any]) -> None:
        self._server.wire.tell("$/progress", {"token": self._token, "value": value})

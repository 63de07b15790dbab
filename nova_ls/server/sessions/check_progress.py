"""Telling the user how far the first check of a workspace has come, in clients that show such things."""

from __future__ import annotations

import time
from typing import Any, Final

from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.sessions.session import Session

_PERIOD: Final = 0.2


class Progress:
    """One progress at a time; `_token` None: none is shown."""

    def __init__(self, server: ServerContext) -> None:
        self._server = server
        self._count = 0
        self._token: str | None = None
        self._most = 0
        self._last = 0.0

    def begin(self, session: Session) -> None:
        """Show that a session is being checked."""
        if not self._server.client.shows_progress or self._token is not None:
            return
        self._count += 1
        self._token = f"nova-check-{self._count}"
        self._most = 0
        self._server.wire.ask("window/workDoneProgress/create", {"token": self._token})
        name = session.root.name if session.root is not None else ""
        self._send({"kind": "begin", "title": f"Checking {name}".strip(), "percentage": 0})

    def report(self, session: Session) -> None:
        """Show how far the check is."""
        now = time.monotonic()
        if self._token is None or now - self._last < _PERIOD:
            return
        self._last = now
        left = session.checker.left()
        self._most = max(self._most, left)
        if self._most:
            share = 100 * (self._most - left) // self._most
            self._send({"kind": "report", "percentage": share, "message": f"{left} left"})

    def end(self) -> None:
        """Show that everything is checked."""
        if self._token is not None and not any(one.is_opening for one in self._server.sessions):
            self._send({"kind": "end"})
            self._token = None

    def _send(self, value: dict[str, Any]) -> None:
        self._server.wire.tell("$/progress", {"token": self._token, "value": value})

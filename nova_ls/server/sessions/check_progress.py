"""Telling the user how far the first check of a workspace has come, in clients that show such things.

Where all is new it is told at once, before anything else is done; where most is known from the last time, only if that takes a while.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any, Final

from nova_ls.server.sessions.session import Session
from nova_ls.server.sessions.status_told import ToldStatus

UNTOLD: Final = 0.5
"""Seconds that a warm start may take without anybody being told."""

_PERIOD: Final = 0.2

_READING: Final = 30
"""So much of the whole, in per cent, is done once all modules have been read."""


class Progress:
    """One progress at a time; `_token` None: none is shown. `send` sends a message; answers to it need not be known."""

    def __init__(
        self, send: Callable[[dict[str, Any]], None], status: ToldStatus, *, is_shown: bool
    ) -> None:
        """`is_shown`: whether the client shows progress; `status` hears of all that is told here."""
        self._send = send
        self._status = status
        self._is_shown = is_shown
        self._count = 0
        self._token: str | None = None
        self._title = ""
        self._due: float | None = None
        self._share = self._done = 0
        self._last = 0.0

    def begin(self, name: str, *, is_new: bool) -> None:
        """A workspace is being opened; `is_new`: nothing is known of it yet."""
        self._status.begin()
        if not self._is_shown or self._token is not None:
            return
        self._title = f"Checking {name}".strip()
        if is_new:
            self._show()
        elif self._due is None:
            self._due = time.monotonic() + UNTOLD

    def _show(self) -> None:
        self._due = None
        self._count += 1
        self._token = f"nova-check-{self._count}"
        self._share = self._done = 0
        request = {"id": self._token, "method": "window/workDoneProgress/create"}
        self._send({"jsonrpc": "2.0", **request, "params": {"token": self._token}})
        self._tell({"kind": "begin", "title": self._title, "percentage": 0})

    def report(self, sessions: Iterable[Session]) -> None:
        """Say how many modules are checked, from time to time."""
        self._status.report(sessions)
        now = time.monotonic()
        if self._due is not None and now >= self._due:
            self._show()
        if self._token is None or now - self._last < _PERIOD:
            return
        self._last = now
        counts = [one.checker.progress() for one in sessions if one.is_opening]
        known = sum(count.known for count in counts)
        read = sum(count.read for count in counts)
        checked = sum(count.checked for count in counts)
        if known:
            # More modules become known while they are read, and an edit may undo work: to people it goes forward all the same.
            share = (_READING * read + (100 - _READING) * checked) // known
            self._share = max(self._share, min(99, share))
            self._done = max(self._done, checked)
            message = f"{min(self._done, known)} of {known} modules"
            self._tell({"kind": "report", "percentage": self._share, "message": message})

    def end(self, sessions: Iterable[Session]) -> None:
        """Show that everything is checked, if it is."""
        if any(one.is_opening for one in sessions):
            return
        self._status.end()
        self._due = None
        if self._token is not None:
            self._tell({"kind": "end"})
            self._token = None

    def _tell(self, value: dict[str, Any]) -> None:
        params = {"token": self._token, "value": value}
        self._send({"jsonrpc": "2.0", "method": "$/progress", "params": params})

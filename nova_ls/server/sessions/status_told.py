"""Telling a client that shows it what the server is doing: `nova/status`."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any, Final

from nova_ls.server.sessions.session import Session

_PERIOD: Final = 0.2
"""Work that takes less is not worth a word; what takes longer is told so often."""


class ToldStatus:
    """What the client was told last. `send` sends a message."""

    def __init__(self, send: Callable[[dict[str, Any]], None], *, is_shown: bool) -> None:
        """`is_shown`: whether the client shows it."""
        self._send = send
        self._is_shown = is_shown
        self._state = ""
        self._since: float | None = None  # something has been at work, or was told

    def begin(self) -> None:
        """A workspace is being opened."""
        self._tell("starting")

    def report(self, sessions: Iterable[Session]) -> None:
        """Something was done; more may follow."""
        if not self._is_shown:
            return
        now = time.monotonic()
        if self._since is None:
            self._since = now
        elif now - self._since >= _PERIOD:
            self._since = now
            counts = [one.checker.progress() for one in sessions]
            known = sum(count.known for count in counts)
            if known:
                self._tell("checking", sum(count.checked for count in counts), known)

    def end(self) -> None:
        """Nothing is left to do."""
        self._since = None
        self._tell("ready")

    def _tell(self, state: str, checked: int = 0, modules: int = 0) -> None:
        """A state is told once, how far a check has come as often as it is known."""
        if self._is_shown and (state != self._state or state == "checking"):
            self._state = state
            params = {"state": state, "checked": checked, "modules": modules}
            self._send({"jsonrpc": "2.0", "method": "nova/status", "params": params})

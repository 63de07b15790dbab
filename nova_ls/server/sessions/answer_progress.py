"""Telling the user how far an answer has come that has to wait, where the client has said under which token."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Any, Final, Self

from nova_ls.server.sessions.server_context import ServerContext

_PERIOD: Final = 0.2


class AnswerProgress:
    """Begins with the first report, and ends with the answer, however that comes about.

    `token` None: nobody is told.
    """

    def __init__(self, server: ServerContext, token: int | str | None, title: str) -> None:
        self._server = server
        self._token = token
        self._title = title
        self._most = 0
        self._last: float | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if self._last is not None:
            self._send({"kind": "end"})

    def report(self, left: int) -> None:
        """So much is left to do, in units of no particular size."""
        now = time.monotonic()
        if self._token is None or (self._last is not None and now - self._last < _PERIOD):
            return
        if self._last is None:
            self._send(
                {"kind": "begin", "title": self._title, "percentage": 0, "cancellable": True}
            )
        self._last = now
        self._most = max(self._most, left)
        if self._most:
            share = 100 * (self._most - left) // self._most
            self._send({"kind": "report", "percentage": share})

    def _send(self, value: dict[str, Any]) -> None:
        self._server.wire.tell("$/progress", {"token": self._token, "value": value})

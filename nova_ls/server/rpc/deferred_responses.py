"""Requests whose answers have to wait until everything is checked: worked off when there is nothing else to do.

Their handlers are generators: each `yield` lets a message or the check come first, and what is returned is the answer.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from typing import Any, Final, TypeAlias

from nova_ls.server.rpc.error_codes import (
    INTERNAL_ERROR,
    REQUEST_CANCELLED,
    error_response,
    response,
)
from nova_ls.server.rpc.refusal import Refused
from nova_ls.server.rpc.server_log import LOGGER

WORK_SECONDS: Final = 0.004
"""Seconds of work between two looks at the messages."""

Steps: TypeAlias = Generator[None, None, Any]


class DeferredResponses:
    """Invariant: each request that was added gets one answer."""

    def __init__(self, send: Callable[[dict[str, Any]], None]) -> None:
        self._send = send
        self._steps: dict[int | str, Steps] = {}

    def add(self, request: int | str, steps: Steps) -> None:
        """Answer a request later."""
        self._steps[request] = steps

    def work(self) -> bool:
        """Go on with the oldest request for some milliseconds; whether there is more to do."""
        deadline = time.perf_counter() + WORK_SECONDS
        for request, steps in list(self._steps.items())[:1]:
            try:
                while time.perf_counter() < deadline:
                    next(steps)
            except StopIteration as end:
                self._answer(request, response(request, end.value))
            except Refused as refusal:
                self._answer(request, error_response(request, refusal.code, str(refusal)))
            except Exception as error:
                LOGGER.exception("while answering %s", request)
                reason = f"{type(error).__name__} in the answer"
                self._answer(request, error_response(request, INTERNAL_ERROR, reason))
        return bool(self._steps)

    def cancel(self, request: int | str) -> None:
        """The answer is not wanted any more; nothing happens where there is nothing to cancel."""
        if request in self._steps:
            self._steps[request].close()
            self._answer(request, error_response(request, REQUEST_CANCELLED, "cancelled"))

    def cancel_all(self) -> None:
        for request in list(self._steps):
            self.cancel(request)

    def _answer(self, request: int | str, answer: dict[str, Any]) -> None:
        del self._steps[request]
        self._send(answer)

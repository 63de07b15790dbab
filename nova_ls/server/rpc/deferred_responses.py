"""Requests whose answers have to wait, until one declaration is known or until everything is checked.

Their handlers are generators: each `yield` lets a message come first, and what is returned is the answer. Those that wait
for the little that they need themselves come before the check; those that wait for the whole check are worked off
when there is nothing else to do, and one that only waits until something happens is asked again whenever something has.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from enum import Enum
from typing import Any, Final, TypeAlias

from nova_ls.base.slotted import value
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


class Wait(Enum):
    """Why a request lets others come before it for now."""

    FOR_A_TURN = "messages may have come; it can go on itself"
    FOR_FILES = "the files of its workspace are being looked for"
    FOR_A_THREAD = "something is being read beside the loop; of answers that come first alone"
    FOR_A_CHANGE = "there is nothing to do before something happens"


Steps: TypeAlias = Generator[Wait | None, None, Any]
"""Between two of them anything may come."""

FirstSteps: TypeAlias = Generator[Wait, None, Any]
"""As `Steps`; but what is returned may be a generator too, which is one of `Steps`, or come first as well."""


@value
class ComesFirst:
    """What a handler gives where its answer comes before the check."""

    steps: FirstSteps


def now_or_first(steps: FirstSteps) -> Any:
    """What a handler gives whose answer may be there without waiting."""
    try:
        next(steps)
    except StopIteration as end:
        return end.value
    return ComesFirst(steps)


class DeferredResponses:
    """Invariant: each request that was added gets one answer."""

    def __init__(self, send: Callable[[dict[str, Any]], None]) -> None:
        self._send = send
        self._steps: dict[int | str, Steps] = {}
        self._first: dict[int | str, FirstSteps] = {}
        self._idle: dict[int | str, None] = {}  # of `_steps` those that wait for a change

    @property
    def is_busy(self) -> bool:
        """Whether an answer is being looked for."""
        return bool(self._first) or len(self._steps) > len(self._idle)

    def add_first(self, request: int | str, steps: FirstSteps) -> None:
        """Answer a request as soon as it can be, whatever else there is to do."""
        self._first[request] = steps

    def add(self, request: int | str, steps: Steps) -> None:
        """Answer a request later, or now if it is the only one and takes no more than one step."""
        self._steps[request] = steps
        if len(self._steps) == 1:
            self._go_on(request, steps, 0.0)

    def work(self) -> bool:
        """Go on with the oldest request that can for some milliseconds; whether there is more to do."""
        self.poke()
        busy = [one for one in self._steps.items() if one[0] not in self._idle]
        for request, steps in busy[:1]:
            self._go_on(request, steps)
        return len(self._steps) > len(self._idle)

    def poke(self) -> None:
        """Something has happened: who waits for that may go on."""
        for request in list(self._idle):
            del self._idle[request]
            self._go_on(request, self._steps[request])

    def work_first(self) -> bool:
        """Go on with the oldest of those that come first and can go on; whether there was one."""
        return any(self._go_on(request, steps) for request, steps in list(self._first.items()))

    def _go_on(
        self, request: int | str, steps: Steps | FirstSteps, seconds: float = WORK_SECONDS
    ) -> bool:
        """Work for some milliseconds on one answer, or one step; False: it could not go on by itself."""
        deadline = time.perf_counter() + seconds
        try:
            while True:
                wait = next(steps)
                if wait is Wait.FOR_A_CHANGE:
                    self._idle[request] = None
                if wait not in (None, Wait.FOR_A_TURN):
                    return False
                if time.perf_counter() >= deadline:
                    break
        except StopIteration as end:
            if isinstance(end.value, ComesFirst):
                self._first[request] = end.value.steps
            elif isinstance(end.value, Generator):
                del self._first[request]
                self.add(request, end.value)
            else:
                self._answer(request, response(request, end.value))
        except Refused as refusal:
            self._answer(request, error_response(request, refusal.code, str(refusal)))
        except Exception as error:
            LOGGER.exception("while answering %s", request)
            reason = f"{type(error).__name__} in the answer"
            self._answer(request, error_response(request, INTERNAL_ERROR, reason))
        return True

    def cancel(self, request: int | str) -> None:
        """The answer is not wanted any more; nothing happens where there is nothing to cancel."""
        steps = self._steps.get(request) or self._first.get(request)
        if steps is not None:
            steps.close()
            self._answer(request, error_response(request, REQUEST_CANCELLED, "cancelled"))

    def cancel_all(self) -> None:
        """Cancel all requests that wait for an answer."""
        for request in [*self._steps, *self._first]:
            self.cancel(request)

    def _answer(self, request: int | str, answer: dict[str, Any]) -> None:
        self._steps.pop(request, None)
        self._first.pop(request, None)
        self._idle.pop(request, None)
        self._send(answer)

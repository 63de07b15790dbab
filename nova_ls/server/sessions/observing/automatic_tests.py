"""Tests that run by themselves, as the user has set it: behind a save's commit, or behind edits as well, once typing has paused; of all tests those that the change reaches.

They are prepared when there is nothing else to do, and run by the evaluator. Behind a save an edit ends the round with the test that is running, for results are those of
what was saved; while one types it stops that test, and what the round has left over is looked at again at the next pause.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from weakref import WeakSet

from nova_ls.base.slotted import entity
from nova_ls.server.rpc.deferred_responses import WORK_SECONDS, FirstSteps, Wait
from nova_ls.server.rpc.server_log import LOGGER
from nova_ls.server.sessions.session import Session

if TYPE_CHECKING:
    from nova_ls.server.sessions.observing.tested_sessions import Ran, TestedSessions

PAUSE: Final = 0.3
"""Seconds without an edit after which nobody is typing."""


@entity
class _Round:
    """`ran`: what has run so far. `is_edited`: the text is not what it was when the round began."""

    steps: FirstSteps
    ran: Ran
    is_edited: bool = False


@dataclass(slots=True)
class Surroundings:
    """`tested` gives who runs tests, which takes long to load. `may_run`: whether anything of the workspaces may.

    `call_later` looks for work again in some seconds; `tell` shows what has run.
    """

    tested: Callable[[], TestedSessions]
    sessions: Iterable[Session]
    may_run: Callable[[], bool]
    call_later: Callable[[float], None]
    tell: Callable[[Session, Ran], None]


@dataclass(slots=True)
class AutomaticTests:
    """`when`: as the user has set it: `never`, `save` or `type`."""

    around: Surroundings
    when: str = "never"
    _saved: WeakSet[Session] = field(default_factory=WeakSet)
    _typed: dict[Session, float] = field(default_factory=dict)  # when the pause is over
    _rounds: dict[Session, _Round] = field(default_factory=dict)
    _wakes: float = 0.0  # when it was told last to look for work again

    def note_save(self, session: Session) -> None:
        """A document was saved; its commit is due."""
        if self.when != "never" and session.root is not None:
            self._saved.add(session)

    def note_edit(self, session: Session) -> None:
        """The text that is running is no longer the one in the editor."""
        if session in self._rounds:
            self._rounds[session].is_edited = True
        if self.when == "type" and session.root is not None:
            self._typed[session] = time.monotonic() + PAUSE

    def settled(self, session: Session) -> None:
        """To be called when a session has nothing left to do: a save's tests are due."""
        if session in self._saved:
            self._saved.discard(session)
            self._begin(session, is_typing=False)

    def work(self) -> bool:
        """Go on for some milliseconds; False: there is nothing to do, or it waits for a test that is running, or for a pause."""
        if self._typed:
            self._begin_due()
        for session in list(self._rounds):
            if not (self.when != "never" and self._may_run(session)):
                self._end(session)
            elif self._go_on(session):
                return True
        return False

    def _may_run(self, session: Session) -> bool:
        return self.around.may_run() and session in set(self.around.sessions)

    def _begin_due(self) -> None:
        """Begin the rounds of sessions in which nobody is typing any more."""
        now = time.monotonic()
        for session, due in list(self._typed.items()):
            if due > now and session in set(self.around.sessions):
                if self._wakes <= now:
                    self._wakes = due
                    self.around.call_later(due - now)
                continue
            del self._typed[session]
            if self.when == "type" and self._may_run(session):
                self._begin(session, is_typing=True)

    def _begin(self, session: Session, *, is_typing: bool) -> None:
        self._end(session)
        ran: Ran = []
        tested = self.around.tested()
        steps = tested.run(session, None, only_affected=True, is_typing=is_typing, ran=ran)
        self._rounds[session] = _Round(steps, ran)

    def _go_on(self, session: Session) -> bool:
        current, deadline = self._rounds[session], time.perf_counter() + WORK_SECONDS
        if current.is_edited and self.when == "type":
            self._end(session)
            return True
        try:
            while time.perf_counter() < deadline:
                if next(current.steps) is Wait.FOR_A_THREAD:
                    return False
                if current.is_edited or not session.is_settled:
                    break
        except StopIteration:
            self._end(session)
        except Exception:
            LOGGER.exception("while testing %s", session.root)
            self._end(session)
        if current.is_edited:
            self._end(session)
        return True

    def _end(self, session: Session) -> None:
        ended = self._rounds.pop(session, None)
        if ended is not None:
            ended.steps.close()
            if ended.ran:
                self.around.tell(session, ended.ran)

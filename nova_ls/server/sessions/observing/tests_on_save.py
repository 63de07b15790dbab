"""Tests that run by themselves, where the user has set it: behind a save's commit, those that the save reaches.

They are prepared when there is nothing else to do, and run by the evaluator. An edit ends the round behind the test that is running: results are those of what
was saved, and what has not run comes with the next save.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING
from weakref import WeakSet

from nova_ls.server.rpc.deferred_responses import WORK_SECONDS, FirstSteps, Wait
from nova_ls.server.rpc.server_log import LOGGER
from nova_ls.server.sessions.session import Session

if TYPE_CHECKING:
    from nova_ls.server.sessions.observing.tested_sessions import TestedSessions


class TestsOnSave:
    """`is_on`: as the user has set it. `tested` gives who runs tests, which takes long to load. `may_run`: whether anything of the workspaces may."""

    def __init__(
        self,
        tested: Callable[[], TestedSessions],
        sessions: Iterable[Session],
        may_run: Callable[[], bool],
    ) -> None:
        self.is_on = False
        self._tested = tested
        self._sessions = sessions
        self._may_run = may_run
        self._saved: WeakSet[Session] = WeakSet()
        self._rounds: dict[Session, FirstSteps] = {}
        self._edited: set[Session] = set()  # since their rounds began

    def note_save(self, session: Session) -> None:
        """A document was saved; its commit is due."""
        if self.is_on and session.root is not None:
            self._saved.add(session)

    def note_edit(self, session: Session) -> None:
        """What runs is no longer what the editor shows."""
        if session in self._rounds:
            self._edited.add(session)

    def settled(self, session: Session) -> None:
        """To be called when a session has nothing left to do: a save's tests are due."""
        if session in self._saved:
            self._saved.discard(session)
            self._end(session)
            self._rounds[session] = self._tested().run(session, None, only_affected=True)

    def work(self) -> bool:
        """Go on for some milliseconds; False: there is nothing to do, or it waits for a test that is running."""
        for session in list(self._rounds):
            if not (self.is_on and self._may_run() and session in set(self._sessions)):
                self._end(session)
            elif self._go_on(session):
                return True
        return False

    def _go_on(self, session: Session) -> bool:
        steps, deadline = self._rounds[session], time.perf_counter() + WORK_SECONDS
        try:
            while time.perf_counter() < deadline:
                if next(steps) is Wait.FOR_A_THREAD:
                    return False
                if session in self._edited or not session.is_settled:
                    break
        except StopIteration:
            self._end(session)
        except Exception:
            LOGGER.exception("while testing %s", session.root)
            self._end(session)
        if session in self._edited:
            self._end(session)
        return True

    def _end(self, session: Session) -> None:
        steps = self._rounds.pop(session, None)
        self._edited.discard(session)
        if steps is not None:
            steps.close()

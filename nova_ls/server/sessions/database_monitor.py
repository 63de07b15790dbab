"""Other processes at the same databases: who goes, what they leave, and folders that vanish under a running server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.sessions.session import Session

PERIOD: Final = 2.0
"""Seconds between two looks, each of which reads one folder and one file's status."""


class DatabaseMonitor:
    """`show` tells the user something; `guarded` calls what must not end the looking."""

    def __init__(
        self, server: ServerContext, show: Callable[[str], None], guarded: Callable[..., None]
    ) -> None:
        self._server = server
        self._show = show
        self._guarded = guarded

    def look_later(self) -> None:
        """Look at the database's folder once a period has passed."""
        self._server.call_later(PERIOD, self._look)

    def _look(self) -> None:
        for session in self._server.sessions:
            self._guarded(self._attend, session)
        self._server.go_on()
        self.look_later()

    def _attend(self, session: Session) -> None:
        lock = session.lock
        if lock is None or session.root is None:
            return
        if not session.root.is_dir():
            if not session.is_adrift:
                session.is_adrift = True
                self._show(f"{session.root} is gone; nothing is saved until it is back.")
        elif not lock.is_there():
            self._show(f"{lock.folder} was deleted; it is made again.")
            self._server.sessions.reopen(session)
        elif session.is_owner:
            session.is_adrift = False
            session.fetch_pending_commits()
        elif not self._is_held_here(session) and lock.is_free():
            self._take_over(session)
        else:
            session.is_adrift = False
            session.catch_up_with_owner()

    def _is_held_here(self, session: Session) -> bool:
        """Whether another session of this process has the database: one folder may have two names."""
        return any(
            other.is_owner and other.lock is not None and other.lock.file == session.lock.file
            for other in self._server.sessions
            if session.lock is not None
        )

    def _take_over(self, session: Session) -> None:
        again = self._server.sessions.reopen(session)
        if again.is_owner and again.lock is not None:
            self._show(
                f"{again.lock.folder} is free; what this nova-ls saves goes there from now on."
            )

"""What is known of the last changes in each open workspace. Not the session's own: a start has to do without history."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from nova_ls.history.last_change import LastChanges
from nova_ls.server.sessions.session import Session


class SessionChanges:
    """The last changes by session."""

    def __init__(self) -> None:
        self._by_session: WeakKeyDictionary[Session, LastChanges] = WeakKeyDictionary()

    def of(self, session: Session) -> LastChanges:
        """Made when it is asked for first."""
        found = self._by_session.get(session)
        if found is None:
            found = self._by_session[session] = LastChanges(session.workspace)
        return found

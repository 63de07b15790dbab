"""Telling a client that has subscribed whose interfaces a commit has changed: `nova/interfacesUpdated`.

It stands on the registry's `subscribe`. A client that has not subscribed is sent nothing, and nothing is observed for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final
from weakref import WeakKeyDictionary

from nova_ls.base.keys import ElementKey
from nova_ls.registry import CommitResult
from nova_ls.server.sessions.session import Session

METHOD: Final = "nova/interfacesUpdated"

Tell = Callable[[str, dict[str, Any]], None]


class Subscriptions:
    """What the client hears of each session. `tell` sends a notification."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._is_on = False
        self._observed: WeakKeyDictionary[Session, Callable[[], None]] = WeakKeyDictionary()

    def begin(self, sessions: Iterable[Session]) -> None:
        """From now on the client wants to hear."""
        self._is_on = True
        for session in sessions:
            self.add(session)

    def end(self) -> None:
        """It wants to hear no more."""
        self._is_on = False
        for stop in self._observed.values():
            stop()
        self._observed.clear()

    def add(self, session: Session) -> None:
        """Observe a session, if anybody wants to hear of it."""
        if self._is_on and session.root is not None and session not in self._observed:
            registry = session.workspace.baseline.registry
            root = str(session.root)

            def committed(commit: CommitResult) -> None:
                if commit.interfaces:
                    self._tell(METHOD, _told(root, commit))

            self._observed[session] = registry.subscribe(committed)


def _told(root: str, commit: CommitResult) -> dict[str, Any]:
    layer = commit.layer
    return {
        "root": root,
        "version": commit.version,
        "elements": [
            _element(key, layer.get_scheme(key) is None, layer.get_fingerprint(key))
            for key in commit.interfaces
        ],
    }


def _element(key: ElementKey, is_gone: bool, fingerprint: bytes | None) -> dict[str, Any]:
    return {
        "module": key.namespace,
        "name": key.name,
        "space": key.space.name.lower(),
        "interface": None if is_gone else (fingerprint or b"").hex(),
    }

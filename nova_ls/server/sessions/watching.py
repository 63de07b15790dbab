"""Files that change on disk: told by the client where it can, else found by looking every few seconds."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeAlias

from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.sessions.session import Session
from nova_ls.workspace.manifest import MANIFEST

PERIOD: Final = 2.0
_PATTERNS: Final = ("**/*.{nova,nv,purs}", f"**/{MANIFEST}", "**/spago.yaml")
_CREATED_OR_DELETED: Final = 5
"""Of anything: no pattern is for folders alone, and of a folder that was moved its files are not named."""

Stamps: TypeAlias = dict[Path, tuple[int, int]]
"""Time of change and size of each file."""


class Watcher:
    """What is known of the files of each session, where the client does not watch them."""

    def __init__(self, server: ServerContext) -> None:
        self._server = server
        self._stamps: dict[Session, Stamps] = {}
        self._took = 0.0

    def register(self) -> None:
        """Ask the client to watch."""
        if self._server.client.watches_files:
            watchers: list[dict[str, Any]] = [{"globPattern": pattern} for pattern in _PATTERNS]
            watchers.append({"globPattern": "**/*", "kind": _CREATED_OR_DELETED})
            self._server.wire.ask(
                "client/registerCapability",
                {
                    "registrations": [
                        {
                            "id": "nova-files",
                            "method": "workspace/didChangeWatchedFiles",
                            "registerOptions": {"watchers": watchers},
                        }
                    ]
                },
            )

    def watch(self, session: Session, paths: list[Path]) -> None:
        if not self._server.client.watches_files:
            self._stamps[session] = {}
            self._server.in_thread(
                partial(stamps_of, session, paths), partial(self._looked_first, session)
            )

    def watch_from(self, session: Session, stamps: Stamps) -> None:
        """Watch a session's files, which had these stamps when they were read."""
        if not self._server.client.watches_files:
            self._looked_first(session, stamps)

    def _looked_first(self, session: Session, stamps: Stamps) -> None:
        self._stamps[session] = stamps
        self._look_later(session)

    def _look_later(self, session: Session) -> None:
        """A look at many files takes its time: it is taken the less often."""
        pause = max(PERIOD, 20 * self._took)
        self._server.call_later(pause, partial(self._look, session))

    def _look(self, session: Session) -> None:
        if session not in set(self._server.sessions):
            self._stamps.pop(session, None)
            return
        self._server.in_thread(partial(self._stamps_now, session), partial(self._looked, session))

    def _stamps_now(self, session: Session) -> Stamps:
        start = time.monotonic()
        stamps = stamps_of(session, None)
        self._took = time.monotonic() - start
        return stamps

    def _looked(self, session: Session, now: Stamps) -> None:
        before = self._stamps[session]
        self._stamps[session] = now
        changed = [path for path, stamp in now.items() if before.get(path) != stamp]
        changed += [path for path in before if path not in now]
        if changed:
            self.files_changed(changed)
        self._look_later(session)

    def files_changed(self, paths: list[Path]) -> None:
        """Files or folders came, went or have another content."""
        for session in self._server.sessions:
            if any(session.is_manifest(path) for path in paths):
                self._server.sessions.manifest_changed(session)
            else:
                session.reload(paths)
        self._server.go_on()


def stamps_of(session: Session, paths: list[Path] | None) -> Stamps:
    """How the files of a session look now. Runs in a thread: it reads nothing that changes."""
    stamps: Stamps = {}
    listed: list[Any] = session.sources() if paths is None else list(paths)
    if session.root is not None:
        listed.append(session.root / MANIFEST)
    for path in listed:
        try:
            status = path.stat()
        except OSError:
            continue
        stamps[path] = (status.st_mtime_ns, status.st_size)
    return stamps

"""Files that change on disk: told by the client where it can, else found by looking every few seconds."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any, Final

from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.sessions.session import Session
from nova_ls.workspace.discovery import package_homes
from nova_ls.workspace.disk import Stamps, stamps_of
from nova_ls.workspace.manifest import MANIFEST

PERIOD: Final = 2.0
QUIET: Final = 0.5
"""Who installs packages writes many files: they are looked at when nothing has come for so many seconds."""
_PATTERNS: Final = ("**/*.{nova,nv,purs}", f"**/{MANIFEST}", "**/spago.yaml")
_CREATED_OR_DELETED: Final = 5
"""Of anything: no pattern is for folders alone, and of a folder that was moved its files are not named."""


class Watcher:
    """What is known of the files of each session, where the client does not watch them."""

    def __init__(self, server: ServerContext) -> None:
        self._server = server
        self._stamps: dict[Session, Stamps] = {}
        self._took = 0.0
        self._packages_due: dict[Session, float] = {}  # when the packages are to be looked at

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
        """Watch a session whose files are these, as far as the client does not."""
        watched = places_to_watch(session, self._server.client.watches_files, paths)
        if watched:
            self._stamps[session] = {}
            self._server.in_thread(
                partial(stamps_of, watched), partial(self._looked_first, session)
            )

    def watch_from(self, session: Session, stamps: Stamps) -> None:
        """Watch what had these stamps when the session's files were read."""
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
        watches_files = self._server.client.watches_files
        paths = [] if watches_files else session.sources()
        stamps = stamps_of(places_to_watch(session, watches_files, paths))
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
                if _may_be_of_packages(session, paths):
                    self._look_at_packages(session)
        self._server.go_on()

    def _look_at_packages(self, session: Session) -> None:
        is_expected = session in self._packages_due
        self._packages_due[session] = time.monotonic() + QUIET
        if not is_expected:
            self._server.call_later(QUIET, partial(self._packages_are_due, session))

    def _packages_are_due(self, session: Session) -> None:
        left = self._packages_due[session] - time.monotonic()
        if left > 0:
            self._server.call_later(left, partial(self._packages_are_due, session))
            return
        del self._packages_due[session]
        self._server.in_thread(
            session.workspace.has_other_packages, partial(self._looked_at_packages, session)
        )

    def _looked_at_packages(self, session: Session, are_others: bool) -> None:
        if are_others and session in set(self._server.sessions):
            self._server.sessions.reopen(session)
            self._server.go_on()


def places_to_watch(session: Session, watches_files: bool, paths: list[Path]) -> list[Path]:
    """What is to be looked at of a session whose files are `paths`; `watches_files`: the client tells of what lies in its folder."""
    root, manifest = session.root, session.workspace.manifest
    if root is None or manifest is None:
        return []
    homes = package_homes(root, manifest)
    packages = [*homes, root / ".spago" / "p", *session.workspace.package_folders]
    if watches_files:
        return [path for path in packages if not path.is_relative_to(root)]
    return [*paths, root / MANIFEST, *packages]


def _may_be_of_packages(session: Session, paths: Iterable[Path]) -> bool:
    """Whether a path lies where packages do, or is a folder above."""
    root, manifest = session.root, session.workspace.manifest
    if root is None or manifest is None:
        return False
    homes = [str(home) for home in package_homes(root, manifest)]
    within = tuple(f"{home}{os.sep}" for home in homes)
    for path in map(str, paths):
        if path in homes or path.startswith(within):
            return True
        above = f"{path}{os.sep}"
        if any(home.startswith(above) for home in homes):
            return True
    return False

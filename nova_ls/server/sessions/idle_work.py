"""What a session does with nothing else to do: reading modules that nobody imports, and keeping what was found out about packages for other workspaces."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from nova_ls.server.rpc.deferred_responses import WORK_SECONDS
from nova_ls.workspace.workspace import Workspace


class IdleWork:
    """Goes on where it was left. `is_awaited`: whether somebody waits for an answer."""

    def __init__(self, workspace: Workspace, is_awaited: Callable[[], bool]) -> None:
        self._workspace = workspace
        self._is_awaited = is_awaited
        self._putting: Iterator[None] | None = None

    def go_on(self) -> bool:
        """Work for some milliseconds; whether there is more to do."""
        return self._read_modules() or self._put_packages()

    def _read_modules(self) -> bool:
        """Read some of the modules that nobody has imported, for their names."""
        workspace = self._workspace
        deadline = time.perf_counter() + WORK_SECONDS
        while workspace.exported_names.read_next(workspace.program.modules):
            if time.perf_counter() > deadline or self._is_awaited():
                return True
        return False

    def _put_packages(self) -> bool:
        """Put some modules onto the shelf, unless something has changed since that was begun."""
        deadline = time.perf_counter() + WORK_SECONDS
        self._putting = self._putting or self._workspace.put_packages()
        for _ in self._putting:
            if time.perf_counter() > deadline or self._is_awaited():
                return True
        self._putting = None
        return False

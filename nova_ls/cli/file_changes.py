"""Waiting for files of a workspace to change on disk: a look at their times, as often as nobody notices."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

from nova_ls.workspace.workspace import Workspace

PAUSE: Final = 0.1
"""Seconds between two looks."""


class FileChanges:
    """What has changed on disk since this was asked last."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._times = self._look()

    def take(self) -> list[Path]:
        """The files that came, went or were written; the workspace has taken them in."""
        now = self._look()
        before, self._times = self._times, now
        changed = [path for path in {**before, **now} if before.get(path) != now.get(path)]
        for path in changed:
            self._workspace.reload(path)
        return changed

    def wait(self) -> list[Path]:
        """The same, once there are some."""
        while True:
            changed = self.take()
            if changed:
                return changed
            time.sleep(PAUSE)

    def _look(self) -> dict[Path, tuple[int, int]]:
        found: dict[Path, tuple[int, int]] = {}
        for path in {*self._workspace.list_files(), *self._workspace.files}:
            for each in (path, path.with_suffix(".py")):
                try:
                    stat = each.stat()
                except OSError:
                    continue
                found[each] = stat.st_mtime_ns, stat.st_size
        return found

"""The first check of a workspace that a server has open: workers check what nobody has open, the server what somebody asks for."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from nova_ls.compiler.model.units import Unit
from nova_ls.workspace.crew.crew import CrewWorker, core_count
from nova_ls.workspace.crew.share import Manner, share_among
from nova_ls.workspace.workspace import Workspace

if TYPE_CHECKING:
    from nova_ls.workspace.crew.started import StartedMember

LOGGER: Final = logging.getLogger(__name__)

FEW: Final = 200
"""So many new modules are checked before workers have started and been told of them."""

MOST_WORKERS: Final = 4


class BackgroundCheck:
    """Stands before what a program does with new modules. `count`: workers, none of which is started before there is enough to do.

    It goes on where it was left, whatever comes in between: results that do not fit what has become of a module meanwhile are not taken.
    """

    def __init__(self, workspace: Workspace, count: int, few: int = FEW) -> None:
        self._workspace = workspace
        self._count = count
        self._alone = workspace.program.check_new
        self._members: list[StartedMember] = []
        manner = Manner(few, task=4, stored=0, patience=0.003, is_kept=workspace.is_open)
        self._steps = share_among(workspace.program, workspace.baseline, self._call, manner)
        workspace.program.check_new = self.run

    def run(self) -> Iterator[Unit]:
        """Share the check; what is left, and what comes later, is done here."""
        yield from self._workspace.take_packages()
        last: Unit | None = None
        while self._count and (step := next(self._steps, None)) is not None:
            last = step
            yield step
        for member in self._members:
            member.kill()
        while last is not None and not all(member.has_ended() for member in self._members):
            yield last
        self.close()
        yield from self._alone()

    def _call(self) -> Sequence[CrewWorker]:
        from nova_ls.workspace.crew.started import StartedMember  # subprocess: seldom needed

        root = self._workspace.root
        try:
            while root is not None and len(self._members) < self._count:
                self._members.append(StartedMember(root))
        except OSError as problem:
            LOGGER.warning("no worker can be started: %s", problem)
        return self._members

    @property
    def workers(self) -> list[int]:
        """The processes that are at work."""
        return [member.pid for member in self._members]

    def close(self) -> None:
        """Let workers go; what they had is done here."""
        self._count = 0
        for member in self._members:
            member.close()
        self._members = []


def worker_count() -> int:
    """How many workers a server has: one core is for what the editor asks."""
    return min(core_count() - 1, MOST_WORKERS)

"""Workers of a first check that are no processes of their own: what they do can be repeated."""

from __future__ import annotations

import os
from pathlib import Path

from nova_ls.compiler.checked_library import CheckedLibrary
from nova_ls.compiler.first_check import FEW_AT_EASE
from nova_ls.workspace.crew.crew import CrewWorker
from nova_ls.workspace.crew.messages import (
    Task,
    TaskResult,
    decode_result,
    decode_task,
    encode_result,
    encode_task,
)
from nova_ls.workspace.crew.worker import Worker


class InProcess(CrewWorker):
    """A worker that is done with a task as soon as it has it. `few`: so many files are few to it; None: as to any."""

    def __init__(self, root: Path, below: CheckedLibrary | None, few: int | None = None) -> None:
        self._ready = os.open(os.devnull, os.O_RDONLY)  # always readable
        super().__init__(0, -1, self._ready)  # Nobody writes tasks to it.
        self._worker = Worker(root, below, FEW_AT_EASE if few is None else few)
        self._result = b""

    def give(self, task: Task) -> None:
        done = self._worker.check(decode_task(encode_task(task)))
        self._result = encode_result(done)

    def result(self) -> TaskResult:
        return decode_result(self._result)

    def __del__(self) -> None:
        os.close(self._ready)

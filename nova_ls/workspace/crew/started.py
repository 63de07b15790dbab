"""Workers of a server: processes that are started, since one that has threads cannot be forked, and read without waiting."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

from nova_ls.workspace.crew.crew import CrewWorker
from nova_ls.workspace.crew.messages import LENGTH, TaskResult, decode_result, open_pipe

_COMMAND: Final = "import sys; sys.path[:] = sys.argv[3:]; from nova_ls.workspace.crew.worker import serve; serve(*sys.argv[1:3])"
"""Isolated from the folder that the server was started in: it is somebody's project."""

_BLOCK: Final = 1 << 18


class StartedMember(CrewWorker):
    """A worker that is a process of its own from the beginning."""

    __slots__ = ("_arrived", "_process")

    def __init__(self, root: Path) -> None:
        tasks_read, tasks_write = open_pipe()
        results_read, results_write = open_pipe()
        try:
            self._process = subprocess.Popen(
                [
                    sys.executable,
                    "-I",
                    "-c",
                    _COMMAND,
                    str(root),
                    str(sys.getrecursionlimit()),
                    *sys.path,
                ],
                stdin=tasks_read,
                stdout=results_write,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError:
            os.close(tasks_write)
            os.close(results_read)
            raise
        finally:
            os.close(tasks_read)
            os.close(results_write)
        os.set_blocking(results_read, False)
        self._arrived = bytearray()
        super().__init__(self._process.pid, tasks_write, results_read)

    def is_ready(self) -> bool:
        """Read what has come; whether `result` has something to tell: a whole result, or the worker's end."""
        with suppress(BlockingIOError):
            data = os.read(self.fileno(), _BLOCK)
            self._arrived += data
            if not data:
                return True
        return self._is_whole()

    def _is_whole(self) -> bool:
        arrived = self._arrived
        length = int.from_bytes(arrived[:LENGTH], "big")
        return len(arrived) >= LENGTH and len(arrived) - LENGTH >= length

    def result(self) -> TaskResult | None:
        """What came of its task; None where it has ended."""
        if not self._is_whole():
            return None
        data = bytes(memoryview(self._arrived)[LENGTH:])
        self._arrived = bytearray()
        return decode_result(data)

    def kill(self) -> None:
        """End it, whatever it is doing: it has nothing but memory."""
        self._process.kill()

    def has_ended(self) -> bool:
        """Whether it has; giving back its memory takes some time."""
        return self._process.poll() is not None

    def close(self) -> None:
        """End it, and wait until it has."""
        self.kill()
        self.leave()
        self._process.wait()

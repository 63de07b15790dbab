"""The workers of a check: processes that are forked before there is a database or a thread, and wait."""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from nova_ls.workspace.crew.messages import (
    Task,
    TaskResult,
    decode_result,
    encode_task,
    open_pipe,
    read_message,
    write_message,
)
from nova_ls.workspace.shared_library import library_folder

LOGGER: Final = logging.getLogger(__name__)


class CrewWorker:
    """One worker, as its owner sees it. `known`: what others have found out, about the modules `found`, and it was not told yet."""

    __slots__ = ("_results", "_tasks", "found", "is_told", "known", "pid")

    def __init__(self, pid: int, tasks: int, results: int) -> None:
        self.pid = pid
        self._tasks = tasks
        self._results = results
        self.known: list[bytes] = []
        self.found: list[str] = []
        self.is_told = False

    def fileno(self) -> int:
        """What can be waited for: its next result."""
        return self._results

    def give(self, task: Task) -> None:
        """Let it check some modules; OSError where it has ended."""
        write_message(self._tasks, encode_task(task))

    def is_ready(self) -> bool:
        """Whether `result` has something to tell, once it has been waited for."""
        return True

    def result(self) -> TaskResult | None:
        """What came of its task; None where it has ended."""
        data = read_message(self._results)
        return None if data is None else decode_result(data)

    def let_end(self) -> None:
        """There are no more tasks: it ends by itself, while its owner goes on."""
        if self._tasks >= 0:
            os.close(self._tasks)
            self._tasks = -1

    def leave(self) -> None:
        """Another worker has nothing to do with it: otherwise it would not see its owner end."""
        self.let_end()
        os.close(self._results)

    def close(self) -> None:
        """Let it end, and wait until it has."""
        self.leave()
        with suppress(ChildProcessError):
            os.waitpid(self.pid, 0)


def core_count() -> int:
    """How many cores this process may use, which can be fewer than there are."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


@contextmanager
def crew(count: int, root: Path | None) -> Iterator[list[CrewWorker]]:
    """So many workers; none where one process is to do everything."""
    members: list[CrewWorker] = []
    try:
        if count > 1:
            library_folder()  # Each of them asks for it, and so does this process.
            gc.freeze()  # What is loaded stays: no collection is to touch its pages.
            for _ in range(count):
                members.append(_fork(root, members))
        yield members
    finally:
        for member in members:
            member.close()


def _fork(root: Path | None, others: list[CrewWorker]) -> CrewWorker:
    tasks_read, tasks_write = open_pipe()
    results_read, results_write = open_pipe()
    pid = os.fork()
    if pid:
        os.close(tasks_read)
        os.close(results_write)
        return CrewWorker(pid, tasks_write, results_read)
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # It ends with its owner.
        os.close(tasks_write)
        os.close(results_read)
        for other in others:
            other.leave()
        from nova_ls.workspace.crew.worker import work  # Where nothing is new it is never needed.

        work(tasks_read, results_write, root)
    except (OSError, KeyboardInterrupt):
        pass  # The owner has ended.
    except Exception:
        LOGGER.exception("a worker failed")  # Its owner does what it left undone.
    finally:
        os._exit(0)

"""The evaluator process as its parent sees it: started when it is needed, kept warm, replaced when it has failed.

Not thread-safe, but `run` may be called in a thread of its own, and `cancel` from another.
"""

from __future__ import annotations

import json
import marshal
import os
import select
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from nova_ls.base.keys import ElementKey
from nova_ls.base.slotted import value
from nova_ls.evaluation.process.framing import read_message, write_message
from nova_ls.evaluation.process.job import NOTHING, Definition, Shape, pack, pack_key
from nova_ls.evaluation.process.limits import Limits

_PATIENCE: Final = 5.0
"""Seconds beyond a job's own that its evaluator may take."""
_START: Final = 30.0
_PACKAGE: Final = str(Path(__file__).resolve().parents[2])
_COMMAND: Final = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from nova_ls.evaluation.process.evaluator_process import main; main()"
)


@value
class Job:
    """`definitions`: all that it needs, itself last. `effect`: the value is an action, which is run. `shape`, `table`: how the value is told."""

    definitions: Sequence[Definition]
    effect: bool = False
    shape: Shape = NOTHING
    table: tuple[Any, ...] = ()


@value
class Result:
    """`output`: what was written. `value` None: there is none to tell. `problem`: why it failed, with the declarations it failed in and their lines."""

    output: str = ""
    value: str | None = None
    problem: str | None = None
    places: tuple[tuple[str, int], ...] = ()


class Evaluator:
    """`folders`: what may be read. Invariant: a job gets one result, whatever it does."""

    def __init__(self, folders: Sequence[Path], limits: Limits | None = None) -> None:
        self.folders = tuple(folders)
        self.limits = limits or Limits()
        self.confined: tuple[str, ...] = ()
        self._process: subprocess.Popen[bytes] | None = None
        self._known: dict[ElementKey, bytes] = {}  # what the process has of each declaration

    def start(self) -> None:
        """Start the process if there is none. Raises OSError where it cannot be."""
        if self._process is not None:
            return
        self._known = {}
        process = self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", _COMMAND, _PACKAGE],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            bufsize=0, start_new_session=True, env=_environment(), cwd="/",
        )  # fmt: skip
        write_message(_input(process), marshal.dumps([str(folder) for folder in self.folders]))
        ready = self._reply(_START)
        self.confined = tuple(ready["confined"]) if ready is not None else ()

    def run(self, job: Job) -> Result:
        """What a job came to. A process that has failed is ended; the next job gets another."""
        if not hasattr(os, "fork"):
            return Result(problem="expressions cannot be evaluated on this system yet")
        try:
            self.start()
            self._send(job)
            said = self._reply(self.limits.seconds + _PATIENCE)
        except (OSError, ValueError) as problem:
            self.close()
            return Result(problem=f"the evaluator could not be reached ({problem})")
        return self._result(said)

    def stop(self) -> Result:
        """End the job whose `run` was interrupted while it waited; what there is of it."""
        self.cancel()
        return self._result(None if self._process is None else self._reply(_PATIENCE))

    def _result(self, said: Any) -> Result:
        if said is None:
            self.close()
            return Result(problem="the evaluator has ended and is started again")
        places = tuple([(str(name), int(line)) for name, line in said.get("places", ())])
        return Result(said.get("output", ""), said.get("value"), said.get("problem"), places)

    def cancel(self) -> None:
        """Stop the job that is running; its result says so."""
        if self._process is not None:
            try:
                write_message(_input(self._process), marshal.dumps("cancel"))
            except (OSError, ValueError):
                return  # It has ended by itself.

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for end in (process.stdin, process.stdout):
            if end is not None:
                end.close()

    def _send(self, job: Job) -> None:
        assert self._process is not None
        fresh = [each for each in job.definitions if self._known.get(each.key) != each.payload]
        limits = self.limits
        plain = {
            "define": [pack(each) for each in fresh],
            "run": pack_key(job.definitions[-1].key),
            "effect": job.effect,
            "shape": job.shape,
            "table": job.table,
            "limits": (limits.seconds, limits.memory, limits.output),
        }
        write_message(_input(self._process), marshal.dumps(plain))
        for each in fresh:
            self._known[each.key] = each.payload

    def _reply(self, seconds: float) -> Any:
        """The next message; None: there is none in time."""
        process = self._process
        assert process is not None and process.stdout is not None
        file = process.stdout.fileno()
        if not select.select([file], (), (), seconds)[0]:
            return None
        frame = read_message(file)
        return None if frame is None else json.loads(frame)


def _input(process: subprocess.Popen[bytes]) -> int:
    assert process.stdin is not None
    return process.stdin.fileno()


def _environment() -> dict[str, str]:
    """Nothing that the user's programs keep in variables; text is UTF-8."""
    return {
        "PATH": os.defpath,
        "PYTHONUTF8": "1",
        "LC_ALL": "C.UTF-8",
        "MALLOC_ARENA_MAX": "1",  # another arena for a thread would count as memory in use
    }

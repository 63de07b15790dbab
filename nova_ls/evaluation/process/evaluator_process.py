"""The evaluator: takes definitions and jobs from its parent, forks a child for each job, and sees to it that the child ends in time."""

from __future__ import annotations

import gc
import json
import marshal
import os
import select
import signal
import time
from collections.abc import Mapping
from typing import Any, Final

from nova_ls.evaluation.process.child import Known, run_job
from nova_ls.evaluation.process.confine import Memory, confine_evaluator
from nova_ls.evaluation.process.framing import read_message, write_message
from nova_ls.evaluation.process.job import unpack
from nova_ls.evaluation.process.limits import Limits

_PARENT: Final = 0
_REPLY: Final = 1
_BLOCK: Final = 1 << 16


def main() -> None:
    """Serve the process that started this one, until it ends."""
    first = read_message(_PARENT)
    if first is None:
        return
    evaluator = _Evaluator(marshal.loads(first))
    while evaluator.serve_one():
        pass


class _Evaluator:
    """`known`: all that the parent has told so far."""

    def __init__(self, folders: list[str]) -> None:
        self.folders = folders
        self.known = Known()
        self.memory = Memory()
        # The pipe for replies is kept out of reach of what is written to standard output by mistake.
        self.reply = os.dup(1)
        self.nowhere = os.open(os.devnull, os.O_RDWR)
        os.dup2(self.nowhere, 1)
        os.dup2(self.nowhere, 2)
        self._tell({"confined": confine_evaluator(folders)})

    def serve_one(self) -> bool:
        """Take one message; False: the parent has ended."""
        frame = read_message(_PARENT)
        if frame is None:
            return False
        job = marshal.loads(frame)
        if isinstance(job, dict):  # Anything else is a cancellation that came too late.
            for plain in job["define"]:
                self.known.take(unpack(plain))
            gc.freeze()
            self._tell(_Run(job, self).result())
        return True

    def _tell(self, said: Mapping[str, Any]) -> None:
        write_message(self.reply, json.dumps(said).encode())


class _Run:
    """One job in its child."""

    def __init__(self, job: Mapping[str, Any], evaluator: _Evaluator) -> None:
        self._limits = Limits(*job["limits"])
        self._output = bytearray()
        self._answer = bytearray()
        self._stopped: str | None = None
        out, out_end = os.pipe()
        answer, answer_end = os.pipe()
        self._into = {out: self._output, answer: self._answer}
        self._child = os.fork()
        if self._child == 0:
            try:
                for each in (out, answer, evaluator.reply):
                    os.close(each)
                os.dup2(evaluator.nowhere, _PARENT)
                os.dup2(out_end, 1)
                os.dup2(out_end, 2)
                memory = evaluator.memory.size()
                known, folders = evaluator.known, evaluator.folders
                run_job(job, known, self._limits, folders, memory, answer_end)
            finally:
                os._exit(1)
        os.close(out_end)
        os.close(answer_end)

    def result(self) -> dict[str, Any]:
        """What the job came to."""
        self._watch()
        if self._stopped is not None:
            os.kill(self._child, signal.SIGKILL)
        for each in self._into:
            os.close(each)
        status = os.waitpid(self._child, 0)[1]
        output = bytes(self._output[: 4 * self._limits.output]).decode("utf-8", "replace")
        said = {"output": output[: self._limits.output]}
        if self._stopped is not None:
            return {**said, "problem": self._stopped, "places": []}
        try:
            return {**json.loads(self._answer), **said}
        except ValueError:
            return {**said, "problem": self._ended(status), "places": []}

    def _watch(self) -> None:
        """Read what the child writes until it ends, or has to."""
        limits = self._limits
        deadline = time.monotonic() + limits.seconds
        open_ends = dict(self._into)
        while open_ends:
            left = deadline - time.monotonic()
            ready = select.select([*open_ends, _PARENT], (), (), max(left, 0))[0]
            if not ready:
                self._stopped = f"it ran for more than {limits.seconds:g} s and was stopped"
                return
            if _PARENT in ready:
                self._stopped = "it was cancelled"
                self._take_cancellation()
                return
            for each in ready:
                part = os.read(each, _BLOCK)
                open_ends[each] += part
                if not part:
                    del open_ends[each]
            if max(len(self._output), len(self._answer)) > 4 * limits.output + _BLOCK:
                self._stopped = f"it wrote more than {limits.output} characters and was stopped"
                return

    def _take_cancellation(self) -> None:
        if read_message(_PARENT) is None:
            os.kill(self._child, signal.SIGKILL)
            os._exit(0)

    def _ended(self, status: int) -> str:
        """Why there is no answer."""
        if not os.WIFSIGNALED(status):
            return f"it ended its process (status {os.waitstatus_to_exitcode(status)})"
        number = os.WTERMSIG(status)
        if number in (signal.SIGXCPU, signal.SIGKILL):
            return f"it ran for more than {self._limits.seconds:g} s and was stopped"
        name = signal.Signals(number).name
        return f"it crashed its process ({name})"


if __name__ == "__main__":
    main()

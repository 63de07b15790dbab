"""A program in a process of its own, whose declarations are swapped while it runs.

It is the user's program, with their input and output, and has no limits. One thread runs it; another one waits for declarations that have changed.
"""

from __future__ import annotations

import json
import marshal
import os
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from nova_ls.base.keys import ElementKey
from nova_ls.codegen.python.backend import read_artifact
from nova_ls.codegen.python.compile import Compiled
from nova_ls.codegen.python.deep import run_deep
from nova_ls.codegen.python.link import Forms, LinkedProgram
from nova_ls.codegen.python.swap import Swapper
from nova_ls.evaluation.process.child import places_of, said_of
from nova_ls.evaluation.process.framing import read_message, write_message
from nova_ls.evaluation.process.job import unpack_key
from nova_ls.workspace.programs.foreign import ForeignFiles

_TURN: Final = 0.0001
"""Seconds until a thread that waits gets its turn: so long a swap waits for a program that is busy."""


def main(incoming: int, outgoing: int) -> None:
    """Run the program that the first message tells, until it ends."""
    first = read_message(incoming)
    if first is None:
        return
    live = _Live(outgoing)
    job = marshal.loads(first)
    sys.argv = list(job["arguments"])
    sys.setswitchinterval(_TURN)
    status = live.run(job, incoming)
    sys.stdout.flush()
    os._exit(status)


class _Live:
    def __init__(self, outgoing: int) -> None:
        self._outgoing = outgoing
        self._paths: dict[ElementKey, Path] = {}
        self._compiled: dict[ElementKey, Compiled] = {}
        self._foreign = ForeignFiles()
        self._program = LinkedProgram(self._compiled.__getitem__, self._foreign_value)

    def run(self, job: Mapping[str, Any], incoming: int) -> int:
        """Link and run; the exit status."""
        try:
            self._take(job)
            action = run_deep(lambda: self._program.value(unpack_key(job["run"])))
            swapper = Swapper(self._program)
            threading.Thread(target=self._follow, args=(incoming, swapper), daemon=True).start()
            run_deep(action)
        except SystemExit as problem:
            return problem.code if isinstance(problem.code, int) else int(problem.code is not None)
        except BrokenPipeError:
            return 141
        except KeyboardInterrupt:
            return 130
        except BaseException as problem:
            deep = isinstance(problem, RecursionError)
            said = "the program recursed too deeply" if deep else said_of(problem)
            self._tell({"problem": said, "places": places_of(problem, self._compiled)})
            return 1
        return 0

    def _follow(self, incoming: int, swapper: Swapper) -> None:
        """Swap what comes; the program ends with the process that has started it."""
        while True:
            message = read_message(incoming)
            if message is None:
                os._exit(0)
            try:
                swapper.swap(self._take(marshal.loads(message)))
            except BaseException as problem:
                self._tell({"failed": said_of(problem)})
            else:
                self._tell({"swapped": True})

    def _take(self, job: Mapping[str, Any]) -> dict[ElementKey, Compiled]:
        taken: dict[ElementKey, Compiled] = {}
        for plain, payload, path in job["define"]:
            key = unpack_key(plain)
            taken[key] = self._compiled[key] = read_artifact(payload)
            self._paths[key] = Path(path)
        return taken

    def _foreign_value(self, key: ElementKey, inline: str | None) -> Forms:
        return self._foreign.find(self._paths[key], key, inline)

    def _tell(self, said: Mapping[str, Any]) -> None:
        write_message(self._outgoing, json.dumps(said).encode())

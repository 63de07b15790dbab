"""Work in a process of its own that may be killed: what it said until then, and whether it came to its end."""

from __future__ import annotations

import io
import json
import os
import traceback
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from typing import Any, NamedTuple

Say = Callable[..., None]


class Told(NamedTuple):
    """`said`: one value for each call of `say`. `killed`: by SIGKILL. `crash`: its traceback, or "" ."""

    said: list[dict[str, Any]]
    killed: bool
    crash: str

    def all_of(self, name: str) -> list[Any]:
        return [each[name] for each in self.said if name in each]


def in_child(work: Callable[[Say], None]) -> Told:
    """Fork and work there. This process must have no threads, hence never open a database itself."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        _work(work, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        lines = pipe.read().splitlines()
    _, status = os.waitpid(pid, 0)
    said = [json.loads(line) for line in lines]
    crash = "".join(each["crash"] for each in said if "crash" in each)
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == 9
    if not killed and status != 0 and not crash:
        crash = f"ended with status {status}"
    return Told(said, killed, crash)


def _work(work: Callable[[Say], None], pipe: int) -> None:
    def say(**what: Any) -> None:
        os.write(pipe, json.dumps(what).encode() + b"\n")

    status = 1
    try:
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            work(say)
        status = 0
    except BaseException:
        say(crash=traceback.format_exc())
    finally:
        os._exit(status)

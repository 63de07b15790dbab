"""The shim (shim.c) as Python sees it: compiled, loaded before libc, armed."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import subprocess
import sys
from enum import IntEnum
from pathlib import Path
from typing import Any, NamedTuple

import pytest

SOURCE = Path(__file__).with_name("shim.c")


class Action(IntEnum):
    """As in shim.c."""

    NOTHING = 0
    KILL_BEFORE = 1
    KILL_AFTER = 2
    KILL_WITHIN = 3
    FAIL = 4


class Fault(NamedTuple):
    """What happens at a step of an operation; `error`: the number of FAIL; `lasting`: all later steps fail too."""

    action: Action
    error: int = 0
    lasting: bool = False


FAULTS: dict[str, Fault] = {
    "killed before": Fault(Action.KILL_BEFORE),
    "killed after": Fault(Action.KILL_AFTER),
    "killed within": Fault(Action.KILL_WITHIN),
    "disk full": Fault(Action.FAIL, errno.ENOSPC, lasting=True),
    "disk full once": Fault(Action.FAIL, errno.ENOSPC),
    "disk broken": Fault(Action.FAIL, errno.EIO, lasting=True),
    "disk broken once": Fault(Action.FAIL, errno.EIO),
}


def compile_shim(folder: Path) -> Path:
    """The shared library; skips the test where there is no compiler, or no way to load it before libc."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if sys.platform != "linux" or compiler is None:
        pytest.skip("needs Linux and a C compiler (cc or gcc) to make system calls fail")
    library = folder / "shim.so"
    flags = ["-std=gnu11", "-O1", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC"]
    subprocess.run([compiler, *flags, "-o", library, SOURCE, "-ldl", "-lpthread"], check=True)
    return library


class Shim:
    """In a process that was started with the library loaded before libc."""

    def __init__(self) -> None:
        self._library: Any = ctypes.CDLL(os.environ["LD_PRELOAD"])

    def arm(self, folder: Path, step: int, fault: Fault) -> None:
        """From now on count what changes files below a folder; at that step, from 1, the fault."""
        where = os.fsencode(folder.resolve())
        self._library.shim_arm(
            where, ctypes.c_long(step), int(fault.action), fault.error, int(fault.lasting)
        )

    def disarm(self) -> None:
        self._library.shim_disarm()

    def trace(self, fd: int) -> None:
        """Write every step to a file (replay.py reads it)."""
        self._library.shim_trace(fd)

    @property
    def count(self) -> int:
        """The steps so far."""
        return int(self._library.shim_count())

    @property
    def noted(self) -> int:
        """The records in the trace so far."""
        return int(self._library.shim_noted())

    @property
    def has_failed(self) -> bool:
        return bool(self._library.shim_failed())

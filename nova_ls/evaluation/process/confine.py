"""Confinement: what the evaluator gives up for itself, and what each of its children gives up besides.

Where the kernel has not all of it (or is not Linux) what it has is used; limits and `guard.py` hold everywhere.
"""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Sequence
from math import ceil
from pathlib import Path
from typing import Final

from nova_ls.evaluation.process.guard import refuse_by_name
from nova_ls.evaluation.process.limits import Limits

_LINUX: Final = sys.platform == "linux"
_OWN: Final = 160 << 20
"""What Python needs besides to run anything, most of it room for frames that is never touched."""
_STACK: Final = 1 << 29
"""Of the thread in which deep recursion has room (`codegen/python/deep.py`)."""


def python_folders() -> list[str]:
    """What Python itself may still have to read: its library, and nova-ls."""
    own = str(Path(__file__).resolve().parents[3] / "nova_ls")
    return [*dict.fromkeys([sys.prefix, sys.base_prefix, sys.exec_prefix, own])]


class Memory:
    """The address space that the evaluator has itself. Opened before files are out of reach."""

    def __init__(self) -> None:
        try:
            self._file: int | None = os.open("/proc/self/statm", os.O_RDONLY)
        except OSError:
            self._file = None

    def size(self) -> int:
        """Bytes; a guess that is too much where the system does not say."""
        if self._file is None:
            return 1 << 28
        return int(os.pread(self._file, 100, 0).split()[0]) * resource.getpagesize()


def confine_evaluator(folders: Sequence[str]) -> list[str]:
    """Give up the network, and files other than those in the folders; what the kernel took part in."""
    if not _LINUX:
        return []
    from nova_ls.evaluation.process import linux

    done = {
        "network": linux.leave_network(),
        "privileges": linux.give_up_privileges(),
        "files": linux.read_only_below([*folders, *python_folders()]),
    }
    return [name for name, is_done in done.items() if is_done]


def confine_child(folders: Sequence[str], limits: Limits, memory: int) -> None:
    """Give up processes, sockets and everything beyond the limits. `memory`: what the evaluator has itself."""
    if _LINUX:
        from nova_ls.evaluation.process import linux

        linux.die_with_parent()
        _limit(resource.RLIMIT_AS, memory + _STACK + _OWN + limits.memory)
        linux.refuse_system_calls()
    _limit(resource.RLIMIT_CPU, ceil(limits.seconds) + 1)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_NOFILE, 64)
    sys.dont_write_bytecode = True
    refuse_by_name([*folders, *python_folders()])


def _limit(what: int, most: int) -> None:
    hard = resource.getrlimit(what)[1]
    value = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (value, value))

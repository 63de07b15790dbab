"""What Python code of a job may not do is refused by name, so that its author is told. What goes around Python the kernel refuses (`linux.py`)."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, Final


class OperationRefused(PermissionError):
    """What is evaluated wanted to do something that it may not."""


_PROCESSES: Final = "start processes"
_NETWORK: Final = "use the network"
_WRITING: Final = "write files"
_OUTSIDE: Final = "read files outside the workspace"
_FOREIGN: Final = "call foreign libraries"
_OTHERS: Final = "send signals"
_LIMITS: Final = "change its limits"

_REFUSED: Final = {
    "os.fork": _PROCESSES, "os.forkpty": _PROCESSES, "os.exec": _PROCESSES, "os.posix_spawn": _PROCESSES,
    "os.spawn": _PROCESSES, "os.system": _PROCESSES, "subprocess.Popen": _PROCESSES, "pty.spawn": _PROCESSES,
    "os.kill": _OTHERS, "os.killpg": _OTHERS, "signal.pthread_kill": _OTHERS, "resource.setrlimit": _LIMITS,
    "resource.prlimit": _LIMITS,
    "os.remove": _WRITING, "os.rename": _WRITING, "os.mkdir": _WRITING, "os.rmdir": _WRITING, "os.link": _WRITING,
    "os.symlink": _WRITING, "os.chmod": _WRITING, "os.chown": _WRITING, "os.truncate": _WRITING, "os.utime": _WRITING,
    "os.setxattr": _WRITING, "os.removexattr": _WRITING,
}  # fmt: skip
_LIBRARIES: Final = ("ctypes", "_ctypes")
_FAMILIES: Final = {"socket": _NETWORK, "ctypes": _FOREIGN}
_READING: Final = frozenset(("open", "os.listdir", "os.scandir", "os.chdir", "os.getxattr"))
_FOR_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def refuse_by_name(folders: Sequence[str]) -> None:
    """From now on what is not allowed raises OperationRefused. It cannot be taken back in this process."""
    for name in _LIBRARIES:
        sys.modules.pop(name, None)
    sys.addaudithook(_hook([os.path.realpath(folder) for folder in folders]))


def _hook(folders: Sequence[str]) -> Callable[[str, tuple[Any, ...]], None]:
    roots = tuple([f"{folder}/" for folder in folders])
    realpath, fsdecode = os.path.realpath, os.fsdecode

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "import" and arguments[0] in _LIBRARIES:
            raise OperationRefused(f"what is evaluated may not {_FOREIGN} ({arguments[0]})")
        reason = _REFUSED.get(event) or _FAMILIES.get(event.partition(".")[0])
        if reason is not None:
            raise OperationRefused(f"what is evaluated may not {reason} ({event})")
        if event not in _READING or not arguments or isinstance(arguments[0], int | None):
            return
        if event == "open" and arguments[2] & _FOR_WRITING:
            raise OperationRefused(
                f"what is evaluated may not {_WRITING} ({fsdecode(arguments[0])})"
            )
        path = realpath(fsdecode(arguments[0]))
        if not f"{path}/".startswith(roots):
            raise OperationRefused(f"what is evaluated may not {_OUTSIDE} ({path})")

    return hook

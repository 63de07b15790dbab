"""A folder as a power failure would leave it: what was written and not synced is gone, or half of it is.

The shim has written down each call that changed a file. Nothing but what a file had when it was last synced is sure to be
there; what file systems promise of names differs.
"""

from __future__ import annotations

import os
import shutil
import struct
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import NamedTuple

_HEADER = struct.Struct("=IIIIQQ")


class Loss(Enum):
    """What a power failure takes."""

    DATA = "unsynced data"  # names are those of the last time that anything was synced, as journals keep them
    NAMES = "unsynced data and names"  # a name is there only once its folder was synced
    HALF = "half of the unsynced data"  # names are as they were


class Step(NamedTuple):
    """One record of the trace; `kind` as in shim.c."""

    kind: str
    file: int
    offset: int
    path: str
    data: bytes


class _File:
    """What programs see, and what was synced."""

    def __init__(self, data: bytes) -> None:
        self.seen = bytearray(data)
        self.synced = data

    def after(self, loss: Loss) -> bytes:
        if loss is not Loss.HALF:
            return self.synced
        kept = (len(self.seen) - len(self.synced)) // 2
        return bytes(self.seen[: len(self.synced) + kept]) if kept > 0 else bytes(self.seen)


class Recording:
    """What a folder has now, then every step that changes it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        found = [path for path in folder.rglob("*") if path.is_file()]
        self._before = {path: path.read_bytes() for path in found}
        self._numbers = {path.stat().st_ino: path for path in found}
        self.steps: list[Step] = []

    def read(self, trace: Path) -> None:
        self.steps = list(_steps(trace.read_bytes()))

    def fail(self, number: int, loss: Loss) -> None:
        """Let the folder be what a power failure after so many steps leaves."""
        names = {str(path): _File(data) for path, data in self._before.items()}
        files = {inode: names[str(path)] for inode, path in self._numbers.items()}
        synced = dict(names)
        for step in self.steps[:number]:
            _do(step, names, files)
            if step.kind == "S" and loss is Loss.DATA:
                synced = dict(names)
            elif step.kind == "S" and loss is Loss.NAMES:
                synced = {
                    name: file for name, file in synced.items() if not _is_in(name, step.path)
                }
                synced |= {name: file for name, file in names.items() if _is_in(name, step.path)}
        shutil.rmtree(self.folder)
        for name, file in (names if loss is Loss.HALF else synced).items():
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_bytes(file.after(loss))


def _is_in(name: str, folder: str) -> bool:
    return str(Path(name).parent) == folder


def _do(step: Step, names: dict[str, _File], files: dict[int, _File]) -> None:
    match step.kind:
        case "C":
            names[step.path] = files[step.file] = _File(b"")
        case "W":
            file = files.get(step.file)
            if file is not None:  # none: a log for people, opened in another way
                end = step.offset + len(step.data)
                file.seen.extend(bytes(max(0, end - len(file.seen))))
                file.seen[step.offset : end] = step.data
        case "T":
            file = files[step.file]
            del file.seen[step.offset :]
            file.seen.extend(bytes(step.offset - len(file.seen)))
        case "S":
            if step.file in files:
                files[step.file].synced = bytes(files[step.file].seen)
        case "R" | "L":
            found = names.get(step.path)
            if found is not None:
                names[os.fsdecode(step.data)] = found
                if step.kind == "R":
                    del names[step.path]
        case "U":
            names.pop(step.path, None)


def _steps(data: bytes) -> Iterator[Step]:
    place = 0
    while place < len(data):
        kind, first, second, _, file, offset = _HEADER.unpack_from(data, place)
        place += _HEADER.size
        path = os.fsdecode(data[place : place + first])
        yield Step(chr(kind), file, offset, path, data[place + first : place + first + second])
        place += first + second

"""What the process that owns the database and its workers say to each other: messages over a pipe each way."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

import msgpack

from nova_ls.base.slotted import value
from nova_ls.store.keyvalue import Index, RowChanges

if sys.platform == "linux":
    import fcntl

LENGTH: Final = 4
_BLOCK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Task:
    """Modules to be checked, on a branch, over the checked library of an id. `files`: for each module where it lies and its origin; told once. `known`: what others found out since (`TaskResult`), about the modules `found`."""

    modules: list[str]
    known: list[bytes]
    found: list[str]
    branch: str
    library: bytes
    files: dict[str, tuple[str, str]] = field(default_factory=dict)


@value
class TaskResult:
    """What came of a task: modules that were left out have to be looked at again, elsewhere.

    `shared`: packed rows that others need as well, `told`: those that only others need, `rows`: those that only the owner needs. `records`: of the finished modules, in the order in which they were finished, with the facts
    about instances that each asked for, encoded, and the answers it got.
    """

    shared: bytes
    told: bytes
    rows: bytes
    records: list[tuple[bytes, list[tuple[bytes, bytes]]]]


def pack_rows(changes: RowChanges) -> bytes:
    """Rows by index as bytes."""
    plain = {index.value: rows for index, rows in changes.items() if rows}
    return bytes(msgpack.packb(plain))


def unpack_rows(data: bytes) -> dict[Index, dict[bytes, bytes | None]]:
    """Undoes `pack_rows`."""
    return {Index(index): rows for index, rows in msgpack.unpackb(data).items()}


def encode_task(task: Task) -> bytes:
    """A task as bytes."""
    fields = (task.modules, task.known, task.found, task.branch, task.library, task.files)
    return bytes(msgpack.packb(fields, unicode_errors="surrogateescape"))


def decode_task(data: bytes) -> Task:
    """Undoes `encode_task`."""
    fields: Any = msgpack.unpackb(data, unicode_errors="surrogateescape")
    modules, known, found, branch, library, files = fields
    places = {name: (path, origin) for name, (path, origin) in files.items()}
    return Task(modules, known, found, branch, library, places)


def encode_result(result: TaskResult) -> bytes:
    """A result as bytes."""
    return bytes(msgpack.packb((result.shared, result.told, result.rows, result.records)))


def decode_result(data: bytes) -> TaskResult:
    """Undoes `encode_result`."""
    fields: Any = msgpack.unpackb(data, use_list=False)
    shared, told, rows, records = fields
    return TaskResult(shared, told, rows, [(record, list(asked)) for record, asked in records])


def open_pipe() -> tuple[int, int]:
    """A pipe that takes most messages as a whole, where that can be had: who writes one need not wait for who reads it."""
    ends = os.pipe()
    if sys.platform == "linux":
        with suppress(OSError):
            fcntl.fcntl(ends[1], fcntl.F_SETPIPE_SZ, _BLOCK)
    return ends


def write_message(pipe: int, data: bytes) -> None:
    """Write one message; OSError where nobody reads any more."""
    rest = memoryview(len(data).to_bytes(LENGTH, "big") + data)
    while rest:
        rest = rest[os.write(pipe, rest) :]


def read_message(pipe: int) -> bytes | None:
    """Read one message; None where the other side has ended."""
    head = _read(pipe, LENGTH)
    return None if head is None else _read(pipe, int.from_bytes(head, "big"))


def _read(pipe: int, size: int) -> bytes | None:
    found = bytearray()
    while len(found) < size:
        data = os.read(pipe, min(size - len(found), _BLOCK))
        if not data:
            return None
        found += data
    return bytes(found)

"""Messages between the two processes: four bytes of length, then jobs as `marshal` has them, and results as JSON.

A job comes from who started the process; a result may have been made by anybody's code, and JSON makes nothing run.
"""

from __future__ import annotations

import os
import struct
from typing import Final

_LENGTH: Final = struct.Struct(">I")
MOST: Final = 1 << 28
"""A message of more bytes is a mistake."""


def write_message(file: int, payload: bytes) -> None:
    """Write a message as a whole. Raises OSError where nobody reads it."""
    rest = memoryview(_LENGTH.pack(len(payload)) + payload)
    while rest:
        rest = rest[os.write(file, rest) :]


def read_message(file: int) -> bytes | None:
    """The next message; None: the other side has ended."""
    head = _read(file, _LENGTH.size)
    if head is None:
        return None
    length = _LENGTH.unpack(head)[0]
    return _read(file, length) if length <= MOST else None


def _read(file: int, length: int) -> bytes | None:
    parts: list[bytes] = []
    while length:
        part = os.read(file, min(length, 1 << 16))
        if not part:
            return None
        parts.append(part)
        length -= len(part)
    return b"".join(parts)

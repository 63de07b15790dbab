"""Cutting a byte stream into message bodies.

The stream may be wrong: what precedes a header on its line is passed over, and so are headers without a length. A reader that finds
that a body is not a message gives it back (`unread`), and the next header is looked for inside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from nova_ls.base.slotted import value

LONGEST_BODY: Final = 1 << 30
LONGEST_HEADER: Final = 1 << 16

_LENGTH: Final = re.compile(
    rb"content-length:[ \t]*(\d{1,18})[ \t]*$", re.IGNORECASE | re.MULTILINE
)
_HEADER_END: Final = re.compile(rb"\r?\n\r?\n")


@value
class BadFrame:
    """Bytes that are not message, and why."""

    reason: str


class Frames:
    """The state between two reads: what has come and has not been given out."""

    __slots__ = ("_buffer", "_expected")

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._expected: int | None = None

    def feed(self, data: bytes) -> None:
        """Take in bytes as they come."""
        self._buffer += data

    def __iter__(self) -> Iterator[bytes | BadFrame]:
        """The bodies that are complete."""
        while True:
            if self._expected is None:
                found = self._header()
                if found is None:
                    return
                if isinstance(found, BadFrame):
                    yield found
                    continue
                self._expected = found
            if len(self._buffer) < self._expected:
                return
            body = bytes(self._buffer[: self._expected])
            del self._buffer[: self._expected]
            self._expected = None
            yield body

    def _header(self) -> int | BadFrame | None:
        """The length of the next body; None: its header is not complete yet."""
        end = _HEADER_END.search(self._buffer)
        if end is None:
            if len(self._buffer) > LONGEST_HEADER:
                del self._buffer[:-64]
                return BadFrame("a header that does not end")
            return None
        header = bytes(self._buffer[: end.start()]).replace(b"\r\n", b"\n")
        del self._buffer[: end.end()]
        lengths = _LENGTH.findall(header)
        if not lengths:
            return BadFrame("a header without Content-Length")
        length = int(lengths[-1])
        return length if length <= LONGEST_BODY else BadFrame(f"a message of {length} bytes")

    def unread(self, body: bytes) -> None:
        """A body turned out to be no message: look for a header inside it."""
        at = body.lower().find(b"content-length:")
        if at >= 0:
            self._buffer[:0] = body[at:]

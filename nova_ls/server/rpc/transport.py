"""Messages over two file descriptors: a thread of its own reads, the loop writes.

The reader parses what comes and puts it into the inbox. Two things it notes down at once, so that they are known before the
inbox is worked off: which requests were cancelled, and which documents have edits waiting.
"""

from __future__ import annotations

import json
import os
import threading
from collections import Counter, deque
from collections.abc import Callable
from typing import Any, Final

from nova_ls.base.slotted import value
from nova_ls.server.rpc.frames import BadFrame, Frames

_CHUNK: Final = 1 << 16
_STACK: Final = 256 << 20
"""The parser of the standard library recurses on the C stack; this is address space, not memory."""

MOST_WAITING: Final = 4 << 20
"""Bytes of messages after which no more is read until the inbox is empty: parsed, they take many times as much."""

_encode: Final = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode

Json = dict[str, Any]


@value
class Malformed:
    """Something came that is not a JSON-RPC message."""

    reason: str
    is_json: bool


class EndOfInput:
    """The client closed its end."""


Incoming = Json | Malformed | EndOfInput


class Transport:
    """Invariant: `waiting_edits[uri]` is the number of didChange messages for a document in the inbox."""

    def __init__(self, source: int, sink: int) -> None:
        self._source = source
        self._sink = sink
        self._frames = Frames()
        self.inbox: deque[Incoming] = deque()
        self.cancelled: set[int | str] = set()
        self.waiting_edits: Counter[str] = Counter()
        self.is_closed = False  # set by the reader at the end of the input
        self._waiting = 0  # bytes that were put into the inbox since it was last empty
        self._is_holding_back = False  # set by the reader, which waits until the inbox is empty
        self._emptied = threading.Event()
        self._arrived = threading.Event()
        self._wake: Callable[[], None] = self._arrived.set

    # ------------------------------------------------------------------ reading

    def start(self) -> None:
        """Begin to read."""
        before = threading.stack_size(_STACK)
        threading.Thread(target=self._read, name="reader", daemon=True).start()
        threading.stack_size(before)

    def wait(self) -> Incoming:
        """The next message; for the time before there is a loop."""
        while not self.inbox:
            self._arrived.wait()
            self._arrived.clear()
        return self.take()

    def take(self) -> Incoming:
        """The oldest message of the inbox."""
        message = self.inbox.popleft()
        if self._is_holding_back and not self.inbox:
            self._emptied.set()
        if isinstance(message, dict):
            uri = _edited_document(message)
            if uri is not None:
                self.waiting_edits[uri] -= 1
        return message

    def call_on_arrival(self, wake: Callable[[], None]) -> None:
        """From now on `wake` is called, in the reader's thread, when messages have come."""
        self._wake = wake
        if self.inbox:
            wake()

    def _read(self) -> None:
        while True:
            try:
                data = os.read(self._source, _CHUNK)
            except OSError:
                data = b""
            if not data:
                break
            self._frames.feed(data)
            for body in self._frames:
                self._put(body)
                self._hold_back(body)
            if self.inbox:
                self._wake()
        self.is_closed = True
        self.inbox.append(EndOfInput())
        self._wake()

    def _hold_back(self, body: bytes | BadFrame) -> None:
        """Wait until the inbox is empty, if much lies in it."""
        if not self.inbox:
            self._waiting = 0
        self._waiting += len(body) if isinstance(body, bytes) else len(body.reason)
        if self._waiting > MOST_WAITING:
            self._emptied.clear()
            self._is_holding_back = True  # Who empties the inbox from now on says so.
            if self.inbox:
                self._wake()
                self._emptied.wait()
            self._is_holding_back = False

    def _put(self, body: bytes | BadFrame) -> None:
        if isinstance(body, BadFrame):
            self.inbox.append(Malformed(body.reason, is_json=False))
            return
        try:
            message = json.loads(body)
        except (ValueError, RecursionError) as error:
            self.inbox.append(Malformed(str(error), is_json=False))
            self._frames.unread(body)
            return
        if not isinstance(message, dict):
            self.inbox.append(Malformed("a message must be an object", is_json=True))
            return
        self._note(message)
        self.inbox.append(message)

    def _note(self, message: Json) -> None:
        uri = _edited_document(message)
        if uri is not None:
            self.waiting_edits[uri] += 1
        elif message.get("method") == "$/cancelRequest":
            params = message.get("params")
            request = params.get("id") if isinstance(params, dict) else None
            if isinstance(request, int | str):
                self.cancelled.add(request)

    # ------------------------------------------------------------------ writing

    def send(self, message: Json) -> None:
        """Write one message. A client that has gone is noticed by the reader."""
        body = _encode(message).encode("utf-8", "replace")
        data = memoryview(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        try:
            while data:
                data = data[os.write(self._sink, data) :]
        except OSError:
            self.is_closed = True


def _edited_document(message: Json) -> str | None:
    """The document that a message edits."""
    if message.get("method") != "textDocument/didChange":
        return None
    params = message.get("params")
    document = params.get("textDocument") if isinstance(params, dict) else None
    uri = document.get("uri") if isinstance(document, dict) else None
    return uri if isinstance(uri, str) else None

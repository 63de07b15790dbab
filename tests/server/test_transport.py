"""Reading ahead of what is being handled, within bounds."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator

import pytest

from nova_ls.server.rpc.transport import MOST_WAITING, EndOfInput, Transport

SIZE = 1 << 20
COUNT = 20


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    reading, writing = os.pipe()
    yield reading, writing
    os.close(reading)


def test_no_more_is_read_ahead_than_is_allowed_and_nothing_is_lost(pipe: tuple[int, int]) -> None:
    transport = Transport(pipe[0], pipe[1])
    transport.start()

    def write() -> None:
        with os.fdopen(pipe[1], "wb") as sink:
            for number in range(COUNT):
                body = b'{"id":%d,"x":"%b"}' % (number, b"x" * SIZE)
                sink.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))

    threading.Thread(target=write, daemon=True).start()
    seen = []
    while not isinstance(message := transport.wait(), EndOfInput):
        assert isinstance(message, dict)
        seen.append(message["id"])
        assert len(transport.inbox) <= MOST_WAITING // SIZE + 2
    assert seen == list(range(COUNT))

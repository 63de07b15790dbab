"""Cutting a byte stream into messages, however it is dealt out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nova_ls.server.rpc.frames import BadFrame, Frames


def framed(body: bytes) -> bytes:
    return b"Content-Length: %d\r\n\r\n%b" % (len(body), body)


@given(st.lists(st.binary(max_size=40)), st.integers(1, 17))
def test_bodies_come_out_as_they_went_in_whatever_the_pieces(
    bodies: list[bytes], size: int
) -> None:
    stream = b"".join(map(framed, bodies))
    frames = Frames()
    found: list[bytes | BadFrame] = []
    for start in range(0, len(stream), size):
        frames.feed(stream[start : start + size])
        found += frames
    assert found == bodies


@given(st.binary(max_size=200))
def test_no_bytes_whatever_raise(garbage: bytes) -> None:
    frames = Frames()
    frames.feed(garbage)
    list(frames)


def test_headers_in_other_spellings_are_read() -> None:
    frames = Frames()
    frames.feed(b"content-type: x\r\ncontent-LENGTH:2\r\n\r\n{}Content-Length: 2\n\n[]")
    assert list(frames) == [b"{}", b"[]"]


def test_garbage_before_a_header_is_passed_over() -> None:
    frames = Frames()
    frames.feed(b"what is left}}" + framed(b"{}"))
    assert list(frames) == [b"{}"]


def test_a_header_inside_a_body_that_was_no_message_is_found() -> None:
    frames = Frames()
    swallowed = b'{"half": ' + framed(b"{}")
    frames.feed(swallowed)
    frames.unread(b'{"half": Content-Length: 4\r\n\r\nnull')
    assert b"null" in list(frames)

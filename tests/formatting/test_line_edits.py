"""Edits of lines: they make one text of the other, touch only what differs, and take one pass."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from nova_ls.formatting.line_edits import line_edits
from nova_ls.syntax.chunks import Edit

texts = st.lists(st.sampled_from(["a", " ", "\n", "b", "\r\n", "  ", "cc"]), max_size=30).map(
    "".join
)


def applied(text: str, edits: list[Edit]) -> str:
    for edit in reversed(edits):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


@given(texts, texts)
def test_edits_make_one_text_of_the_other(old: str, new: str) -> None:
    edits = line_edits(0, old, new)
    assert applied(old, edits) == new
    for above, below in pairwise(edits):
        assert above.end < below.start


@given(texts)
def test_the_same_text_needs_none(text: str) -> None:
    assert line_edits(0, text, text) == []


def test_lines_between_and_empty_ones_stay() -> None:
    old = "a  b\n\nc\nd  e\n\n\nf\n"
    new = "a b\n\nc\nd\n  e\n\nf\n"
    assert [(edit.start - 7, edit.end - 7, edit.text) for edit in line_edits(7, old, new)] == [
        (0, 5, "a b\n"),
        (8, 15, "d\n  e\n\n"),
    ]


def test_many_equal_lines_are_no_work() -> None:
    old = "  foo  bar\n  baz\n" * 20_000
    assert len(line_edits(0, old, old.replace("o  b", "o b"))) == 20_000

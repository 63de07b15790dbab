"""Edits of texts: what a draw makes of the text it meets."""

from __future__ import annotations

from typing import Any, NamedTuple

from hypothesis import strategies as st

from tests.compiler.law.program import Program
from tests.compiler.sample import PIECES


class Edit(NamedTuple):
    """Replace what stands from `start` to `end`."""

    start: int
    end: int
    text: str

    def apply(self, text: str) -> str:
        return text[: self.start] + self.text + text[self.end :]

    def show(self, text: str) -> str:
        """What it does to a text."""
        return f"{self.start}..{self.end} {text[self.start : self.end]!r} -> {self.text!r}"


class Buffer:
    """An open document with its history."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.before: list[str] = []
        self.after: list[str] = []


Drawn = tuple[int, int, Any]
"""Kind, place, and what the kind asks for."""

VARY, PUT, INSERT, REMOVE, MOVE, COPY, WORD, PIECE, CUT = range(9)

NUMBERS = st.integers(0, 40)
MANY = st.integers(0, 1500)

VARYING: st.SearchStrategy[Drawn] = st.tuples(st.just(VARY), NUMBERS, st.integers(0, 8))
"""Edits that put one alternative of a paragraph in the place of another."""

EDITS: st.SearchStrategy[Drawn] = st.one_of(
    VARYING,
    VARYING,
    VARYING,
    st.tuples(st.just(PUT), NUMBERS, MANY),
    st.tuples(st.just(INSERT), NUMBERS, MANY),
    st.tuples(st.just(REMOVE), NUMBERS, st.just(0)),
    st.tuples(st.just(MOVE), NUMBERS, NUMBERS),
    st.tuples(st.just(COPY), NUMBERS, NUMBERS),
    st.tuples(st.just(WORD), MANY, MANY),
    st.tuples(st.just(WORD), MANY, MANY),
    st.tuples(st.just(PIECE), MANY, st.sampled_from(PIECES)),
    st.tuples(st.just(CUT), MANY, st.integers(1, 12)),
)

FILE = st.integers(0, 7)
CHANGES = st.lists(st.tuples(FILE, st.one_of(VARYING, VARYING, EDITS, st.none())), max_size=4)
"""What happens to some files: edits; None: it goes if it is there, and comes if it is not."""

Changes = list[tuple[int, Drawn | None]]


def edit_of(program: Program, name: str, text: str, drawn: Drawn) -> Edit:
    """The edit that a draw is of this text of a file."""
    kind, place, what = drawn
    if kind == VARY:
        variants = program.files[name]
        return _vary(text, variants[place % len(variants)], what)
    spans = _paragraphs(text)
    start, end = spans[place % len(spans)]
    if kind == PUT:
        return Edit(start, end, f"{_one_of(program.paragraphs, what)}\n\n")
    if kind == INSERT:
        return Edit(start, start, f"{_one_of(program.paragraphs, what)}\n\n")
    if kind == REMOVE:
        return Edit(start, end, "")
    if kind == COPY:
        to = spans[what % len(spans)][0]
        return Edit(to, to, text[start:end])
    if kind == MOVE:
        to = spans[what % len(spans)][0]
        moved = text[start:end]
        if to <= start:
            return Edit(to, end, moved + text[to:start])
        return Edit(start, to, text[end:to] + moved) if to >= end else Edit(start, start, "")
    if kind == WORD:
        found = _words(text) or [(0, 0)]
        start, end = found[place % len(found)]
        return Edit(start, end, _one_of(program.words, what))
    if kind == PIECE:
        at = place % (len(text) + 1)
        return Edit(at, at, what)
    assert kind == CUT
    at = place % (len(text) + 1)
    return Edit(at, min(at + what, len(text)), "")


def _one_of(choices: tuple[str, ...], number: int) -> str:
    return choices[number % len(choices)]


def _vary(text: str, alternatives: tuple[str, ...], number: int) -> Edit:
    """Another alternative in the place of the one that stands there; at the end where none does."""
    wanted = f"{alternatives[number % len(alternatives)]}\n\n".lstrip("\n")
    for alternative in sorted(alternatives, key=len, reverse=True):
        written = f"{alternative}\n\n"
        start = text.find(written) if alternative else -1
        if start == 0 or (start > 0 and text[start - 1] == "\n"):
            return Edit(start, start + len(written), wanted)
    return Edit(len(text), len(text), wanted)


def _paragraphs(text: str) -> list[tuple[int, int]]:
    """Spans of the paragraphs, each with the empty line behind it."""
    spans: list[tuple[int, int]] = []
    start = 0
    for part in text.split("\n\n"):
        end = min(start + len(part) + 2, len(text))
        spans.append((start, end))
        start = end
    return spans


def replacements(program: Program, text: str, old: int, new: int) -> list[Edit]:
    """The edits that put one word in the place of another, the last place first."""
    was, becomes = _one_of(program.words, old), _one_of(program.words, new)
    return [Edit(*span, becomes) for span in reversed(_words(text)) if text[slice(*span)] == was]


def _words(text: str) -> list[tuple[int, int]]:
    """Spans of the words that edits exchange."""
    spans: list[tuple[int, int]] = []
    start = None
    for index, char in enumerate(text + " "):
        if char.isalnum() or char in "_'":
            start = index if start is None else start
        elif start is not None:
            spans.append((start, index))
            start = None
    return spans

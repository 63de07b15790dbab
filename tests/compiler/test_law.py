"""The law of the system: whatever was done in between, what is shown equals a from-scratch check of the same texts.

A machine edits a few modules in every way an editor can, saves, closes, undoes, changes files on disk, restarts. After each step
the batch must show what a fresh workspace shows of the editor's buffers, and the committed baseline what one shows of the
files on disk. A failure shrinks to a short script: each step prints the edit that it made.

`NOVA_LAW=long` runs many more and longer scripts.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from nova_ls.store import open_in_memory
from tests.compiler.sample import MODULES, PARAGRAPHS, PIECES, WORDS
from tests.compiler.world import (
    change,
    fresh,
    open_world,
    settle,
    settle_and_trace,
    view,
)

IS_LONG = os.environ.get("NOVA_LAW") == "long"

FILES = [*MODULES, "Extra.nova"]
NUMBERS = st.integers(0, 40)


class Edit(NamedTuple):
    """Replace what stands from `start` to `end`."""

    start: int
    end: int
    text: str

    def apply(self, text: str) -> str:
        return text[: self.start] + self.text + text[self.end :]


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Spans of the paragraphs, each with the empty line behind it."""
    spans: list[tuple[int, int]] = []
    start = 0
    for part in text.split("\n\n"):
        end = min(start + len(part) + 2, len(text))
        spans.append((start, end))
        start = end
    return spans


def words(text: str) -> list[tuple[int, int]]:
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


# Each of these draws what it needs and gives the edit that it makes of a text.

PUT, INSERT, REMOVE, MOVE, COPY, WORD, PIECE, CUT = range(8)

EDITS = st.one_of(
    st.tuples(st.just(PUT), NUMBERS, st.sampled_from(PARAGRAPHS)),
    st.tuples(st.just(INSERT), NUMBERS, st.sampled_from(PARAGRAPHS)),
    st.tuples(st.just(REMOVE), NUMBERS, st.just("")),
    st.tuples(st.just(MOVE), NUMBERS, NUMBERS),
    st.tuples(st.just(COPY), NUMBERS, NUMBERS),
    st.tuples(st.just(WORD), st.integers(0, 400), st.sampled_from(WORDS)),
    st.tuples(st.just(WORD), st.integers(0, 400), st.sampled_from(WORDS)),
    st.tuples(st.just(PIECE), st.integers(0, 1500), st.sampled_from(PIECES)),
    st.tuples(st.just(CUT), st.integers(0, 1500), st.integers(1, 12)),
)


def edit_of(text: str, drawn: tuple[int, int, Any]) -> Edit:
    kind, place, what = drawn
    spans = paragraphs(text)
    start, end = spans[place % len(spans)]
    if kind == PUT:
        return Edit(start, end, f"{what}\n\n")
    if kind == INSERT:
        return Edit(start, start, f"{what}\n\n")
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
        found = words(text)
        if not found:
            return Edit(0, 0, what)
        start, end = found[place % len(found)]
        return Edit(start, end, what)
    if kind == PIECE:
        at = place % (len(text) + 1)
        return Edit(at, at, what)
    at = place % (len(text) + 1)
    return Edit(at, min(at + what, len(text)), "")


class Buffer:
    """An open document with its history."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.before: list[str] = []
        self.after: list[str] = []


class Editing(RuleBasedStateMachine):
    """An editor on one workspace."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="law"))
        self.database = open_in_memory()
        self.buffers: dict[Path, Buffer] = {}

    def teardown(self) -> None:
        shutil.rmtree(self.root)

    @initialize(
        left_out=st.sets(st.sampled_from(list(MODULES)), max_size=2), is_known=st.booleans()
    )
    def start(self, left_out: set[str], is_known: bool) -> None:
        for name, text in MODULES.items():
            if name not in left_out:
                (self.root / name).write_bytes(text.encode())
        self.workspace = open_world(self.root, self.database)
        if is_known:
            settle(self.workspace)
            self.workspace.commit("first")
        self.compare()

    # ------------------------------------------------------------------ the editor

    @rule(name=st.sampled_from(FILES), edit=EDITS, steps=st.none() | st.integers(0, 60))
    def edit(self, name: str, edit: tuple[int, int, Any], steps: int | None) -> None:
        """Edit a document, opened first where it is not. `steps`: the next edit comes after that many units."""
        buffer = self.opened(name)
        made = edit_of(buffer.text, edit)
        note(f"# {name} {made.start}..{made.end} {buffer.text[made.start : made.end]!r} -> {made.text!r}")
        buffer.before.append(buffer.text)
        buffer.after.clear()
        buffer.text = made.apply(buffer.text)
        change(self.workspace, self.root / name, *made)
        self.proceed(steps)

    @rule(name=st.sampled_from(FILES), steps=st.none() | st.integers(0, 20))
    def undo(self, name: str, steps: int | None) -> None:
        buffer = self.buffers.get(self.root / name)
        if buffer is not None and buffer.before:
            buffer.after.append(buffer.text)
            self.set_text(name, buffer, buffer.before.pop())
            self.proceed(steps)

    @rule(name=st.sampled_from(FILES))
    def redo(self, name: str) -> None:
        buffer = self.buffers.get(self.root / name)
        if buffer is not None and buffer.after:
            buffer.before.append(buffer.text)
            self.set_text(name, buffer, buffer.after.pop())
            self.proceed(None)

    @rule(name=st.sampled_from(FILES))
    def save(self, name: str) -> None:
        path = self.root / name
        buffer = self.buffers.get(path)
        if buffer is not None:
            path.write_bytes(buffer.text.encode("utf-8", "surrogatepass"))
            self.workspace.save_document(path)
            self.commit()
            self.compare()

    @rule(name=st.sampled_from(FILES))
    def close(self, name: str) -> None:
        """Close a document; what was not saved is gone."""
        path = self.root / name
        if self.buffers.pop(path, None) is not None:
            self.workspace.close_document(path)
            self.compare()

    # ------------------------------------------------------------------ everybody else

    @rule(name=st.sampled_from(FILES), edit=EDITS)
    def change_on_disk(self, name: str, edit: tuple[int, int, Any]) -> None:
        self.workspace.reload(self.edit_file(name, edit))
        self.commit()
        self.compare()

    @rule(name=st.sampled_from(FILES))
    def delete(self, name: str) -> None:
        path = self.root / name
        if path.exists():
            path.unlink()
            self.workspace.reload(path)
            self.commit()
            self.compare()

    @rule(name=st.sampled_from(FILES), other=st.sampled_from(FILES))
    def copy_over(self, name: str, other: str) -> None:
        """As a checkout of another branch would: one file gets another one's text."""
        source, path = self.root / name, self.root / other
        if source.exists():
            path.write_bytes(source.read_bytes())
            self.workspace.reload(path)
            self.commit()
            self.compare()

    @rule(changes=st.lists(st.tuples(st.sampled_from(FILES), EDITS | st.none()), max_size=3))
    def restart(self, changes: list[tuple[str, tuple[int, int, Any] | None]]) -> None:
        """Without saving; the documents are closed. Meanwhile files change or (None) go."""
        self.buffers.clear()
        for name, edit in changes:
            if edit is None:
                (self.root / name).unlink(missing_ok=True)
            else:
                self.edit_file(name, edit)
        self.workspace = open_world(self.root, self.database)
        self.compare()

    def edit_file(self, name: str, edit: tuple[int, int, Any]) -> Path:
        path = self.root / name
        text = path.read_bytes().decode() if path.exists() else MODULES.get(name, "")
        made = edit_of(text, edit)
        note(f"# {name} {made.start}..{made.end} {text[made.start : made.end]!r} -> {made.text!r} on disk")
        path.write_bytes(made.apply(text).encode())
        return path

    # ------------------------------------------------------------------ the law

    def opened(self, name: str) -> Buffer:
        path = self.root / name
        buffer = self.buffers.get(path)
        if buffer is None:
            text = path.read_bytes().decode() if path.exists() else ""
            buffer = self.buffers[path] = Buffer(text)
            self.workspace.open_document(path, text, 1)
        return buffer

    def set_text(self, name: str, buffer: Buffer, text: str) -> None:
        buffer.text = text
        change(self.workspace, self.root / name, 0, len(self.workspace.files[self.root / name].source.text), text)

    def proceed(self, steps: int | None) -> None:
        """Settle and compare, or only begin to settle."""
        if steps is None:
            self.compare()
            return
        for number, _ in enumerate(self.workspace.settle()):
            if number >= steps:
                break

    def on_disk(self) -> dict[Path, str]:
        return {path: path.read_bytes().decode() for path in self.root.glob("*.nova")}

    def compare(self) -> None:
        """What the editor shows is what a fresh check of its buffers shows."""
        settle(self.workspace)
        texts = self.on_disk() | {path: buffer.text for path, buffer in self.buffers.items()}
        for path, text in texts.items():
            assert self.workspace.files[path].source.text == text
        assert_same(view(self.workspace), view(fresh(texts)))

    def commit(self) -> None:
        """The baseline is what a fresh check of the files on disk shows; a restart re-types nothing."""
        settle(self.workspace)
        self.workspace.commit("saved")
        again = open_world(self.root, self.database)
        did = settle_and_trace(again)
        shown = view(again)
        assert_same(shown, view(fresh(self.on_disk())))
        found = [diagnostic[2] for listed in shown.diagnostics.values() for diagnostic in listed]
        assert did.ran == [] or "CycleInModules" in found


def assert_same(shown: Any, wanted: Any) -> None:
    """Like `==` of two views, but a failure names only what differs."""
    for part in shown._fields:
        left, right = getattr(shown, part), getattr(wanted, part)
        if left != right:
            differing = {
                key: (left.get(key, "NOTHING"), right.get(key, "NOTHING"))
                for key in sorted({*left, *right})
                if left.get(key) != right.get(key)
            }
            lines = [f"{key}\n   shown:  {a}\n   wanted: {b}" for key, (a, b) in differing.items()]
            raise AssertionError(f"{part}:\n" + "\n".join(lines))


TestEditing = pytest.mark.slow(Editing.TestCase)
TestEditing.settings = settings(
    max_examples=2000 if IS_LONG else 25,
    stateful_step_count=40 if IS_LONG else 10,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
    report_multiple_bugs=False,
)

"""Fixtures for features: modules in one text, a cursor, and places that are marked.

    module Main where
    twice n = n + n
    ^^^^^ def
    four = tw<CURSOR>ice 2

`<CURSOR>` marks the cursor. A line whose first visible characters are carets annotates the line above it: each run of
carets marks what stands over it, with the label behind the run (or none); the line itself is blanked. `--- Data.Foo` starts a further file.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from pathlib import Path

from nova_ls.base.lines import Encoding
from nova_ls.compiler.state.module import Module, ModuleOrigin
from nova_ls.workspace.snapshot import Place, Snapshot
from nova_ls.workspace.source_file import File
from nova_ls.workspace.workspace import Workspace
from tests.compiler.world import over_library

CURSOR = "<CURSOR>"
_MARKS = re.compile(r"(\^+)(?:[ \t]+([^\s^]+))?")
_HEADER = re.compile(r"^--- (\S+)$")


@dataclass(frozen=True)
class Location:
    """A span of one line: file, line from 0, columns."""

    file: str
    line: int
    start: int
    end: int


@dataclass(frozen=True)
class Mark:
    location: Location
    label: str


@dataclass
class Fixture:
    """What was loaded. `offset`: the cursor's, in the module `module`."""

    workspace: Workspace
    snapshot: Snapshot
    module: Module
    offset: int
    marks: list[Mark]

    def marked(self, label: str) -> set[Location]:
        return {mark.location for mark in self.marks if mark.label == label}

    def location(self, place: Place) -> Location:
        source = place.module.source
        start = source.position_in(place.chunk, place.start, Encoding.UTF32)
        end = source.position_in(place.chunk, place.end, Encoding.UTF32)
        assert start.line == end.line
        return Location(place.module.name, start.line, start.column, end.column)


def load(text: str) -> Fixture:
    """Check the modules of a fixture in memory."""
    workspace = over_library()
    marks: list[Mark] = []
    at: tuple[File, int] | None = None
    for name, source in _files(textwrap.dedent(text).lstrip("\n")):
        clean, found, cursor = _read(name, source)
        marks += found
        path = Path("/fixture") / f"{name}.nova"
        file = workspace.open_document(path, clean, 1)
        file.origin = ModuleOrigin.WORKSPACE
        if cursor is not None:
            assert at is None, "one cursor only"
            at = (file, cursor)
        elif at is None and name == "Main":
            at = None
    for _ in workspace.settle():
        pass
    workspace.library.list_names()
    if at is None:
        at = (workspace.files[Path("/fixture/Main.nova")], 0)
    file, offset = at
    assert file.module is not None, "the module with the cursor has no header"
    return Fixture(workspace, workspace.snapshot(Encoding.UTF32), file.module, offset, marks)


def _files(text: str) -> list[tuple[str, str]]:
    files: list[tuple[str, list[str]]] = [("Main", [])]
    for line in text.split("\n"):
        header = _HEADER.match(line)
        if header:
            files.append((header[1], []))
        else:
            files[-1][1].append(line)
    return [(name, "\n".join(lines)) for name, lines in files]


def _read(name: str, text: str) -> tuple[str, list[Mark], int | None]:
    """The text without its marks, the marks, and the cursor's offset."""
    lines: list[str] = []
    marks: list[Mark] = []
    cursor: tuple[int, int] | None = None
    for line in text.split("\n"):
        if line.lstrip().startswith("^"):
            # It counts lines like any other, so that positions are those of the fixture as it is written.
            for run in _MARKS.finditer(line):
                location = Location(name, _above(lines), run.start(1), run.end(1))
                marks.append(Mark(location, run[2] or ""))
            lines.append("")
            continue
        column = line.find(CURSOR)
        if column >= 0:
            cursor = (len(lines), column)
            line = line.replace(CURSOR, "")
        lines.append(line)
    clean = "\n".join(lines)
    if cursor is None:
        return clean, marks, None
    return clean, marks, sum(len(line) + 1 for line in lines[: cursor[0]]) + cursor[1]


def _above(lines: list[str]) -> int:
    """The nearest line above that is not a line of marks."""
    number = len(lines) - 1
    while number > 0 and not lines[number]:
        number -= 1
    return number

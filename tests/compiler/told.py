"""What is said of a module, held against marks in its text."""

from __future__ import annotations

from nova_ls.base.lines import Encoding
from nova_ls.diagnostics import render
from tests.features.fixture import Location, load


def assert_told(body: str) -> list[str]:
    """Everything that is said of a module: the marked places with the codes, no others; the messages."""
    loaded = load("module Main where\nimport Prelude\n" + body)
    file = next(iter(loaded.workspace.files.values()))
    found: set[tuple[Location, str]] = set()
    messages: list[str] = []
    for chunk, diagnostic in loaded.workspace.diagnostics(file):
        if diagnostic.code == "UnusedImport":
            continue
        start = file.source.position_in(chunk, diagnostic.start, Encoding.UTF32)
        end = file.source.position_in(chunk, diagnostic.end, Encoding.UTF32)
        place = Location("Main", start.line, start.column, end.column)
        found.add((place, diagnostic.code))
        messages.append(render(diagnostic))
    wanted = {(mark.location, mark.label) for mark in loaded.marks}
    assert found == wanted, {"not marked": found - wanted, "not told": wanted - found}
    return messages


def told_lines(body: str) -> list[tuple[str, str]]:
    """Everything that is said of a module: the line and the code, in order. For texts in which a line of marks would part what belongs together."""
    loaded = load("module Main where\nimport Prelude\n" + body)
    file = next(iter(loaded.workspace.files.values()))
    lines = file.source.text.split("\n")
    found = sorted(
        (file.source.position_in(chunk, diagnostic.start, Encoding.UTF32).line, diagnostic.code)
        for chunk, diagnostic in loaded.workspace.diagnostics(file)
        if diagnostic.code != "UnusedImport"
    )
    return [(lines[line], code) for line, code in found]

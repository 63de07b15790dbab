"""From an edit to code that runs: what it takes the engine, apart from the editor, the process and the program.

    python -m benchmarks.code_behind_edits [--rounds N] [--json FILE]

A program over fixtures/pantry is linked, and a body edited that it reaches; fewer than ten declarations are compiled anew. Told apart: *invalidate* (the new
text is split and parsed, and what it may reach is stale), *revalidate* (what is demanded and stale is checked), *relink* (compiled, and put in the place of what ran). Beside it
how long a declaration takes to compile by itself, and the size of its code. All is CPU time.
"""

from __future__ import annotations

import gc
import statistics
import time
from typing import Final

from benchmarks.measurements import open_in_pantry, percentiles, read_options, report
from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.base.lines import Encoding
from nova_ls.codegen.backend import Artifact
from nova_ls.codegen.python.backend import PythonBackend, read_artifact
from nova_ls.compiler.code import CodeBase
from nova_ls.workspace.programs.running import Runner
from nova_ls.workspace.source_file import File, TextChange
from nova_ls.workspace.workspace import Workspace

_TEXT: Final = """\
module Scratch.Measured where

import Prelude

import Pantry.Sample (recipes, shelves)
import Pantry.Parse (parseShelves)

answer n = step n + 100

step :: Int -> Int
step n = n + 1

program :: Int -> Int
program n = answer n + step n

used = { parsed: parseShelves shelves, recipes }
"""
_MODULE: Final = "Scratch.Measured"
_EDITS: Final = (
    ("a body with a signature", "step n = n + {}", "step n ="),
    ("a body without one", "answer n = step n + {}", "answer n ="),
)


def main() -> None:
    options = read_options(__doc__, 60)
    workspace, file = open_in_pantry("Measured", _TEXT)
    measured = _Measured(workspace, file)
    found: dict[str, dict[str, float]] = {}
    for name, line, start in _EDITS:
        found |= measured.edits(name, line, start, options.rounds)
    times, sizes = _compiled(workspace)
    found["compile a declaration"] = percentiles(times)
    workspace.close()
    report(found, options.json)
    print(f"{'bytes of its code':40} p50 {statistics.median(sizes):7.0f}      of {len(sizes)}")


class _Measured:
    """A program that is linked, and edited."""

    def __init__(self, workspace: Workspace, file: File) -> None:
        self.workspace = workspace
        self.file = file
        self.runner = Runner(workspace)
        for name in ("program", "used"):
            self.runner.program.value(element_key(_MODULE, Space.VALUE, name))
        self.runner.code.changed()

    def edits(self, name: str, line: str, start: str, rounds: int) -> dict[str, dict[str, float]]:
        """The three parts of so many edits of one line, and the whole."""
        parts: dict[str, list[float]] = {"invalidate": [], "revalidate": [], "relink": [], "": []}
        gc.collect()
        gc.disable()
        for number in range(rounds):
            times = self._edit(line.format(number), start, number)
            for part, seconds in zip(parts, (*times, sum(times)), strict=True):
                parts[part].append(seconds)
        gc.enable()
        return {f"{name}: {part or 'all three'}": percentiles(each) for part, each in parts.items()}

    def _edit(self, line: str, start: str, number: int) -> tuple[float, float, float]:
        rows = self.file.source.text.split("\n")
        row = next(index for index, each in enumerate(rows) if each.startswith(start))
        change = TextChange(((row, 0), (row, len(rows[row]))), line)
        began = time.thread_time()
        self.workspace.change_document(self.file.path, [change], number, Encoding.UTF16)
        invalidated = time.thread_time()
        for unit in self.workspace.program.engine.stale:
            if unit.module == _MODULE and unit.phase < _WHOLE:
                self.workspace.program.engine.ensure(unit)
        revalidated = time.thread_time()
        changed = self.runner.code.changed()
        self._relink(changed)
        relinked = time.thread_time()
        assert 1 <= len(changed) < 10, changed
        return invalidated - began, revalidated - invalidated, relinked - revalidated

    def _relink(self, changed: dict[ElementKey, Artifact | None]) -> None:
        program = self.runner.program
        for key, artifact in changed.items():
            assert artifact is not None, key
            compiled = read_artifact(artifact.payload)
            assert compiled.code is not None
            exec(compiled.code, program.namespace)


def _compiled(workspace: Workspace) -> tuple[list[float], list[int]]:
    """Each declaration of the fixture that a program reaches, compiled from nothing: how long that takes, and how large its code is."""
    code = CodeBase(workspace.program, PythonBackend())
    times: list[float] = []
    sizes: list[int] = []
    pending = [element_key(_MODULE, Space.VALUE, name) for name in ("program", "used")]
    seen: set[ElementKey] = set()
    while pending:
        key = pending.pop()
        if key in seen:
            continue
        seen.add(key)
        compiled = code.tally["compiled"]
        began = time.thread_time()
        artifact = code.artifact(key)
        passed = time.thread_time() - began
        if code.tally["compiled"] != compiled:
            times.append(passed)
            sizes.append(len(artifact.payload))
        pending += artifact.needs
    return times, sizes


_WHOLE: Final = 8
"""The phase of what is said of modules as wholes, which no program waits for."""


if __name__ == "__main__":
    main()

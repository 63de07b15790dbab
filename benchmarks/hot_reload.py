"""How long a running program takes to call what was just typed.

    python -m benchmarks.hot_reload [--rounds N] [--json FILE]

A body is edited, unsaved; what that makes stale is checked, compiled and swapped into the process of a program that calls it all the time. The clock stops in that
process, at the first call that gives the new result. Below it the parts: those of the process that compiles in processor time, by themselves and together (a busy machine lengthens
the clock's times and not these), and on the clock what comes behind them.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from typing import Final

from benchmarks.measurements import percentiles, read_options, report
from nova_ls.base.keys import Space, element_key
from nova_ls.base.lines import Encoding
from nova_ls.compiler.model.units import Unit
from nova_ls.compiler.program import Program
from nova_ls.evaluation.live import Live
from nova_ls.workspace.open_workspace import MEMORY, open_workspace
from nova_ls.workspace.source_file import TextChange

_MAIN: Final = """\
module Main where

import Prelude

import Effect (Effect)

foreign import see :: Int -> Effect Unit

answer :: Int -> Int
answer n = n + 100

main :: Effect Unit
main = do
  see (answer 1)
  main
"""
_HOST: Final = """\
import os
import time

last = None


def see(number):
    def run():
        global last
        if number != last:
            now = time.perf_counter()
            last = number
            os.write(1, f"{number} {now!r}\\n".encode())
        time.sleep(0.00002)

    return run
"""

_PARTS: Final = (
    "edit to a call of the new code",
    "  the text is edited (processor)",
    "  what is stale is checked (processor)",
    "  compiled and sent (processor)",
    "  these three (processor)",
    "  then relinked and called",
)


def main() -> None:
    options = read_options(__doc__, 200)
    with tempfile.TemporaryDirectory() as folder:
        report(_measure(Path(folder), options.rounds), options.json)


def _measure(folder: Path, rounds: int) -> dict[str, dict[str, float]]:
    (folder / "nova.toml").write_text("", encoding="utf-8")
    (folder / "Main.nova").write_text(_MAIN, encoding="utf-8")
    (folder / "Main.py").write_text(_HOST, encoding="utf-8")
    workspace = open_workspace(folder, MEMORY).workspace
    workspace.scan()
    file = workspace.open_document(folder / "Main.nova", _MAIN, 1)
    for _ in workspace.settle():
        pass
    output, end = os.pipe()
    live = Live(workspace, element_key("Main", Space.VALUE, "main"), (), (0, end))
    live.start()
    checks = _Checks(workspace.program)
    line = _MAIN.split("\n").index("answer n = n + 100")
    parts: dict[str, list[float]] = {part: [] for part in _PARTS}
    with os.fdopen(output, encoding="utf-8") as lines:
        lines.readline()
        for number in range(-10, rounds):  # The first ones fill memory.
            change = TextChange(((line, 11), (line, 1000)), f"n + {1000 + number}")
            checks.seconds = 0.0
            start, began = time.perf_counter(), time.thread_time()
            workspace.change_document(file.path, [change], number, Encoding.UTF16)
            edited = time.thread_time()
            done = live.reload()
            compiled, sent = time.thread_time(), time.perf_counter()
            assert len(done.swapped) == 1, done
            value, seen = lines.readline().split()
            assert int(value) == 1001 + number, value
            called = float(seen)
            own = compiled - edited - checks.seconds
            times = (called - start, edited - began, checks.seconds, own, compiled - began)
            for part, seconds in zip(_PARTS, (*times, max(called - sent, 0.0)), strict=True):
                parts[part].append(seconds)
            live.said(1.0)
            for _ in workspace.settle():
                pass
    live.stop()
    os.close(end)
    workspace.close()
    return {part: percentiles(seconds[10:]) for part, seconds in parts.items()}


class _Checks:
    """Notes how long units run, in processor time."""

    def __init__(self, program: Program) -> None:
        self.seconds = 0.0
        self._depth = 0
        self._run = program.run
        program.run = self.run  # type: ignore[method-assign]  # the engine asks for it there

    def run(self, unit: Unit) -> None:
        """Run a unit; what it runs meanwhile counts once."""
        began = time.thread_time()
        self._depth += 1
        try:
            self._run(unit)
        finally:
            self._depth -= 1
            if not self._depth:
                self.seconds += time.thread_time() - began


if __name__ == "__main__":
    main()

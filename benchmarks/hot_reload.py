"""How long a running program takes to call what was just typed.

    python -m benchmarks.hot_reload [--rounds N] [--json FILE]

A body is edited, unsaved; what that makes stale is checked, compiled and swapped into the process of a program that calls it all the time. The clock stops in that
process, at the first call that gives the new result. Beside it the part of the process that compiles, and of that the edit of the text.
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
    line = _MAIN.split("\n").index("answer n = n + 100")
    called: list[float] = []
    compiled: list[float] = []
    edited: list[float] = []
    with os.fdopen(output, encoding="utf-8") as lines:
        lines.readline()
        for number in range(-10, rounds):  # The first ones fill memory.
            change = TextChange(((line, 11), (line, 1000)), f"n + {1000 + number}")
            start = time.perf_counter()
            workspace.change_document(file.path, [change], number, Encoding.UTF16)
            edited.append(time.perf_counter() - start)
            done = live.reload()
            compiled.append(time.perf_counter() - start)
            assert len(done.swapped) == 1, done
            value, seen = lines.readline().split()
            assert int(value) == 1001 + number, value
            called.append(float(seen) - start)
            live.said(1.0)
            for _ in workspace.settle():
                pass
    live.stop()
    os.close(end)
    workspace.close()
    return {
        "edit to a call of the new code": percentiles(called[10:]),
        "of that, the process that compiles": percentiles(compiled[10:]),
        "of that, the edit of the text": percentiles(edited[10:]),
    }


if __name__ == "__main__":
    main()

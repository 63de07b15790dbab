"""Run time of compiled code against the same algorithms written by hand in Python.

    python benchmarks/run_time.py

The functions of run_time/Algorithms.nova are called as a program would call them. CPU time, the best of several runs.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any, Final

from nova_ls.base.keys import Space, element_key
from nova_ls.codegen.python.deep import run_deep
from nova_ls.compiler.state.module import ModuleOrigin
from nova_ls.workspace.open_workspace import MEMORY, open_workspace
from nova_ls.workspace.programs.running import Runner

_SOURCE: Final = Path(__file__).parent / "run_time" / "Algorithms.nova"
_RUNS: Final = 7


def fib(n: int) -> int:
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def sieve(limit: int) -> int:
    flags = [True] * limit
    count = 0
    for i in range(2, limit):
        if flags[i]:
            count += 1
            at = i * i
            while at < limit:
                flags[at] = False
                at += i
    return count


def queens(n: int) -> int:
    def place(row: int, placed: list[int]) -> int:
        if row == n:
            return 1
        return sum(
            place(row + 1, [column, *placed]) for column in range(n) if _safe(column, placed)
        )

    return place(0, [])


def _safe(column: int, placed: list[int]) -> bool:
    for distance, other in enumerate(placed, 1):
        if other in (column, column + distance, column - distance):
            return False
    return True


def mapped(n: int) -> int:
    return sum([x * 2 + 1 for x in range(n + 1) if x % 3 == 0])


def text(n: int) -> int:
    words = " ".join([str(i) for i in range(n + 1)]).split(" ")
    return len(",".join([f'"{word}"' for word in words]).upper())


CASES: Final[tuple[tuple[Callable[[int], int], int], ...]] = (
    (fib, 20),
    (sieve, 30_000),
    (queens, 6),
    (mapped, 30_000),
    (text, 5_000),
)


def main() -> None:
    workspace = open_workspace(None, MEMORY).workspace
    workspace.add_file(_SOURCE, ModuleOrigin.WORKSPACE)
    runner = Runner(workspace)
    ratios = []
    for by_hand, size in CASES:
        key = element_key("Algorithms", Space.VALUE, by_hand.__name__)
        compiled = runner.program.value(key)
        assert compiled(size) == by_hand(size), by_hand.__name__
        ours, theirs = _best(compiled, size), _best(by_hand, size)
        ratios.append(ours / theirs)
        print(f"{by_hand.__name__:8} {ours:8.2f} ms {theirs:8.2f} ms by hand: {ratios[-1]:5.2f}")
    print(f"median {median(ratios):.2f}")
    workspace.close()


def _best(function: Callable[[int], Any], size: int) -> float:
    times = []
    for _ in range(_RUNS):
        start = time.process_time()
        function(size)
        times.append(time.process_time() - start)
    return min(times) * 1000


if __name__ == "__main__":
    run_deep(main)

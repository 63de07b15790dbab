"""The driver: one process for all the cases of a test run, started with the shim loaded before libc."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.crash.shim import FAULTS, compile_shim

CASES = os.environ.get("NOVA_CRASH", "3")
"""How many steps of an operation each fault is tried at: a number, or `long` for every single one."""


class Cases:
    """What the driver is asked, and its answers."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._steps: dict[tuple[str, int], int] = {}

    def ask(self, do: str, **arguments: Any) -> dict[str, Any]:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": do, **arguments}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "the driver has died"
        answer: dict[str, Any] = json.loads(line)
        return answer

    def steps(self, operation: str, fault: str) -> int:
        """How many steps there are at which a fault can strike, seen in a run without one."""
        key = (operation, FAULTS[fault].error)
        if key not in self._steps:
            answer = self.ask("run", operation=operation, fault=fault, step=1 << 30)
            assert answer["problems"] == []
            self._steps[key] = answer["steps"]
        return self._steps[key]


def sample(steps: int) -> list[int]:
    """Which steps are tried, of 1 to `steps`: always the same ones, spread over all of them."""
    if CASES == "long" or int(CASES) >= steps:
        return list(range(1, steps + 1))
    count = int(CASES)
    return [1 + (2 * number + 1) * steps // (2 * count) for number in range(count)]


@pytest.fixture(scope="session")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cases]:
    folder = tmp_path_factory.mktemp("crash")
    environment = {**os.environ, "LD_PRELOAD": str(compile_shim(folder)), "GIT_AUTHOR_NAME": "Ada"}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.crash.driver", str(folder)],
        cwd=Path(__file__).parent.parent.parent,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    yield Cases(process)
    assert process.stdin is not None
    process.stdin.close()
    process.wait(30)

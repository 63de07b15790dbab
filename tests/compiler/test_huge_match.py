"""The code whose example would be too long for its page: a match with too many cases."""

from __future__ import annotations

import random
from pathlib import Path

from tests.compiler.world import fresh, settle

MAIN = Path("/huge/Main.nova")
CONSTRUCTORS = [f"C{number}" for number in range(12)]
COLUMNS = 10


def huge_match() -> str:
    draw = random.Random(1)
    rows = [
        " ".join(draw.choice(CONSTRUCTORS) if draw.random() < 0.4 else "_" for _ in range(COLUMNS))
        for _ in range(150)
    ]
    lines = [
        "module Main where\n",
        f"data T = {' | '.join(CONSTRUCTORS)}\n",
        f"f :: {'T -> ' * COLUMNS}Int",
        *(f"f {row} = 1" for row in rows),
        f"f {'_ ' * COLUMNS}= 0",
    ]
    return "\n".join(lines) + "\n"


def test_a_match_with_too_many_cases_is_given_up_on_with_a_warning() -> None:
    workspace = fresh({MAIN: huge_match()})
    settle(workspace)
    found = [d.code for _, d in workspace.diagnostics(workspace.files[MAIN])]
    assert found == ["IncompleteExhaustivityCheck"]

"""How long an expression in a comment takes from an edit to its new result.

    python -m benchmarks.evaluation [--rounds N] [--json FILE]

A body of fixtures/pantry is edited, unsaved, and the comment evaluated that relies on it: what is stale is checked, what has changed compiled, and the
expression run by a child of the warm evaluator. Beside it the evaluator alone, with an expression that needs nothing.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from pathlib import Path
from typing import Final

from nova_ls.base.lines import Encoding
from nova_ls.compiler.state.module import Module
from nova_ls.evaluation.evaluation import Evaluation, evaluation_of
from nova_ls.evaluation.evaluator import Result
from nova_ls.evaluation.expressions import Written
from nova_ls.features.evaluate_comments import found_blocks
from nova_ls.workspace.open_workspace import MEMORY, open_workspace
from nova_ls.workspace.source_file import File, TextChange
from nova_ls.workspace.workspace import Workspace

_PANTRY: Final = Path(__file__).parents[1] / "fixtures" / "pantry"
_TEXT: Final = """\
module Scratch.Evaluated where

import Prelude

import Pantry.Sample (recipes, shelves)
import Pantry.Parse (parseShelves)

-- >>> answer 1
answer :: Int -> Int
answer n = n + 100

-- >>> map _.title recipes
-- >>> parseShelves shelves
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    workspace = open_workspace(_PANTRY, MEMORY).workspace
    workspace.scan()
    file = workspace.open_document(_PANTRY / "Evaluated.nova", _TEXT, 1)
    for _ in workspace.settle():
        pass
    evaluation = evaluation_of(workspace)
    try:
        figures = _measure(workspace, file, evaluation, options.rounds)
    finally:
        evaluation.close()
        workspace.close()
    for name, each in figures.items():
        print(f"{name:32} p50 {each['p50']:7.2f} ms   p95 {each['p95']:7.2f} ms")
    if options.json is not None:
        options.json.write_text(json.dumps(figures, indent=2), encoding="utf-8")


def _measure(
    workspace: Workspace, file: File, evaluation: Evaluation, rounds: int
) -> dict[str, dict[str, float]]:
    edited: list[float] = []
    library: list[float] = []
    alone: list[float] = []
    for number in range(-3, rounds):  # The first ones start the evaluator and fill its memory.
        body = f"n + {100 + number}"
        start = time.perf_counter()
        line = next(
            i for i, each in enumerate(file.source.text.split("\n")) if "answer n =" in each
        )
        change = TextChange(((line, 11), (line, 1000)), body)
        workspace.change_document(file.path, [change], number, Encoding.UTF16)
        told = _evaluated(evaluation, file, 0)
        edited.append(time.perf_counter() - start)
        assert told == str(101 + number), told
        start = time.perf_counter()
        _evaluated(evaluation, file, 2)
        library.append(time.perf_counter() - start)
        start = time.perf_counter()
        evaluation.evaluate(_module(file), Written("1"))
        alone.append(time.perf_counter() - start)
    return {
        "edit to the result of a comment": figures(edited[3:]),
        "a parser of the fixture": figures(library[3:]),
        "an expression that needs nothing": figures(alone[3:]),
    }


def _module(file: File) -> Module:
    assert file.module is not None
    return file.module


def _evaluated(evaluation: Evaluation, file: File, number: int) -> str | None:
    module = _module(file)
    examples = [each for found in found_blocks(module) for each in found.block.examples]
    outcome = evaluation.evaluate(module, Written(examples[number].text))
    assert isinstance(outcome, Result), outcome
    assert outcome.problem is None, outcome
    return outcome.value


def figures(seconds: list[float]) -> dict[str, float]:
    """Median and 95th percentile of times, in milliseconds."""
    ordered = sorted(seconds)
    return {
        "p50": statistics.median(ordered) * 1000,
        "p95": ordered[int(len(ordered) * 0.95)] * 1000,
    }


if __name__ == "__main__":
    main()

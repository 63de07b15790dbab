"""How long an expression in a comment takes from an edit to its new result.

    python -m benchmarks.evaluation [--rounds N] [--json FILE]

A body of fixtures/pantry is edited, unsaved, and the comment evaluated that relies on it: what is stale is checked, what has changed compiled, and the
expression run by a child of the warm evaluator. Beside it the evaluator alone, with an expression that needs nothing.
"""

from __future__ import annotations

import time
from typing import Final

from benchmarks.measurements import open_in_pantry, percentiles, read_options, report
from nova_ls.base.lines import Encoding
from nova_ls.compiler.state.module import Module
from nova_ls.evaluation.evaluation import Evaluation, evaluation_of
from nova_ls.evaluation.evaluator import Result
from nova_ls.evaluation.expressions import ExpressionText
from nova_ls.features.evaluate_comments import found_blocks
from nova_ls.workspace.source_file import File, TextChange
from nova_ls.workspace.workspace import Workspace

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
    options = read_options(__doc__, 50)
    workspace, file = open_in_pantry("Evaluated", _TEXT)
    evaluation = evaluation_of(workspace)
    try:
        found = _measure(workspace, file, evaluation, options.rounds)
    finally:
        evaluation.close()
        workspace.close()
    report(found, options.json)


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
        evaluation.evaluate(_module(file), ExpressionText("1"))
        alone.append(time.perf_counter() - start)
    return {
        "edit to the result of a comment": percentiles(edited[3:]),
        "a parser of the fixture": percentiles(library[3:]),
        "an expression that needs nothing": percentiles(alone[3:]),
    }


def _module(file: File) -> Module:
    assert file.module is not None
    return file.module


def _evaluated(evaluation: Evaluation, file: File, number: int) -> str | None:
    module = _module(file)
    examples = [each for found in found_blocks(module) for each in found.block.examples]
    outcome = evaluation.evaluate(module, ExpressionText(examples[number].text))
    assert isinstance(outcome, Result), outcome
    assert outcome.problem is None, outcome
    return outcome.value


if __name__ == "__main__":
    main()

"""Tests that have failed, as diagnostics: at the name of the action and at its assertion that failed, or at the expression in a comment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from nova_ls.base.diagnostic import Severity
from nova_ls.base.lines import Encoding, line_starts
from nova_ls.compiler.program import Program
from nova_ls.compiler.state.module import Module
from nova_ls.evaluation.evaluation import place_in_source
from nova_ls.features.diagnostics import SOURCE
from nova_ls.features.ranges import Range, place_range, range_at
from nova_ls.testing.results import TestResult

CODE: Final = "TestFailed"


def failing_tests(
    program: Program,
    module: Module,
    failing: Iterable[TestResult],
    encoding: Encoding,
    uri_of: Callable[[Path], str],
    *,
    with_places: bool,
) -> Iterator[dict[str, Any]]:
    """Those of each test whose text is still the one that failed; `with_places`: with the lines that were running."""
    for result in failing:
        place = result.tested.place(module)
        if place is None:
            continue
        label, problem = result.tested.test.label, result.outcome.problem
        item = _item(range_at(place, encoding), f"{label} failed: {problem}")
        related = list(_places(program, result, uri_of)) if with_places else []
        yield item | ({"relatedInformation": related} if related else {})
        at = _assertion(module, result, encoding)
        if at is not None and at["start"]["line"] != item["range"]["start"]["line"]:
            yield _item(at, f"{label} failed here: {problem}")


def _item(at: Range, message: str) -> dict[str, Any]:
    return {
        "range": at,
        "severity": int(Severity.ERROR),
        "code": CODE,
        "source": SOURCE,
        "message": message,
    }


def _assertion(module: Module, result: TestResult, encoding: Encoding) -> Range | None:
    """The line of the test itself that was running when it failed."""
    test = result.tested.test
    declared = None if test.key is None else module.declared.get(test.key)
    lines = [line for name, line in result.outcome.places if name == test.name]
    if declared is None or not lines:
        return None
    code = declared.chunk.code
    start = line_starts(code)[lines[0] - 1]
    text = code[start:].partition("\n")[0]
    start += len(text) - len(text.lstrip())
    return place_range(module, declared.chunk, start, start + len(text.strip()), encoding)


def _places(
    program: Program, result: TestResult, uri_of: Callable[[Path], str]
) -> Iterator[dict[str, Any]]:
    for name, line in result.outcome.places:
        found = place_in_source(program, name, line)
        if found is not None:
            at = {"line": found[1], "character": 0}
            where = {"uri": uri_of(found[0].path), "range": {"start": at, "end": at}}
            yield {"location": where, "message": f"in {name}"}

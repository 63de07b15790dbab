"""Tests that have failed, as diagnostics: at the name of the action, or at the expression in a comment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from nova_ls.base.diagnostic import Severity
from nova_ls.base.lines import Encoding
from nova_ls.compiler.program import Program
from nova_ls.compiler.state.module import Module
from nova_ls.evaluation.evaluation import place_in_source
from nova_ls.features.diagnostics import SOURCE
from nova_ls.features.ranges import range_at
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
    """One for each test whose text is still the one that failed; `with_places`: with the lines that were running, the assertion among them."""
    for result in failing:
        place = result.tested.place(module)
        if place is None:
            continue
        item = {
            "range": range_at(place, encoding),
            "severity": int(Severity.ERROR),
            "code": CODE,
            "source": SOURCE,
            "message": f"{result.tested.test.label} failed: {result.outcome.problem}",
        }
        related = list(_places(program, result, uri_of)) if with_places else []
        yield item | ({"relatedInformation": related} if related else {})


def _places(
    program: Program, result: TestResult, uri_of: Callable[[Path], str]
) -> Iterator[dict[str, Any]]:
    for name, line in result.outcome.places:
        found = place_in_source(program, name, line)
        if found is not None:
            at = {"line": found[1], "character": 0}
            where = {"uri": uri_of(found[0].path), "range": {"start": at, "end": at}}
            yield {"location": where, "message": f"in {name}"}

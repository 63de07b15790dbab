"""The library's foreign functions in Python do what its host expressions do, which node says where it is there."""

import shutil
from functools import cache
from typing import Any

import pytest

from nova_ls.syntax.tree import TypeConstructor
from tests.stdlib.cases import calls_of
from tests.stdlib.foreign import ForeignValue, foreign_values
from tests.stdlib.javascript import call_all
from tests.stdlib.python import call
from tests.stdlib.values import Raised, same

CALLED = [value for value in foreign_values() if calls_of(value) is not None]
KINDS: dict[str, type] = {
    "Int": int,
    "Number": float,
    "Boolean": bool,
    "String": str,
    "Char": str,
    "CodePoint": int,
}
# The last digit of these is every host's own.
NEAR = {"acos", "asin", "atan", "atan2", "cos", "exp", "log", "pow", "sin", "tan"}

needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="compares with JavaScript")


@needs_node
@pytest.mark.parametrize("value", CALLED, ids=lambda value: f"{value.module}.{value.name}")
def test_python_does_what_the_host_expression_does(value: ForeignValue) -> None:
    of_numbers = isinstance(value.result, TypeConstructor) and value.result.name.text == "Number"
    for arguments, expected in zip(calls_of(value) or [], _javascript()[value], strict=True):
        found = call(value, arguments)
        near = value.name in NEAR and value.module == "Data.Number"
        assert same(found, expected, zeros=of_numbers, near=near), (
            f"{arguments}: {found}, and on node {expected}"
        )


@pytest.mark.parametrize("value", CALLED, ids=lambda value: f"{value.module}.{value.name}")
def test_results_have_the_representation_of_their_types(value: ForeignValue) -> None:
    wanted = (
        KINDS.get(value.result.name.text) if isinstance(value.result, TypeConstructor) else None
    )
    for arguments in calls_of(value) or []:
        found, _ = call(value, arguments)
        assert wanted is None or isinstance(found, Raised) or type(found) is wanted
        assert _consists_of_units(found)


def test_what_has_no_cases_is_tested_elsewhere() -> None:
    without = {value.module for value in foreign_values() if calls_of(value) is None}
    assert without <= {
        "Control.Monad.ST.Internal", "Effect", "Effect.Console", "Effect.Exception", "Effect.Ref", "Data.String.Regex"
    }  # fmt: skip


@cache
def _javascript() -> dict[ForeignValue, list[Any]]:
    calls = [(value, arguments) for value in CALLED for arguments in calls_of(value) or []]
    results: dict[ForeignValue, list[Any]] = {}
    for (value, _), result in zip(calls, call_all(calls), strict=True):
        results.setdefault(value, []).append(result)
    return results


def _consists_of_units(value: Any) -> bool:
    match value:
        case str():
            return all(c <= "\uffff" for c in value)
        case list():
            return all(_consists_of_units(each) for each in value)
    return True

"""The library's foreign functions in Elixir do what those in Python do."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from nova_ls.syntax.tree import TypeConstructor
from nova_ls.workspace.discovery import LIBRARY
from tests.stdlib.cases import calls_of
from tests.stdlib.elixir import call_all, exports
from tests.stdlib.foreign import ForeignValue, foreign_values
from tests.stdlib.python import call
from tests.stdlib.values import same

pytestmark = [
    pytest.mark.skipif(shutil.which("elixirc") is None, reason="needs Elixir"),
    pytest.mark.slow,
]

# Lazy values are no functions there; equality of what has no identity is told by contents.
APART = {"Data.Lazy.defer", "Data.Lazy.force", "Unsafe.Reference.reallyUnsafeRefEq"}
CALLED = [
    value
    for value in foreign_values()
    if calls_of(value) is not None and f"{value.module}.{value.name}" not in APART
]
NEAR = {"acos", "asin", "atan", "atan2", "cos", "exp", "log", "pow", "sin", "tan"}


def test_every_foreign_value_has_a_function_of_its_arguments_and_nothing_else_is_there(
    compiled_library: Path,
) -> None:
    wanted: dict[str, dict[str, list[int]]] = {}
    for value in foreign_values():
        wanted.setdefault(value.module, {})[value.name] = [len(value.parameters)]
    files = {
        ".".join(path.relative_to(LIBRARY).with_suffix("").parts) for path in LIBRARY.rglob("*.ex")
    }
    assert files == set(wanted)
    assert exports(compiled_library, sorted(wanted)) == wanted


def test_elixir_does_what_python_does(compiled_library: Path) -> None:
    calls = [(value, arguments) for value in CALLED for arguments in calls_of(value) or []]
    results = call_all(compiled_library, calls)
    differing = [
        f"{value.module}.{value.name} {arguments}: {found}, and in Python {expected}"
        for (value, arguments), found in zip(calls, results, strict=True)
        if not _same(value, found, expected := call(value, arguments))
    ]
    assert not differing, "\n".join(differing[:40])


def _same(value: ForeignValue, found: Any, expected: Any) -> bool:
    of_numbers = isinstance(value.result, TypeConstructor) and value.result.name.text == "Number"
    near = value.name in NEAR and value.module == "Data.Number"
    return same(found, expected, zeros=of_numbers, near=near)

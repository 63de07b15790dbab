"""Small modules, each about one rule: what is marked in them is reported, and nothing else.

`examples/*.nova`: a line `=== title` begins an example, `--- Module` a further module of it, and a line of carets with a code marks
the line above it. In `warnings.nova` the warnings are marked, elsewhere the errors. Where no error is reported, every type is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

from nova_ls.base.diagnostic import Severity
from tests.compiler.world import fresh, has_errors, types_in_error
from tests.types.marks import take_marks

FOLDER = Path(__file__).parent / "examples"


def examples() -> Iterator[ParameterSet]:
    for path in sorted(FOLDER.glob("*.nova")):
        _, *rest = re.split(r"^=== (.*)\n", path.read_text("utf-8"), flags=re.MULTILINE)
        for title, text in zip(rest[::2], rest[1::2], strict=True):
            severity = Severity.WARNING if path.stem == "warnings" else Severity.ERROR
            yield pytest.param(text, severity, id=f"{path.stem}: {title}")


@pytest.mark.parametrize(("text", "severity"), list(examples()))
def test_what_is_marked_is_reported(text: str, severity: Severity) -> None:
    modules = re.split(r"^--- .*\n", text, flags=re.MULTILINE)
    texts: dict[Path, str] = {}
    wanted: list[tuple[int, int, str, str]] = []
    for index, module in enumerate(modules):
        bare, marks = take_marks(module)
        texts[Path(f"/examples/{index}.nova")] = bare
        wanted += [(index, *mark) for mark in marks]
    workspace = fresh(texts)
    found: list[tuple[int, int, str, str]] = []
    for index, path in enumerate(texts):
        file = workspace.files[path]
        source = file.source
        for chunk, each in workspace.diagnostics(file):
            if each.severity is severity:
                start = source.offset_of(chunk, each.start)
                end = start + each.end - each.start
                line = source.text.count("\n", 0, start)
                found.append((index, line, source.text[start:end].split("\n")[0], each.code))
    assert sorted(found) == sorted(wanted)
    if not has_errors(workspace):
        assert types_in_error(workspace) == []

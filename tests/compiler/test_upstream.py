"""Bringing up to date what a fresh module relies on: the work of a step does not grow with how many modules wait for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from nova_ls.base.lines import Encoding
from nova_ls.compiler.updates import upstream
from nova_ls.compiler.updates.imports import imported_modules
from nova_ls.compiler.updates.regroup import regroup
from nova_ls.workspace.source_file import TextChange
from tests.compiler.world import over_library, settle

MANY = 40


def text_of(number: int, salt: int = 0) -> str:
    imports = f"import M{number - 1} as Before\n\n" if number else ""
    return f"module M{number} where\n\n{imports}f{salt} = g\n\ng = {number}\n"


def test_who_imports_whom_is_looked_up_once_for_all_modules_that_are_to_be_grouped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workspace = over_library()
    for number in range(MANY):
        workspace.open_document(Path(f"/M{number}.nova"), text_of(number), 1)
    settle(workspace)
    for number in range(MANY - 1):
        change = TextChange(None, text_of(number, 1))
        workspace.change_document(Path(f"/M{number}.nova"), [change], 2, Encoding.UTF16)
    program, lookups = workspace.program, 0

    def counted(*given: object) -> set[str]:
        nonlocal lookups
        lookups += 1
        return imported_modules(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(upstream, "imported_modules", counted)
    last = program.modules[f"M{MANY - 1}"]
    most = 0
    for _ in upstream.bring_upstream(program.world, program.answers, last):
        most = max(most, len(program.world.ungrouped))
    assert most >= MANY // 2
    assert not program.world.ungrouped
    assert lookups <= 3


def test_a_value_that_gets_a_signature_is_stale_to_those_who_were_told_of_its_type() -> None:
    workspace = over_library()
    path = Path("/Below.nova")
    workspace.open_document(path, "module Below where\n\nnext x = x\n", 1)
    above = "module Above where\n\nimport Below\n\nfinal = next\n"
    workspace.open_document(Path("/Above.nova"), above, 1)
    settle(workspace)
    text = "module Below where\n\nnext :: Int -> Int\nnext x = x\n"
    workspace.change_document(path, [TextChange(None, text)], 2, Encoding.UTF16)
    program = workspace.program
    below = program.modules["Below"]
    program.engine.ensure(below.structure)
    regroup(program.world, below)
    assert upstream.is_upstream_stale(program.world, program.modules["Above"])

"""Programs in programs/: each prints what stands beside it (codegen, compiler/code.py, workspace/programs/running.py)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from nova_ls.codegen.python.deep import run_deep
from nova_ls.compiler.state.module import ModuleOrigin
from nova_ls.workspace.open_workspace import MEMORY, open_workspace
from nova_ls.workspace.programs.running import Runner, main_of
from nova_ls.workspace.workspace import Workspace

PROGRAMS: Final = Path(__file__).parent / "programs"
DEPTH: Final = 120_000
"""More than data ask for, and less than the turns of what has to take no stack."""
NAMES: Final = sorted(path.stem for path in PROGRAMS.glob("*.nova"))


@pytest.fixture(scope="module")
def workspace() -> Iterator[Workspace]:
    opened = open_workspace(None, MEMORY).workspace
    for path in sorted(PROGRAMS.glob("*.nova")):
        opened.add_file(path, ModuleOrigin.WORKSPACE)
    yield opened
    opened.close()


@pytest.mark.parametrize("name", NAMES)
def test_a_program_prints_what_it_must(
    name: str, workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    main = main_of(workspace, name)
    assert not isinstance(main, str)
    assert run_deep(lambda: Runner(workspace).run(main), DEPTH) is None
    expected = (PROGRAMS / f"{name}.out").read_text(encoding="utf-8")
    assert capsys.readouterr().out == expected

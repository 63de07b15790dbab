"""The name in a header, told without parsing: the parser has to agree."""

from __future__ import annotations

from pathlib import Path

import pytest

from nova_ls.store import open_in_memory
from nova_ls.workspace.module_name import name_in
from tests.compiler.world import open_world, settle


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("module A where", "A"),
        ("#! x\n{- module B -}\n-- module C\nmodule A.B' (x) where", "A.B'"),
        ("module A.B{- c -}where", "A.B"),
        ("module A.b where", None),
        ("module A. where", None),
        ("module a where", None),
    ],
)
def test_the_name_in_a_header(header: str, name: str | None) -> None:
    assert name_in(f"{header}\n\nx = 1\n") == name


def test_a_name_that_is_none_takes_nothing_from_other_modules(tmp_path: Path) -> None:
    (tmp_path / "Main.nova").write_text("module Main where\n\nx :: Int\nx = 1\n")
    (tmp_path / "Other.nova").write_text("module Other.x where\n\ndata T = T\n\ny = T\n")
    workspace = open_world(tmp_path, open_in_memory())
    settle(workspace)
    wrong = {f.path.name: [d.code for _, d in workspace.diagnostics(f)] for f in workspace.files.values()}
    assert wrong["Main.nova"] == []
    assert wrong["Other.nova"] == ["ErrorParsingModule"]

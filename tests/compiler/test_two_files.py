"""One database, and modules of one name in different files at different times."""

from __future__ import annotations

from pathlib import Path

from nova_ls.compiler.baseline import Baseline
from nova_ls.compiler.state.module import ModuleOrigin
from nova_ls.store import Database, open_in_memory
from nova_ls.workspace.discovery import LIBRARY
from nova_ls.workspace.workspace import Workspace
from tests.compiler.world import settle

MAIN = "module Main where\nimport Lib (T(..), c)\n\n{name} :: Int\n{name} = c T\n"
ONE = "module Lib where\n\nclass C a where\n  c :: a -> Int\n\ndata T = T\n\ninstance one :: C T where\n  c _ = 1\n"
OTHER = ONE.replace("one ::", "other ::")


def check(database: Database, library: Path, main: str) -> list[str]:
    workspace = Workspace(None, Baseline(database, None, LIBRARY))
    workspace.add_file(library, ModuleOrigin.PACKAGE)
    workspace.open_document(Path("/Main.nova"), main, 1)
    settle(workspace)
    codes = [d.code for file in workspace.files.values() for _, d in workspace.diagnostics(file)]
    workspace.commit("check")
    return codes


def test_a_record_is_not_used_after_another_file_took_the_name(tmp_path: Path) -> None:
    database = open_in_memory()
    one, other = tmp_path / "One.nova", tmp_path / "Other.nova"
    one.write_text(ONE)
    other.write_text(OTHER)
    for name in ("x", "y"):
        for library in (one, other):
            assert check(database, library, MAIN.format(name=name)) == []

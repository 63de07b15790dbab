"""One database, and modules of one name in different files at different times."""

from __future__ import annotations

from pathlib import Path

from nova_ls.compiler.baseline import Baseline
from nova_ls.store import Database, open_in_memory
from nova_ls.workspace.workspace import Workspace
from tests.compiler.world import settle

MAIN = "module Main where\nimport Lib (T(..), c)\n\nx :: Int\nx = c T\n"
ONE = "module Lib where\n\nclass C a where\n  c :: a -> Int\n\ndata T = T\n\ninstance one :: C T where\n  c _ = 1\n"
OTHER = ONE.replace("one ::", "other ::").replace("data T = T", "data T = T | U")


def check(database: Database, folder: str, library: str) -> list[str]:
    workspace = Workspace(None, Baseline(database, None))
    for name, text in (("Lib", library), ("Main", MAIN)):
        workspace.open_document(Path(folder, f"{name}.nova"), text, 1)
    settle(workspace)
    codes = [d.code for file in workspace.files.values() for _, d in workspace.diagnostics(file)]
    workspace.commit("check")
    return codes


def test_a_record_is_not_used_after_another_file_took_the_name() -> None:
    database = open_in_memory()
    for _ in range(2):
        assert check(database, "/one", ONE) == []
        assert check(database, "/other", OTHER) == []

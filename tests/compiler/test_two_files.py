"""Two files: modules of one name in them at different times, and edits of both that are checked together."""

from __future__ import annotations

from pathlib import Path

import pytest

from nova_ls.compiler.baseline import Baseline
from nova_ls.compiler.state.module import ModuleOrigin
from nova_ls.store import Database, open_in_memory
from nova_ls.workspace.discovery import LIBRARY
from nova_ls.workspace.workspace import Workspace
from tests.compiler.world import change, fresh, over_library, settle, view

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


SHAPES = """module Shapes where

type Near = { line :: Int }

type Far = { near :: Near }

type Again = { far :: Far }
"""

USES = """module Uses where

import Shapes (Again, Far, Near)

use far near again = pick (pick (far :: Far).near.line (near :: Near).line) (again :: Again).far.near.line

pick :: Int -> Int -> Int
pick n _ = n
"""


@pytest.mark.parametrize("first", ["Shapes", "Uses"])
@pytest.mark.parametrize("last", ["Shapes", "Uses"])
def test_a_label_becomes_another_one_in_two_documents_at_once(first: str, last: str) -> None:
    """What uses `Far` asks for it before it asks for `Near`, which was edited and is behind that, and then for what asks for `Far` again."""
    workspace = over_library()
    texts = {Path("/Shapes.nova"): SHAPES, Path("/Uses.nova"): USES}
    for path in sorted(texts, key=lambda path: path.stem != first):
        workspace.open_document(path, texts[path], 1)
        settle(workspace)
    for path in sorted(texts, key=lambda path: path.stem == last):
        while (at := workspace.files[path].source.text.find("line")) >= 0:
            change(workspace, path, at, at + 4, "row")
    settle(workspace)
    wanted = {path: text.replace("line", "row") for path, text in texts.items()}
    assert view(workspace) == view(fresh(wanted))


def test_a_module_whose_header_does_not_parse_has_the_name_that_its_file_is_known_by() -> None:
    texts = {
        Path("/A.nova"): "module\nA.B where\n\nl k = 1\n",
        Path("/Main.nova"): "module Main where\n\nx = 1\n",
    }
    workspace = fresh(texts)
    assert {str(key) for key in view(workspace).schemes} == {"A.B.l:value", "Main.x:value"}
    change(workspace, Path("/A.nova"), 0, 7, "module ")
    settle(workspace)
    assert view(workspace) == view(
        fresh({**texts, Path("/A.nova"): "module A.B where\n\nl k = 1\n"})
    )


@pytest.mark.parametrize("end", ["", " = 1", " = a"])
def test_a_signature_that_ends_in_a_mistake_is_looked_at_again(end: str) -> None:
    path, text = Path("/A.nova"), "module A where\n\na :: Int -> Int\na x = x\n\nb = a 1\n"
    workspace = fresh({path: text})
    start = text.index("\na x = x")
    change(workspace, path, start, start + len("\na x = x"), end)
    settle(workspace)
    assert view(workspace) == view(fresh({path: text.replace("\na x = x", end)}))

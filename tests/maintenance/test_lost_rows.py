"""Breaches of the law that were found, by rows that are lost or damaged: the log, or the text, says what was in them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from nova_ls.base.element_bytes import encode_element
from nova_ls.base.keys import Space, element_key
from nova_ls.compiler.first_check import FirstCheck
from nova_ls.history.collector import Collector
from nova_ls.history.state import state_of_branch
from nova_ls.maintenance.whole_database import check_all
from nova_ls.store import ArtifactKind, open_in_memory
from nova_ls.workspace.manifest import HistoryLimits
from tests.compiler.law.looks import hovers_at, places_in
from tests.compiler.test_found import assert_history_is_of_files, assert_lawful, committed, write
from tests.compiler.world import (
    copy_of_library,
    fresh,
    lose,
    open_world,
    settle,
    settle_and_trace,
    view,
)

LIB = """module Lib where

infixl 5 plus as +

data T = T Int | Other

class C a where
  c :: a -> Int

instance cT :: C T where
  c (T n) = n
  c Other = 0

plus :: Int -> Int -> Int
plus a _ = a

unsigned = T 1

even n = odd n

odd n = even n
"""
USES = """module Main where

import Lib

value = 1

"""


@pytest.mark.parametrize("is_damaged", [True, False], ids=["damaged", "lost"])
def test_what_has_lost_its_row_is_still_known(tmp_path: Path, is_damaged: bool) -> None:
    """Everything of a module that is not read is used by another one: the log says what it is."""
    write(tmp_path, Lib=LIB, Main=USES)
    used = USES + "\n\n".join(
        (
            "a = 1 + plus 2 3",
            "b = case unsigned of\n  T n -> n\n  Other -> c unsigned",
            "d :: T -> Int\nd = even",
            "",
        )
    )
    database = committed(tmp_path)
    for key, _ in list(database.list_artifacts(ArtifactKind.SCHEME, b"Lib")):
        lose(database, ArtifactKind.SCHEME, key, is_damaged)
    write(tmp_path, Main=used)
    workspace = open_world(tmp_path, database)
    settle(workspace)
    assert workspace.program.modules["Lib"].is_restored
    shown = view(workspace)
    wanted = view(fresh({path: path.read_text() for path in workspace.files}))
    assert (shown.diagnostics, shown.exports) == (wanted.diagnostics, wanted.exports)
    workspace.commit("second")
    assert check_all(database) == []
    assert_lawful(open_world(tmp_path, database))


def test_a_typed_ast_whose_row_is_damaged_is_found_in_the_log(tmp_path: Path) -> None:
    write(tmp_path, Lib=LIB)
    database = committed(tmp_path)
    for key, _ in list(database.list_artifacts(ArtifactKind.TYPED_AST)):
        lose(database, ArtifactKind.TYPED_AST, key, is_damaged=True)
    workspace = open_world(tmp_path, database)
    assert_lawful(workspace)
    write(tmp_path, More="module More where\n")
    workspace.reload(tmp_path / "More.nova")
    settle(workspace)
    workspace.commit("second")
    assert check_all(database) == []
    assert_lawful(open_world(tmp_path, database))


PLACES = (b"\0Main", b"Main.nova")
KEPT = ArtifactKind.MODULE_RECORD, b"Main.nova\0main"


@pytest.mark.parametrize("has_record", [True, False], ids=["record", "no record"])
@pytest.mark.parametrize("rows", [PLACES[:1], PLACES[1:], PLACES], ids=["name", "file", "both"])
def test_a_module_whose_rows_are_lost_goes_with_its_file(
    tmp_path: Path, rows: Sequence[bytes], has_record: bool
) -> None:
    write(tmp_path, Main="module Main where\n\nvalue = 1\n", Lib="module Lib where\n")
    database = committed(tmp_path)
    lost = [(ArtifactKind.MODULE_PLACE, row) for row in rows]
    for kind, row in lost if has_record else [*lost, KEPT]:
        assert database.has_artifact(kind, row)
        database.delete_artifact(kind, row)
    (tmp_path / "Main.nova").unlink()
    workspace = open_world(tmp_path, database)
    settle(workspace)
    workspace.commit("second")
    assert_history_is_of_files(workspace)
    assert_lawful(open_world(tmp_path, database))
    assert check_all(database) == []


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        (ArtifactKind.MODULE_PLACE, b"\0Lib"),
        (ArtifactKind.MODULE_PLACE, b"Lib.nova"),
        (ArtifactKind.MODULE_RECORD, b"Lib.nova\0main"),
    ],
)
def test_what_a_module_here_was_restored_from_may_be_lost(
    tmp_path: Path, kind: ArtifactKind, row: bytes
) -> None:
    """Rows of its elements are damaged, and those that lead to their entries are lost once they have been read."""
    write(tmp_path, Lib=LIB, Main=USES)
    database = committed(tmp_path)
    for key, _ in list(database.list_artifacts(ArtifactKind.SCHEME, b"Lib")):
        lose(database, ArtifactKind.SCHEME, key, is_damaged=True)
    workspace = open_world(tmp_path, database)
    settle(workspace)
    assert database.has_artifact(kind, row)
    lose(database, kind, row, is_damaged=False)
    assert_lawful(workspace)


def test_what_nothing_tells_of_any_more_is_gone(tmp_path: Path) -> None:
    """The row of an element is damaged, the module's own is lost, and the file has the element no more."""
    write(tmp_path, Lib=LIB, Main=USES)
    database = committed(tmp_path)
    for key, _ in list(database.list_artifacts(ArtifactKind.SCHEME, b"Lib")):
        lose(database, ArtifactKind.SCHEME, key, is_damaged=True)
    lose(database, ArtifactKind.MODULE_PLACE, b"Lib.nova", is_damaged=False)
    write(tmp_path, Lib=LIB.replace("unsigned", "other"))
    workspace = open_world(tmp_path, database)
    assert_lawful(workspace)
    workspace.commit("second")
    assert check_all(database) == []
    assert_lawful(open_world(tmp_path, database))


def test_a_collection_leaves_what_a_module_that_was_found_will_be_committed_with(
    tmp_path: Path,
) -> None:
    """It was written ahead by a process that ended before its commit: no head names its entries."""
    text = "module Main where\n\ninfixl 5 add as +\n\nadd :: Int -> Int\nadd n = n\n"
    write(tmp_path, Main=text)
    database = open_in_memory()
    killed = open_world(tmp_path, database)
    for _ in FirstCheck(killed.program, killed.baseline, lambda module: False, 1, 0).run():
        pass
    workspace = open_world(tmp_path, database)
    assert settle_and_trace(workspace).ran == []
    for _ in Collector(workspace.baseline, workspace.program, HistoryLimits(0.0, 0)).run():
        pass
    workspace.commit("first")
    assert check_all(database) == []
    assert state_of_branch(workspace.baseline.log, "main").text_of_module("Main") == text


@pytest.mark.parametrize("is_damaged", [True, False], ids=["damaged", "lost"])
def test_an_operator_of_the_library_that_has_lost_its_row_is_still_known(
    tmp_path: Path, is_damaged: bool
) -> None:
    """The log has no entries of the library's operators: its text says what they are."""
    write(tmp_path, Main="module Main where\n\nimport Prelude\n\nisNone n = n == 0\n")
    database = copy_of_library()
    for key, _ in list(database.list_artifacts(ArtifactKind.SCHEME, b"Data.Eq\0")):
        if key.endswith(b"\x05=="):
            lose(database, ArtifactKind.SCHEME, key, is_damaged)
    workspace = open_world(tmp_path, database)
    assert_lawful(workspace)
    workspace.commit("first")
    assert check_all(database) == []
    write(tmp_path, Main="module Main where\n\nimport Prelude\n\nisOne n = n == 1\n")
    again = open_world(tmp_path, database)
    assert_lawful(again)
    assert "Data.Eq" not in again.program.modules or again.program.modules["Data.Eq"].is_restored


@pytest.mark.parametrize("is_damaged", [True, False], ids=["damaged", "lost"])
def test_an_element_whose_interface_is_lost_for_good_has_no_typed_ast_either(
    tmp_path: Path, is_damaged: bool
) -> None:
    """The class has no interface in the new text, and nothing says that it had one: the typed AST that is left is of the old text."""
    text = LIB.replace(" c ", " count ")
    write(tmp_path, Lib=text)
    database = committed(tmp_path)
    lose(
        database,
        ArtifactKind.SCHEME,
        encode_element(element_key("Lib", Space.CLASS, "C")),
        is_damaged,
    )
    lose(database, ArtifactKind.MODULE_PLACE, b"Lib.nova", is_damaged=False)
    workspace = open_world(tmp_path, database)
    path = tmp_path / "Lib.nova"
    workspace.open_document(path, text.replace("C a", "C Type"), 1)
    settle(workspace)
    module = workspace.files[path].module
    assert module is not None
    other = fresh({path: workspace.files[path].source.text})
    again = other.files[path].module
    assert again is not None
    offsets = places_in(other, again)
    assert hovers_at(workspace, module, offsets) == hovers_at(other, again, offsets)

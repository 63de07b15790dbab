"""The library that is checked once: found by every workspace, replaced by modules of one's own, never trusted where it is another one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from nova_ls.compiler.baseline import Baseline
from nova_ls.compiler.model import units
from nova_ls.compiler.state.module_diagnostics import module_diagnostics
from nova_ls.engine.event_trace import Action
from nova_ls.maintenance.whole_database import check_all
from nova_ls.store import open_in_memory
from nova_ls.store.rocks import MARK
from nova_ls.store.stored import StoredDatabase
from nova_ls.workspace import shared_library
from nova_ls.workspace.discovery import LIBRARY
from nova_ls.workspace.open_workspace import MEMORY, open_workspace
from nova_ls.workspace.shared_library import PLACE, build_shared_library, library_folder
from nova_ls.workspace.workspace import Workspace
from tests.compiler.world import checked_library, fresh, open_world, settle, view

MAIN = "module Main where\n\nimport Prelude\nimport Data.Maybe (Maybe(..), fromMaybe)\n\nmain :: Int\nmain = fromMaybe 1 (Just 2) + 1\n"
OWN_MAYBE = 'module Data.Maybe where\n\ndata Maybe a = None | Just a\n\nfromMaybe :: Int -> Maybe Int -> String\nfromMaybe _ _ = ""\n'


def assert_lawful(workspace: Workspace) -> None:
    settle(workspace)
    assert view(workspace) == view(fresh({p: f.source.text for p, f in workspace.files.items()}))


def ran(workspace: Workspace) -> int:
    return workspace.program.tally[Action.RAN]


def opened(root: Path, database: StoredDatabase, id: bytes = b"library") -> Workspace:
    return open_world(root, database, checked_library(id))


def committed(root: Path) -> StoredDatabase:
    database = open_in_memory()
    workspace = opened(root, database)
    settle(workspace)
    workspace.commit("first")
    return database


def test_only_what_is_ones_own_is_typed_and_kept(tmp_path: Path) -> None:
    (tmp_path / "Main.nova").write_text(MAIN)
    database = open_in_memory()
    workspace = opened(tmp_path, database)
    assert_lawful(workspace)
    assert ran(workspace) == 2  # The signature and the body of `main`.
    workspace.commit("first")
    archive = workspace.baseline.archive
    assert [name for name, _ in archive.rows.names()] == ["Main"]
    assert check_all(database) == []
    again = opened(tmp_path, database)
    assert_lawful(again)
    assert ran(again) == 0


def test_a_module_of_ones_own_takes_the_place_of_the_librarys(tmp_path: Path) -> None:
    """Its elements that the library's does not have are there; those of the library's alone are not, not even after a restart."""
    (tmp_path / "Main.nova").write_text(MAIN)
    database = committed(tmp_path)
    (tmp_path / "Maybe.nova").write_text(OWN_MAYBE)
    for _ in range(2):
        workspace = opened(tmp_path, database)
        assert_lawful(workspace)
        names = {key.name for key in workspace.program.world.table.list_namespace("Data.Maybe")}
        assert "None" in names and "Nothing" not in names
        workspace.commit("own")
    (tmp_path / "Maybe.nova").unlink()
    for _ in range(2):
        workspace = opened(tmp_path, database)
        assert_lawful(workspace)
        workspace.commit("without")


def test_a_module_that_comes_and_goes_while_the_workspace_is_open(tmp_path: Path) -> None:
    (tmp_path / "Main.nova").write_text(MAIN)
    database = open_in_memory()
    workspace = opened(tmp_path, database)
    assert_lawful(workspace)
    path = tmp_path / "Maybe.nova"
    for text in (OWN_MAYBE, None, OWN_MAYBE):
        if text is None:
            path.unlink()
        else:
            path.write_text(text)
        workspace.reload(path)
        assert_lawful(workspace)
        workspace.commit("saved")
        assert_lawful(opened(tmp_path, database))


def test_what_lies_in_the_library_is_checked_against_a_module_that_takes_the_place_of_another(
    tmp_path: Path,
) -> None:
    """It exports the same names, so that only those who use them can tell that they are others."""
    main = "module Main where\n\nimport Data.Exists (mkExists)\n\nmain = mkExists\n"
    (tmp_path / "Main.nova").write_text(main)
    database = committed(tmp_path)
    text = "module Unsafe.Coerce (unsafeCoerce) where\n\nunsafeCoerce :: Int -> Int\nunsafeCoerce n = n\n"
    (tmp_path / "Coerce.nova").write_text(text)
    for _ in range(2):
        workspace = opened(tmp_path, database)
        settle(workspace)
        found = list(module_diagnostics(workspace.program.modules["Data.Exists"]))
        assert [each.code for _, each in found] == ["TypesDoNotUnify", "TypesDoNotUnify"]
        workspace.commit("own")


def test_over_another_library_everything_is_asked_again(tmp_path: Path) -> None:
    (tmp_path / "Main.nova").write_text(MAIN)
    database = committed(tmp_path)
    for id, is_asked in ((b"library", False), (b"another", True), (b"another", False)):
        workspace = opened(tmp_path, database, id)
        settle(workspace)
        events = workspace.program.engine.trace.events()
        assert any(isinstance(unit, units.Record) for unit, _ in events) is is_asked
        assert_lawful(workspace)
        assert ran(workspace) == 0  # The answers were the same ones.
        assert workspace.baseline.commit(workspace.program, "looked at") is None


def test_a_library_that_is_built_later_says_what_its_sources_have_said(tmp_path: Path) -> None:
    """As in the second start on a new machine: nothing is asked again."""
    (tmp_path / "Main.nova").write_text(MAIN)
    database = open_in_memory()
    alone = Workspace(tmp_path, Baseline(database, tmp_path, LIBRARY, library_id=b"library"))
    alone.scan()
    settle(alone)
    alone.commit("without it")
    workspace = opened(tmp_path, database)
    assert workspace.baseline.archive.suspect_names() == set()
    settle(workspace)
    events = workspace.program.engine.trace.events()
    assert not any(isinstance(unit, units.Record) for unit, _ in events)
    (tmp_path / "Other.nova").write_text(MAIN.replace("Main", "Other").replace("Maybe", "Array"))
    workspace.reload(tmp_path / "Other.nova")
    assert_lawful(workspace)


def test_without_the_library_below_it_is_checked_from_its_text(tmp_path: Path) -> None:
    (tmp_path / "Main.nova").write_text(MAIN)
    workspace = open_world(tmp_path, committed(tmp_path))
    assert_lawful(workspace)
    assert workspace.program.tally[Action.RAN] > 100


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A cache folder of one's own, for a library of two modules."""
    library = tmp_path / "stdlib"
    library.mkdir()
    (library / "Prelude.nova").write_text("module Prelude where\n\nimport Base\n\none = base\n")
    (library / "Base.nova").write_text("module Base where\n\nbase :: Int\nbase = 1\n")
    monkeypatch.setattr(shared_library, "LIBRARY", library)
    monkeypatch.setenv(PLACE, str(tmp_path / "cache"))
    shared_library.shared_library.cache_clear()
    yield tmp_path / "cache"
    shared_library.shared_library.cache_clear()


def test_it_is_built_once(place: Path) -> None:
    assert shared_library.shared_library() is None
    assert build_shared_library()
    assert not build_shared_library()
    found = shared_library.shared_library()
    assert found is not None
    assert found.archive.module_names() == {"Prelude", "Base"}


def test_a_damaged_one_is_given_up_and_built_again(place: Path) -> None:
    build_shared_library()
    folder = library_folder()
    assert folder is not None
    (folder[0] / MARK).touch()
    assert shared_library.shared_library() is None
    assert build_shared_library()
    shared_library.shared_library.cache_clear()
    for table in folder[0].glob("*.sst"):
        table.write_bytes(b"what a bad disk gives back")
    shared_library.shared_library.cache_clear()
    assert shared_library.shared_library() is None
    assert not folder[0].exists()


def test_where_nothing_is_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PLACE, "")
    shared_library.shared_library.cache_clear()
    assert library_folder() is None
    assert not build_shared_library()
    assert open_workspace(None, MEMORY).workspace.baseline.layer.depth == 1
    shared_library.shared_library.cache_clear()

"""A workspace with a Prelude of its own stands on no shared library, now and at later starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from nova_ls.compiler.archive.library_row import OWN_PRELUDE, library_id
from nova_ls.compiler.state.module_diagnostics import module_diagnostics
from nova_ls.history.uncommitted import UncommittedTexts
from nova_ls.workspace import shared_library
from nova_ls.workspace.crew.crew import crew
from nova_ls.workspace.crew.share import share_first_check
from nova_ls.workspace.open_workspace import open_workspace
from nova_ls.workspace.workspace import Workspace
from tests.compiler.world import checked_library, fresh, settle, view

PRELUDE = "module Prelude where\n\none :: Int\none = 1\n"
MAIN = "module Main where\n\nimport Prelude\nimport Data.Maybe (Maybe(..))\n\nmain = Just one\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace, while there is a shared library."""
    monkeypatch.setattr(shared_library, "shared_library", lambda: checked_library(b"shared"))
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "Main.nova").write_text(MAIN)
    (tmp_path / "nova.toml").write_text("")
    return tmp_path


def opened(root: Path) -> Workspace:
    return open_workspace(root, root / ".nova").workspace


def shares(workspace: Workspace) -> bool:
    return workspace.baseline.layer.depth == 2


def saved(workspace: Workspace) -> None:
    workspace.scan()
    settle(workspace)
    workspace.commit("saved")
    workspace.close()


@pytest.mark.parametrize("place", ["src/Prelude.purs", ".spago/p/prelude-6.0.1/src/Prelude.purs"])
def test_it_is_found_where_it_usually_lies(root: Path, place: str) -> None:
    (root / place).parent.mkdir(parents=True, exist_ok=True)
    (root / place).write_text(PRELUDE)
    workspace = opened(root)
    assert not shares(workspace)
    workspace.close()


def test_without_one_the_library_is_shared(root: Path) -> None:
    workspace = opened(root)
    assert shares(workspace)
    workspace.close()


def test_a_file_of_that_name_that_is_another_module_is_none(root: Path) -> None:
    (root / "src" / "Prelude.purs").write_text("module App.Prelude where\n")
    workspace = opened(root)
    assert shares(workspace)
    workspace.close()


def test_what_the_first_commit_had_stays(root: Path) -> None:
    """Whether a Prelude comes later or goes: nothing need be asked again at the next start."""
    prelude = root / "src" / "Prelude.nova"
    prelude.write_text(PRELUDE)
    saved(opened(root))
    prelude.unlink()
    workspace = opened(root)
    assert not shares(workspace)
    assert library_id(workspace.baseline.database) == OWN_PRELUDE
    assert workspace.baseline.archive.suspect_names() == set()
    beside = UncommittedTexts(workspace.baseline.database, root, {root / "src" / "Main.nova": MAIN})
    assert list(module_diagnostics(beside.program.modules["Data.Maybe"])) == []
    saved(workspace)


def test_one_that_comes_later_takes_the_place_of_the_librarys(root: Path) -> None:
    saved(opened(root))
    (root / "src" / "Prelude.nova").write_text(PRELUDE)
    workspace = opened(root)
    assert shares(workspace)
    saved(workspace)


def test_a_file_that_was_asked_for_may_be_it(root: Path) -> None:
    elsewhere = root / "vendor" / "prelude" / "src" / "Prelude.purs"
    elsewhere.parent.mkdir(parents=True)
    elsewhere.write_text(PRELUDE)
    workspace = open_workspace(root, root / ".nova", sources=[elsewhere]).workspace
    assert not shares(workspace)
    workspace.close()


def test_workers_stand_on_what_their_owner_stands_on(root: Path) -> None:
    """They are there before it is known what that is."""
    (root / "src" / "Prelude.nova").write_text(PRELUDE)
    with crew(2, root) as members:
        workspace = opened(root)
        workspace.scan()
        for _ in share_first_check(workspace.program, workspace.baseline, members, few=1):
            pass
        assert "Data.Maybe" in {
            one.record.name for one in workspace.baseline.written_ahead(workspace.program)
        }
        settle(workspace)
        assert view(workspace) == view(
            fresh({path: file.source.text for path, file in workspace.files.items()})
        )
        workspace.close()

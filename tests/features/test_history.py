"""The history of declarations, as an editor asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from nova_ls.base.keys import Space, element_key
from nova_ls.compiler.baseline import Baseline
from nova_ls.features.history import checkout, diff, history, last_change
from nova_ls.log.errors import LogError
from nova_ls.store import open_in_memory
from nova_ls.workspace.workspace import Workspace

ONE = "module M where\n\nx :: Int\nx = 1\n\n-- | Two.\ny :: Int\ny = x\n"
TWO = ONE.replace("x = 1", "x = 2")
KEY = element_key("M", Space.VALUE, "x")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    (tmp_path / "nova.toml").write_text("")
    (tmp_path / "M.nova").write_text(ONE)
    found = Workspace(tmp_path, Baseline(open_in_memory(), tmp_path, "Ada"))
    found.scan()
    save(found, ONE)
    save(found, TWO)
    yield found
    found.close()


def save(workspace: Workspace, text: str) -> None:
    assert workspace.root is not None
    path = workspace.root / "M.nova"
    path.write_text(text)
    workspace.reload(path)
    for _ in workspace.settle():
        pass
    workspace.commit("save M")


def test_versions_come_newest_first(workspace: Workspace) -> None:
    found = history(workspace, "M.x")
    assert [version["change"] for version in found] == ["body changed", "added"]
    assert [version["text"] for version in found] == ["x :: Int\nx = 2\n", "x :: Int\nx = 1\n"]
    assert [version["signature"] for version in found] == ["x :: Int", "x :: Int"]
    assert found[0]["author"] == "Ada"
    assert len(history(workspace, "M.x", limit=1)) == 1


def test_the_last_change_is_one_sentence(workspace: Workspace) -> None:
    found = last_change(workspace, KEY)
    assert found is not None
    assert found.sentence(found.time + 7200) == "changed 2 hours ago by Ada, 2 times in all"
    assert last_change(workspace, element_key("M", Space.VALUE, "z")) is None


def test_a_difference_sees_what_is_in_the_editor(workspace: Workspace) -> None:
    assert workspace.root is not None
    assert diff(workspace)["declarations"] == []
    workspace.open_document(workspace.root / "M.nova", TWO.replace("y = x", "y = x\n\nz = 3"), 1)
    found = diff(workspace, "HEAD~1")
    assert [(c["name"], c["change"]) for c in found["declarations"]] == [
        ("M.x", "body changed"),
        ("M.z", "added"),
    ]
    assert found["bump"] == "minor"
    assert [c["name"] for c in diff(workspace, "HEAD~1", "HEAD")["declarations"]] == ["M.x"]


def test_a_version_comes_back_as_one_edit(workspace: Workspace) -> None:
    edit = checkout(workspace, "M.x", "HEAD~1")
    assert edit is not None
    assert TWO[: edit.start] + edit.text + TWO[edit.end :] == ONE
    assert edit.path.name == "M.nova"
    assert checkout(workspace, "M.x", "HEAD") is None


def test_the_rest_of_the_text_does_not_matter(workspace: Workspace) -> None:
    assert workspace.root is not None
    text = "module M where\n\n\ny :: Int\ny = 7\n\n\nx :: Int\nx =\n"
    workspace.open_document(workspace.root / "M.nova", text, 1)
    edit = checkout(workspace, "M.x", "HEAD~1")
    assert edit is not None
    assert text[: edit.start] + edit.text + text[edit.end :] == text.replace("x =\n", "x = 1\n")


def test_what_is_not_known_is_one_line(workspace: Workspace) -> None:
    with pytest.raises(LogError, match="nothing is known of 'nonsense'"):
        history(workspace, "nonsense")
    with pytest.raises(LogError, match="there is no commit or branch"):
        checkout(workspace, "M.x", "nonsense")


def test_files_in_no_workspace_have_none() -> None:
    workspace = Workspace(None, Baseline(open_in_memory(), None))
    assert last_change(workspace, KEY) is None
    with pytest.raises(LogError, match="no history"):
        history(workspace, "M.x")

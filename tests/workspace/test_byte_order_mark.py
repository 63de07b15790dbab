"""A byte order mark that a client leaves in the text of a document: files are read without it."""

from __future__ import annotations

from pathlib import Path

from nova_ls.base.lines import Encoding
from nova_ls.workspace.open_workspace import open_workspace
from nova_ls.workspace.workspace import Workspace
from tests.compiler.world import retype, settle_and_trace

MARK = "\ufeff"
TEXT = "module Main where\n\nx :: Int\nx = 1\n"


def opened(root: Path) -> Workspace:
    workspace = open_workspace(root, root / ".nova").workspace
    workspace.scan()
    return workspace


def test_it_is_accepted_and_a_save_keeps_the_text_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "nova.toml").write_text("[project]\n")
    path = tmp_path / "Main.nova"
    path.write_text(MARK + TEXT, "utf-8")
    workspace = opened(tmp_path)
    file = workspace.open_document(path, MARK + TEXT, 1)
    settle_and_trace(workspace)
    assert list(workspace.diagnostics(file)) == []
    workspace.commit("opened")
    retype(workspace, path, "x = 1", "x = 2")
    assert settle_and_trace(workspace).ran == ["values Main.x"]
    path.write_text(file.source.text, "utf-8")
    workspace.save_document(path)
    workspace.commit("saved")
    assert settle_and_trace(workspace).ran == []
    assert list(workspace.diagnostics(file)) == []
    assert file.source.text == MARK + TEXT.replace("1", "2")
    assert file.source.offset_at(0, 1, Encoding.UTF16) == 1
    workspace.close()
    workspace = opened(tmp_path)
    assert settle_and_trace(workspace) == ([], [])
    assert workspace.files[path].source.text == TEXT.replace("1", "2")
    workspace.close()

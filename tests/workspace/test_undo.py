"""What was typed once is found in the log: by the engine's own record, on disk, in one process and across restarts."""

from __future__ import annotations

from pathlib import Path

import pytest

from nova_ls.log import DeclarationLog, LogUnit
from nova_ls.log.rows import ENTRY
from nova_ls.store import Index
from nova_ls.workspace.open_workspace import open_workspace
from nova_ls.workspace.workspace import Workspace
from tests.compiler.world import Did, retype, settle_and_trace

BASE = "module Base where\n\nwidth :: Int -> Int\nwidth x = x\n\nspare = width\n"
USER = "module User where\n\nimport Base\n\narea :: Int -> Int\narea x = width (spare x)\n"


class Editor:
    """An editor on the workspace's two files; `edit` types and saves."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.open()

    def open(self) -> None:
        self.workspace: Workspace = open_workspace(self.root, self.root / ".nova").workspace
        self.workspace.scan()
        self.workspace.open_document(self.base, self.base.read_text(), 1)
        self.workspace.open_document(self.user, self.user.read_text(), 1)
        self.did = settle_and_trace(self.workspace)
        self.workspace.commit("opened")

    @property
    def base(self) -> Path:
        return self.root / "Base.nova"

    @property
    def user(self) -> Path:
        return self.root / "User.nova"

    @property
    def log(self) -> DeclarationLog:
        return self.workspace.baseline.log

    def edit(self, old: str, new: str) -> Did:
        retype(self.workspace, self.base, old, new)
        did = settle_and_trace(self.workspace)
        self.base.write_text(self.workspace.files[self.base].source.text)
        self.workspace.save_document(self.base)
        self.workspace.commit("saved")
        return did

    def restart(self) -> Did:
        self.workspace.close()
        self.open()
        return self.did

    def forget(self) -> None:
        """Leave nothing but the log to find results in."""
        self.workspace.program.outcome_cache.forget()

    def entries(self) -> int:
        rows = self.log.database.scan_rows(Index.LOG, ENTRY)
        return sum(1 for _ in rows)


@pytest.fixture
def editor(tmp_path: Path) -> Editor:
    (tmp_path / "nova.toml").write_text("[project]\n")
    (tmp_path / "Base.nova").write_text(BASE)
    (tmp_path / "User.nova").write_text(USER)
    return Editor(tmp_path)


BEFORE, AFTER = "width :: Int -> Int\nwidth x = x", "width :: Int -> Number\nwidth _ = 1.0"
FOUND = ["signature Base.width", "values Base.spare", "values Base.width", "values User.area"]
ALL = sorted(
    [*FOUND, "signature User.area"]
)  # a module that was restored is expanded when it is edited


def test_undo_and_redo_across_saves_are_found_in_the_log(editor: Editor) -> None:
    typed = editor.edit(BEFORE, AFTER)
    assert typed == (FOUND, [])
    entry, count = editor.log.head(LogUnit("values", "Base.width")), editor.entries()
    for _ in range(2):
        editor.forget()
        assert editor.edit(AFTER, BEFORE) == ([], FOUND)
        editor.forget()
        assert editor.edit(BEFORE, AFTER) == ([], FOUND)
    assert editor.log.head(LogUnit("values", "Base.width")) == entry
    assert editor.entries() == count
    editor.workspace.close()


def test_undo_behind_a_restart_is_found_in_the_log(editor: Editor) -> None:
    editor.edit(BEFORE, AFTER)
    assert editor.restart() == ([], [])
    assert editor.edit(AFTER, BEFORE) == ([], ALL)
    assert editor.restart() == ([], [])
    assert editor.edit(BEFORE, AFTER) == ([], ALL)
    editor.workspace.close()


def test_the_same_text_typed_again_behind_a_restart_is_found(editor: Editor) -> None:
    editor.edit("\nspare = width\n", "")
    editor.restart()
    assert editor.edit("width x = x\n", "width x = x\n\nspare = width\n") == ([], ALL)
    editor.workspace.close()


def test_a_file_put_back_without_a_notification_is_found(editor: Editor) -> None:
    editor.edit(BEFORE, AFTER)
    editor.workspace.close()
    editor.base.write_text(BASE)
    editor.open()
    assert editor.did == ([], ALL)
    editor.workspace.close()

"""A checkout that cannot be finished: no text is lost, the user reads one line, and giving it again finishes it."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from nova_ls.cli.command_line import run
from nova_ls.history import write_files
from nova_ls.history.write_files import write_state
from nova_ls.log.log_error import LogError
from tests.crash.operations import branch_texts, call, history_of
from tests.crash.scenario import NOW, OTHER, make_workspace, read_texts


@pytest.fixture
def root(tmp_path: Path) -> Path:
    make_workspace(tmp_path / "workspace")
    return tmp_path / "workspace"


def _branch(root: Path) -> str:
    with history_of(root) as history:
        return history.branch


def test_a_checkout_that_ends_in_the_middle_goes_on_when_it_is_given_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync = os.fsync
    synced: list[int] = []

    def sync_two(file: int) -> None:
        if len(synced) == 2:
            os.truncate(file, 10)
            raise OSError(28, "No space left on device")
        synced.append(file)
        sync(file)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", sync_two)
        status, errors = call(["checkout", "-C", str(root), "other"])
    assert status == 2
    assert "cannot be written: No space left on device" in errors
    assert errors.count("\n") == 1
    between = read_texts(root)
    assert between and between not in (NOW, OTHER)
    assert all(between[path] in (NOW.get(path), OTHER.get(path)) for path in between)
    assert _branch(root) == "main"
    assert run(["checkout", "-C", str(root), "other"]) == 0
    assert read_texts(root) == OTHER
    assert _branch(root) == "other"
    assert [path.name for path in (root / "src").iterdir() if path.name.startswith(".")] == []


def test_a_branch_whose_texts_are_gone_is_not_changed_to(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write_files, "_texts", lambda _: dict.fromkeys(OTHER))
    status, errors = call(["checkout", "-C", str(root), "-f", "other"])
    assert status == 2
    assert "no longer kept" in errors
    assert _branch(root) == "main"
    assert read_texts(root) == NOW


def test_an_edit_outside_of_declarations_is_not_lost_either(root: Path) -> None:
    main = root / "src" / "Main.nova"
    edited = main.read_text("utf-8").replace("import Measure", "import Prelude ()\nimport Measure")
    main.write_text(edited, "utf-8")
    status, errors = call(["checkout", "-C", str(root), "other"])
    assert status == 2
    assert errors.startswith("nova-ls: src/Main.nova differs from what was checked last;")
    assert main.read_text("utf-8") == edited
    assert call(["checkout", "-C", str(root), "-f", "other"])[0] == 0
    assert read_texts(root) == OTHER


def test_a_link_stays_a_link_and_rights_stay_as_they_are(root: Path, tmp_path: Path) -> None:
    file, elsewhere = root / "src" / "Main.nova", tmp_path / "Elsewhere.nova"
    elsewhere.write_bytes(file.read_bytes())
    elsewhere.chmod(0o640)
    file.unlink()
    file.symlink_to(elsewhere)
    assert call(["checkout", "-C", str(root), "other"])[0] == 0
    assert file.is_symlink()
    assert elsewhere.read_text("utf-8") == OTHER["src/Main.nova"]
    assert elsewhere.stat().st_mode & 0o777 == 0o640


def test_nothing_is_written_outside_of_the_workspace(root: Path, tmp_path: Path) -> None:
    for path in ("../Evil.nova", str(tmp_path / "Evil.nova"), ".git/hooks/post-checkout"):
        with history_of(root) as history:
            state = history.state("other")
            state.modules["Main"] = replace(state.modules["Main"], path=path)
            with pytest.raises(LogError, match="is not a source file of this workspace"):
                write_state(root, history.head(), state)
    assert read_texts(root) == NOW
    assert branch_texts(root, "main") == NOW


def test_a_declaration_of_a_file_that_is_gone_is_refused_in_one_line(root: Path) -> None:
    (root / "src" / "Main.nova").unlink()
    status, errors = call(["checkout", "-C", str(root), "HEAD~2", "--", "Main.both"])
    assert status == 2
    assert "src/Main.nova cannot be read" in errors


def test_after_a_change_of_branches_and_back_each_branch_has_its_texts(root: Path) -> None:
    assert branch_texts(root, "main") == NOW
    assert branch_texts(root, "other") == OTHER

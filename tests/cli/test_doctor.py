"""`nova-ls doctor`: the usual causes when an editor shows nothing, each found and told with what to do."""

from __future__ import annotations

import json
import os
from pathlib import Path
from unittest.mock import patch

import pytest

from nova_ls.cli.command_line import run
from nova_ls.cli.doctor import Verdict, examine
from nova_ls.store import open_database
from nova_ls.store.rocks import MARK
from nova_ls.workspace.discovery import LIBRARY


@pytest.fixture
def work(tmp_path: Path) -> Path:
    root = tmp_path / "work"
    (root / "src").mkdir(parents=True)
    (root / "nova.toml").write_text('[project]\nsources = ["src/**/*.nova"]\n')
    (root / "src" / "Main.nova").write_text("module Main where\n")
    return root


def found(path: Path, verdict: Verdict) -> str:
    return "\n".join(f"{f.what}: {f.advice}" for f in examine(path) if f.verdict is verdict)


def test_where_nothing_is_wrong_it_says_so(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", str(work / "src" / "Main.nova")]) == 0
    said = capsys.readouterr().out
    assert f"the workspace {work}: 1 source files" in said
    assert run(["doctor", str(work), "--format", "json"]) == 0
    verdicts = {each["verdict"] for each in json.loads(capsys.readouterr().out)["findings"]}
    assert "wrong" not in verdicts


def test_a_program_that_is_not_on_the_path(work: Path) -> None:
    with patch.dict(os.environ, {"PATH": str(work)}):
        assert "not on the PATH" in found(work, Verdict.ODD)


def test_an_old_python(work: Path) -> None:
    with patch("sys.version_info", (3, 9, 2)):
        assert "Python 3.11 or later" in found(work, Verdict.WRONG)


def test_a_folder_that_is_no_workspace(tmp_path: Path) -> None:
    assert "is not in a workspace" in found(tmp_path, Verdict.ODD)


def test_a_file_that_is_not_there_or_no_source_or_left_out(work: Path) -> None:
    assert "does not exist" in found(work / "src" / "Nowhere.nova", Verdict.WRONG)
    (work / "src" / "Main.txt").touch()
    assert "is not a source file" in found(work / "src" / "Main.txt", Verdict.WRONG)
    (work / "Other.nova").touch()
    assert "not one of the workspace's files" in found(work / "Other.nova", Verdict.WRONG)
    assert "is read, not written" in found(LIBRARY / "Prelude.nova", Verdict.ODD)


def test_a_manifest_that_is_wrong_and_a_dependency_that_is_not_there(work: Path) -> None:
    (work / "nova.toml").write_text("[project\n")
    assert "nova.toml, line 1" in found(work, Verdict.WRONG)
    (work / "nova.toml").write_text('[dependencies]\nother = { path = "../other" }\n')
    assert "the dependency other is not at" in found(work, Verdict.WRONG)


def test_a_workspace_without_sources(work: Path) -> None:
    (work / "src" / "Main.nova").unlink()
    assert "has no sources" in found(work, Verdict.WRONG)


def test_a_database_that_is_open_damaged_or_not_writable(work: Path) -> None:
    place = work / ".nova"
    database = open_database(place).database
    database.close()
    assert "no server has it open" in found(work, Verdict.WELL)
    (place / MARK).touch()
    assert "nova-ls fsck --repair" in found(work, Verdict.WRONG)
    with patch("os.access", return_value=False):
        assert "cannot be written to" in found(work, Verdict.ODD)


def test_a_database_that_a_server_has_open(work: Path) -> None:
    open_database(work / ".nova").database.close()
    with patch("nova_ls.store.lock._can_lock", return_value=False):
        assert "a server has it open" in found(work, Verdict.WELL)

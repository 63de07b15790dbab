"""`nova-ls fix`."""

from __future__ import annotations

from pathlib import Path

import pytest

from nova_ls.cli.command_line import run

WRONG = """module Main where

import Data.Maybe (Maybe(..), fromMaybe)

f x = Just x

g :: Int -> Int
g _ = 1
g 2 = 2
"""
FIXED = """module Main where

import Data.Maybe (Maybe(..))

f :: forall a. a -> Maybe a
f x = Just x

g :: Int -> Int
g _ = 1
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "nova.toml").write_text("")
    (tmp_path / "Main.nova").write_text(WRONG)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_what_has_one_fix_is_fixed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["fix", "--database", ":memory:"]) == 0
    assert (folder / "Main.nova").read_text() == FIXED
    said = capsys.readouterr().out
    assert (
        said
        == "Main.nova: fixed 1 MissingTypeDeclaration, 1 OverlappingPattern, 1 UnusedExplicitImport\n"
    )
    assert run(["fix", "--database", ":memory:"]) == 0
    assert capsys.readouterr().out == "There is nothing to fix.\n"


def test_one_code_only_in_one_file_shown_only(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--only", "OverlappingPattern", "--dry-run", "--database", ":memory:"]
    assert run(["fix", *options, "Main.nova"]) == 1
    said = capsys.readouterr().out
    assert "--- a/Main.nova\n+++ b/Main.nova\n" in said
    assert [line for line in said.split("\n") if line.startswith("-g")] == ["-g 2 = 2"]
    assert (folder / "Main.nova").read_text() == WRONG


def test_a_restored_module_is_fixed(folder: Path) -> None:
    run(["check"])
    assert run(["fix"]) == 0
    assert (folder / "Main.nova").read_text() == FIXED


def test_what_cannot_be_done_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["fix", "--only", "UnusedImports"]) == 2
    assert "did you mean" in capsys.readouterr().err.lower()
    assert run(["fix", "Nowhere"]) == 2

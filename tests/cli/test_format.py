"""`nova-ls format`: which files it changes and how, and what it says."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from tests.cli.pantry import Pantry
from tests.forking import run_command

UGLY = "module Ugly where\nx  =  1\n"
NEAT = "module Ugly where\n\nx = 1\n"


@pytest.fixture
def ugly(pantry: Pantry) -> Path:
    path = pantry.root / "src" / "Ugly.nova"
    path.write_text(UGLY, "utf-8")
    return path


def test_check_lists_files_and_changes_none(pantry: Pantry, ugly: Path) -> None:
    pantry.call("format", "src")
    ugly.write_text(UGLY, "utf-8")
    assert pantry.call("format", "--check", "src", status=1) == f"{Path('src', 'Ugly.nova')}\n"
    assert ugly.read_text("utf-8") == UGLY
    assert "1 of" in pantry.errors
    assert pantry.call("format", "src") == f"{Path('src', 'Ugly.nova')}\n"
    assert ugly.read_text("utf-8") == NEAT
    assert pantry.call("format", "--check") == ""


def test_the_files_of_a_workspace_are_those_of_its_manifest(pantry: Pantry, ugly: Path) -> None:
    pantry.call("format")
    (pantry.root / "nova.toml").write_text('[project]\nsources = ["src/Pantry/**"]\n', "utf-8")
    ugly.write_text(UGLY, "utf-8")
    assert pantry.call("format") == ""
    assert pantry.call("format", "--check", "src", status=1) == f"{Path('src', 'Ugly.nova')}\n"


def test_mode_links_and_line_ends_stay(pantry: Pantry, ugly: Path) -> None:
    real = pantry.root / "Real.nova"
    real.write_bytes(b"\xef\xbb\xbf" + UGLY.replace("\n", "\r\n").encode("utf-8"))
    real.chmod(0o750)
    ugly.unlink()
    ugly.symlink_to(real)
    pantry.call("format", str(ugly))
    assert ugly.is_symlink()
    assert real.read_bytes() == b"\xef\xbb\xbf" + NEAT.replace("\n", "\r\n").encode("utf-8")
    assert stat.S_IMODE(real.stat().st_mode) == 0o750


def test_a_file_that_is_as_it_should_be_is_not_written(pantry: Pantry, ugly: Path) -> None:
    ugly.write_text(NEAT, "utf-8")
    os.utime(ugly, (1, 1))
    assert pantry.call("format", str(ugly)) == ""
    assert ugly.stat().st_mtime == 1


def test_the_settings_of_the_folder_hold(pantry: Pantry, ugly: Path) -> None:
    ugly.write_text("module Ugly where\n\nx = do\n  y\n", "utf-8")
    settings = pantry.root / ".tidyrc.json"
    settings.write_text('{"indent": 4}', "utf-8")
    pantry.call("format", str(ugly))
    assert ugly.read_text("utf-8") == "module Ugly where\n\nx = do\n    y\n"
    settings.write_text('{"indent": -4}', "utf-8")
    pantry.call("format", str(ugly), status=2)
    assert "`indent` must be a whole number" in pantry.errors


def test_what_does_not_parse_is_told_and_stays(pantry: Pantry, ugly: Path) -> None:
    ugly.write_text("module Ugly where\n\nx  =  (\n\ny  =  1\n", "utf-8")
    pantry.call("format", str(ugly))
    assert ugly.read_text("utf-8") == "module Ugly where\n\nx  =  (\n\ny = 1\n"
    assert "1 declaration does not parse and stays as it is" in pantry.errors


def test_what_is_no_text_is_told_and_stays(pantry: Pantry, ugly: Path) -> None:
    ugly.write_bytes(b"module Ugly where\n\nx = '\xff'\n")
    pantry.call("format", str(ugly), status=1)
    assert "Ugly.nova:3: not UTF-8" in pantry.errors


def test_a_file_that_cannot_be_written_holds_up_no_other(
    pantry: Pantry, ugly: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = ugly.with_name("Uglier.nova")
    second.write_text(UGLY, "utf-8")

    def refuse(path: Path, data: bytes) -> None:
        if path.name == ugly.name:
            raise PermissionError(13, "Permission denied", str(path))
        path.write_bytes(data)

    monkeypatch.setattr("nova_ls.cli.format.write_whole", refuse)
    assert pantry.call("format", str(ugly), str(second), status=1) == f"{second}\n"
    assert (ugly.read_text("utf-8"), second.read_text("utf-8")) == (UGLY, NEAT)
    assert f"{ugly}: Permission denied" in pantry.errors


@pytest.mark.parametrize(
    ("path", "message"), [("nova.toml", "is not a Nova source"), ("nope.nova", "does not exist")]
)
def test_paths_that_are_none(pantry: Pantry, path: str, message: str) -> None:
    pantry.call("format", path, status=2)
    assert message in pantry.errors


@pytest.mark.parametrize(("more", "status"), [((), 0), (("--check",), 1)])
def test_standard_input(pantry: Pantry, more: tuple[str, ...], status: int) -> None:
    found = run_command("format", *more, "-", cwd=pantry.root, given=UGLY.encode("utf-8"))
    assert found.returncode == status
    assert found.stdout == ("" if more else NEAT)

"""Definitions in the library, as editors open them: no second server is started, and no database is made."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from nova_ls.workspace.discovery import LIBRARY
from tests.editors.real_editors import EDITORS, EMACSEN, NEOVIMS, server_on_path
from tests.editors.test_emacs import MODE

MAIN = "module Main where\n\nimport Data.Maybe (Maybe(..), fromMaybe)\n\none :: Int\none = fromMaybe 1 Nothing\n"


def told(tmp_path: Path, command: list[str]) -> list[list[str]]:
    """What an editor writes of its story; nothing is written into the library."""
    main = tmp_path / "work" / "Main.nova"
    main.parent.mkdir()
    (main.parent / "nova.toml").touch()
    main.write_text(MAIN)
    story = tmp_path / "story"
    before = {folder: set(folder.iterdir()) for folder in (LIBRARY, LIBRARY / "Data")}
    ended = subprocess.run(
        command,
        env={
            **os.environ,
            "PATH": server_on_path(tmp_path / "bin"),
            "HOME": str(tmp_path),
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
            "XDG_STATE_HOME": str(tmp_path / "state"),
            "NOVA_MODE": str(MODE),
            "NOVA_FILE": str(main),
            "NOVA_STORY": str(story),
        },
        timeout=120,
        check=False,
        capture_output=True,
        text=True,
    )
    assert story.exists(), ended.stderr[-2000:]
    assert {folder: set(folder.iterdir()) for folder in before} == before
    return [line.split("\t") for line in story.read_text().splitlines()]


def check(found: list[list[str]]) -> None:
    assert [words[0] for words in found] == ["hover", "servers"], found
    assert "fromMaybe" in found[0][1]
    assert found[1] == ["servers", "1"]


@pytest.mark.parametrize("where", NEOVIMS)
def test_neovim_asks_the_running_server(where: str, tmp_path: Path) -> None:
    program = NEOVIMS[where]
    command = [
        program, "--headless", "--clean",
        "--cmd", f"set runtimepath^={EDITORS / 'nvim'}",
        "-c", "filetype plugin on",
        "-c", "runtime! plugin/nova_ls.lua",
        "-c", f"luafile {Path(__file__).with_name('library.lua')}",
    ]  # fmt: skip
    check(told(tmp_path, command))


@pytest.mark.parametrize("where", EMACSEN)
def test_emacs_stays_with_the_server_that_led_there(where: str, tmp_path: Path) -> None:
    story = Path(__file__).with_name("library.el")
    check(told(tmp_path, [EMACSEN[where], "--batch", "--load", str(story)]))

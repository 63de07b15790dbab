"""A story told to a real Neovim or Emacs: a script in the editor's own language, a workspace and a home of its own, and what was told of each step."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from nova_ls.workspace.discovery import LIBRARY
from tests.editors.real_editors import EDITORS, EMACSEN, NEOVIMS, ROOT

HERE = Path(__file__).parent
MODE = EDITORS / "emacs" / "nova-mode.el"
PANTRY = ROOT / "fixtures" / "pantry"

MAIN = """module Main where

import Helper (helper)

-- | What it is all about.
total :: Int
total = helper 3

label :: String
label = true
"""
USES_LIBRARY = """module Main where

import Data.Maybe (isJust, Maybe)

x :: Maybe Int -> Boolean
x = isJust
"""
HELPER = "module Helper where\n\nhelper :: Int -> Int\nhelper n = n\n"


def workspace(folder: Path, *, suffix: str = "nova") -> Path:
    """A workspace with one mistake; the path of the file that has it."""
    folder.mkdir()
    _project_file(folder, suffix)
    (folder / f"Helper.{suffix}").write_text(HELPER)
    main = folder / f"Main.{suffix}"
    main.write_text(MAIN)
    return main


def copy_of_pantry(folder: Path, *, suffix: str = "nova") -> Path:
    """A copy of fixtures/pantry, its sources of Nova or (suffix "purs") a project of PureScript."""
    pantry = folder / "pantry"
    shutil.copytree(PANTRY, pantry, ignore=shutil.ignore_patterns(".nova"))
    if suffix != "nova":
        (pantry / "nova.toml").unlink()
        _project_file(pantry, suffix)
        for source in sorted(pantry.rglob("*.nova")):
            source.rename(source.with_suffix(f".{suffix}"))
    return pantry


def _project_file(folder: Path, suffix: str) -> None:
    if suffix == "nova":
        (folder / "nova.toml").touch()
    else:
        (folder / "spago.yaml").write_text("package:\n  name: work\n")


def library_files() -> dict[Path, set[Path]]:
    """What lies in the standard library, where nothing is to be written."""
    return {folder: set(folder.iterdir()) for folder in (LIBRARY, LIBRARY / "Data")}


def neovim_command(where: str, folder: Path, setup: str = "") -> list[str]:
    """What starts a Neovim with the plugin as README.md has it installed; `setup`: more of its init.lua."""
    init = folder / "init.lua"
    init.write_text(f'vim.opt.runtimepath:append("{EDITORS / "nvim"}")\n{setup}\n')
    return [NEOVIMS[where], "-u", str(init), "-c", f"luafile {HERE / 'prelude.lua'}"]


def tell_neovim(
    where: str, folder: Path, environment: dict[str, str], file: Path, lua: str, setup: str = ""
) -> list[list[str]]:
    """What a piece of Lua tells, line by line, after a file was opened."""
    script = folder / "script.lua"
    script.write_text(lua)
    command = neovim_command(where, folder, setup)
    ended, told = _run([command[0], "--headless", *command[1:]], folder, environment, file, script)
    assert "Error" not in ended.stderr, ended.stderr
    return told


def tell_emacs(
    where: str, folder: Path, environment: dict[str, str], file: Path, lisp: str
) -> list[list[str]]:
    """What a piece of Lisp tells, line by line, after a file was opened."""
    script = folder / "script.el"
    script.write_text(f";; -*- lexical-binding: t -*-\n{lisp}")
    command = [EMACSEN[where], "--batch", "--load", str(HERE / "prelude.el")]
    return _run(command, folder, environment, file, script)[1]


def variables(file: Path, script: Path, story: Path) -> dict[str, str]:
    """What the preludes are told by."""
    return {
        "NOVA_FILE": str(file),
        "NOVA_SCRIPT": str(script),
        "NOVA_STORY": str(story),
        "NOVA_MODE": str(MODE),
    }


def read_story(story: Path, said: str = "") -> list[list[str]]:
    """The lines of a story that was told to its end, without the word for that."""
    assert story.exists(), said[-3000:]
    told = [line.split("\t") for line in story.read_text("utf-8").splitlines()]
    assert told[-1][0] == "ended", (told, said[-3000:])
    return told[:-1]


def _run(
    command: list[str], folder: Path, environment: dict[str, str], file: Path, script: Path
) -> tuple[subprocess.CompletedProcess[str], list[list[str]]]:
    story = folder / "told"
    story.unlink(missing_ok=True)
    ended = subprocess.run(
        command,
        env={**environment, **variables(file, script, story)},
        cwd=folder,
        timeout=240,
        check=False,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        text=True,
    )
    return ended, read_story(story, ended.stderr)

"""Neovim with editors/nvim: opens a file, gets a diagnostic, a hover, a definition, formats, saves; history, lenses, actions."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

EDITORS = Path(__file__).parents[2] / "editors"
STORY = Path(__file__).with_name("story.lua")

NEOVIMS = {"on the PATH": shutil.which("nvim"), "in NOVA_NVIM": os.environ.get("NOVA_NVIM")}
"""A second one can be named, for the extension serves old ones and new ones in different ways."""

MAIN = """module Main where

import Helper (helper)

-- | What it is all about.
total :: Int
total = helper 3

label :: String
label = true
"""
HELPER = "module Helper where\n\nhelper :: Int -> Int\nhelper n = n\n"


def server_on_path(folder: Path) -> str:
    """A PATH on which `nova-ls` is the server under test."""
    folder.mkdir(parents=True, exist_ok=True)
    script = folder / "nova-ls"
    # The editors start the server in the workspace's folder: the package must be found from there.
    root = Path(__file__).parents[2]
    script.write_text(f'#!/bin/sh\nPYTHONPATH="{root}" exec "{sys.executable}" -m nova_ls "$@"\n')
    script.chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


def workspace(folder: Path) -> Path:
    """A workspace with one mistake; the path of the file that has it."""
    folder.mkdir()
    (folder / "nova.toml").touch()
    (folder / "Helper.nova").write_text(HELPER)
    main = folder / "Main.nova"
    main.write_text(MAIN)
    return main


def run_story(program: str, tmp_path: Path, main: Path) -> str:
    """Have Neovim tell its story into a file; what it wrote to stderr."""
    nvim = EDITORS / "nvim"
    ended = subprocess.run(
        [
            program, "--headless", "--clean",
            "--cmd", f"set runtimepath^={nvim}",
            "--cmd", "lua require('nova_ls').setup({ settings = { nova = { codeLens = { history = true } } } })",
            "-c", "filetype plugin on",
            "-c", "runtime! plugin/nova_ls.lua",
            "-c", f"luafile {STORY}",
        ],
        env={
            **os.environ,
            "PATH": server_on_path(tmp_path / "bin"),
            "HOME": str(tmp_path),
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
            "XDG_STATE_HOME": str(tmp_path / "state"),
            "NOVA_FILE": str(main),
            "NOVA_STORY": str(tmp_path / "story"),
        },
        timeout=120,
        check=False,
        capture_output=True,
        text=True,
    )  # fmt: skip
    return ended.stderr


@pytest.mark.parametrize("where", NEOVIMS)
def test_neovim_tells_the_whole_story(where: str, tmp_path: Path) -> None:
    program = NEOVIMS[where]
    if program is None:
        pytest.skip(f"no Neovim {where}")
    main = workspace(tmp_path / "work")
    errors = run_story(program, tmp_path, main)
    told = [line.split("\t") for line in (tmp_path / "story").read_text().splitlines()]
    assert told[0] == ["filetype", "nova"]
    assert told[1] == ["diagnostic", "TypesDoNotUnify", "9", "8"]
    assert told[2][0] == "hover" and "helper :: Int -> Int" in told[2][1]
    assert told[3] == ["definition", str(main.parent / "Helper.nova"), "3"]
    assert told[4] == ["formatted", "total = helper 3", "10", "2"]
    assert told[5] == ["saved", "yes"]
    assert told[6:] == [
        ["history", "Main.label", "3", "body changed"],
        ["now", "diff", 'label = "better"'],
        ["then", "diff", 'label = "fine"'],
        ["restored", 'label = "fine"'],
        ["undone", 'label = "better"'],
        ["lens", "changed", "Main.label"],
        ["action", "Main.label"],
        ["restored", 'label = "fine"'],
        ["undone", 'label = "better"'],
        ["log", ""],
        ["messages", ""],
    ]
    assert errors == ""
    assert main.read_text().endswith('label = "better"\n')

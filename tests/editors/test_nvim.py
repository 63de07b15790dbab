"""Neovim with editors/nvim: opens a file, gets a diagnostic, a hover, a definition, formats, saves; history, lenses, actions."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.editors.real_editors import (
    EDITORS,
    NEOVIMS,
    path_without_server,
    server_on_path,
    surroundings,
)

STORY = Path(__file__).with_name("story.lua")

MAIN = """module Main where

import Helper (helper)

-- | What it is all about.
total :: Int
total = helper 3

label :: String
label = true
"""
HELPER = "module Helper where\n\nhelper :: Int -> Int\nhelper n = n\n"


def workspace(folder: Path) -> Path:
    """A workspace with one mistake; the path of the file that has it."""
    folder.mkdir()
    (folder / "nova.toml").touch()
    (folder / "Helper.nova").write_text(HELPER)
    main = folder / "Main.nova"
    main.write_text(MAIN)
    return main


@pytest.mark.parametrize("where", NEOVIMS)
def test_neovim_tells_the_whole_story(where: str, tmp_path: Path) -> None:
    program = NEOVIMS[where]
    main = workspace(tmp_path / "work")
    story = tmp_path / "story"
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
            "NOVA_STORY": str(story),
        },
        timeout=120,
        check=False,
        capture_output=True,
        text=True,
    )  # fmt: skip
    told = [line.split("\t") for line in story.read_text().splitlines()]
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
    assert ended.stderr == ""
    assert main.read_text().endswith('label = "better"\n')


def ask_neovim(
    program: str, folder: Path, environment: dict[str, str], file: Path, lua: str
) -> list[str]:
    """What a piece of Lua says to `tell`, line by line, after a file was opened as a user would."""
    script, story = folder / "ask.lua", folder / "told"
    script.write_text(
        "local out = io.open(vim.env.NOVA_STORY, 'w')\n"
        "function tell(...) out:write(table.concat(vim.tbl_map(tostring, { ... }), ' '), '\\n') out:flush() end\n"
        "said = {}\nvim.notify = function(message) table.insert(said, message) end\n"
        "function notified() vim.wait(1000, function() return #said > 0 end, 20) return said end\n"
        "function clients() local get = vim.lsp.get_clients or vim.lsp.get_active_clients return get() end\n"
        "vim.cmd('silent edit ' .. vim.fn.fnameescape(vim.env.NOVA_FILE))\n"
        f"local fine, problem = pcall(function()\n{lua}\nend)\nif not fine then tell(problem) end\nvim.cmd('qall!')\n"
    )
    command = [
        program, "--headless", "--clean", "--cmd", f"set runtimepath^={EDITORS / 'nvim'}",
        "-c", "filetype plugin indent on", "-c", "syntax on", "-c", "runtime! plugin/nova_ls.lua", "-c", f"luafile {script}",
    ]  # fmt: skip
    variables = {**environment, "NOVA_FILE": str(file), "NOVA_STORY": str(story)}
    ended = subprocess.run(
        command, env=variables, cwd=folder, timeout=120, check=False, capture_output=True, text=True
    )
    assert "Error" not in ended.stderr, ended.stderr
    return story.read_text().splitlines()


@pytest.mark.parametrize("where", NEOVIMS)
def test_a_missing_server_is_told_once_with_what_to_do(where: str, tmp_path: Path) -> None:
    main = workspace(tmp_path / "work")
    environment = surroundings(tmp_path, path_without_server(tmp_path / "bin"))
    told = ask_neovim(
        NEOVIMS[where], tmp_path, environment, main,
        "vim.cmd('edit Helper.nova')\nlocal all = notified()\ntell(#all, all[1])\n"
        "vim.cmd('checkhealth nova_ls')\n"
        "for _, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do tell(line) end",
    )  # fmt: skip
    assert told[0].startswith("1 nova-ls: the language server was not found: install it with")
    assert "pipx install nova-ls" in told[0] and ":checkhealth nova_ls" in told[0]
    assert any("the server was not found" in line for line in told[1:]), told


@pytest.mark.parametrize("where", NEOVIMS)
def test_the_server_of_the_workspace_comes_first(where: str, tmp_path: Path) -> None:
    main = workspace(tmp_path / "work")
    server_on_path(main.parent / ".venv" / "bin")
    environment = surroundings(tmp_path, path_without_server(tmp_path / "bin"))
    told = ask_neovim(
        NEOVIMS[where], tmp_path, environment, main,
        "vim.wait(20000, function() return #vim.diagnostic.get(0) > 0 end, 20)\n"
        "tell(#clients(), #vim.diagnostic.get(0), require('nova_ls').status())",
    )  # fmt: skip
    assert told[0].startswith("1 1 ")


@pytest.mark.parametrize("where", NEOVIMS)
def test_a_definition_in_the_library_starts_no_second_server(where: str, tmp_path: Path) -> None:
    main = workspace(tmp_path / "work")
    main.write_text(
        "module Main where\n\nimport Data.Maybe (isJust, Maybe)\n\nx :: Maybe Int -> Boolean\nx = isJust\n"
    )
    environment = surroundings(tmp_path, server_on_path(tmp_path / "bin"))
    told = ask_neovim(
        NEOVIMS[where], tmp_path, environment, main,
        "local main = vim.api.nvim_get_current_buf()\n"
        "vim.wait(20000, function() return #clients() == 1 and clients()[1].server_capabilities ~= nil end, 20)\n"
        "vim.api.nvim_win_set_cursor(0, { 6, 5 })\n"
        "vim.lsp.buf.definition()\n"
        "vim.wait(20000, function() return vim.api.nvim_get_current_buf() ~= main end, 20)\n"
        "vim.wait(1000)\n"
        "tell((vim.api.nvim_buf_get_name(0):gsub('.*/stdlib/', '')), vim.bo.readonly, vim.bo.modifiable)\n"
        "tell(#clients(), vim.lsp.buf_is_attached(0, clients()[1].id))",
    )  # fmt: skip
    assert told == ["Data/Maybe.nova true false", "1 true"]
    assert not (EDITORS.parent / ".nova").exists()


@pytest.mark.parametrize("where", NEOVIMS)
def test_purescript_files_are_served_as_they_are(where: str, tmp_path: Path) -> None:
    main = workspace(tmp_path / "work").rename(tmp_path / "work" / "Main.purs")
    (main.parent / "nova.toml").rename(main.parent / "spago.yaml")
    environment = surroundings(tmp_path, server_on_path(tmp_path / "bin"))
    told = ask_neovim(
        NEOVIMS[where], tmp_path, environment, main,
        "vim.wait(20000, function() return #vim.diagnostic.get(0) > 0 end, 20)\n"
        "tell(vim.bo.filetype, vim.bo.shiftwidth, #vim.diagnostic.get(0))\n"
        "tell(vim.fn.synIDattr(vim.fn.synID(1, 1, 1), 'name'))",
    )  # fmt: skip
    assert told == ["purescript 2 1", "novaKeyword"]


@pytest.mark.parametrize("where", NEOVIMS)
def test_a_server_that_is_killed_comes_back_until_it_is_hopeless(
    where: str, tmp_path: Path
) -> None:
    main = workspace(tmp_path / "work")
    environment = surroundings(tmp_path, server_on_path(tmp_path / "bin"))
    environment["NOVA_PID"] = str(tmp_path / "bin" / "pid")
    told = ask_neovim(
        NEOVIMS[where], tmp_path, environment, main,
        "local function up() return #clients() == 1 and vim.lsp.buf_is_attached(0, clients()[1].id) and #vim.diagnostic.get(0) == 1 end\n"
        "for _ = 1, 5 do\n"
        "  if not vim.wait(20000, up, 20) then tell('not up') end\n"
            "  vim.loop.kill(tonumber(vim.fn.readfile(vim.env.NOVA_PID)[1]), 'sigkill')\n"
        "  vim.diagnostic.reset()\n"
        "  vim.wait(5000, function() return #clients() == 0 end, 5)\n"
        "end\n"
        "local function hopeless() return vim.tbl_filter(function(one) return one:find('NovaRestart') end, said)[1] end\n"
            "vim.wait(5000, hopeless, 20)\ntell(#clients(), hopeless())\n"
        "vim.cmd('NovaRestart')\nvim.wait(20000, up, 20)\ntell(#clients(), #vim.diagnostic.get(0))",
    )  # fmt: skip
    assert told[0].startswith("0 nova-ls: the server has ended 5 times in 3 minutes")
    assert ":NovaRestart" in told[0]
    assert told[1] == "1 1"

"""Neovim with editors/nvim: opens a file, gets a diagnostic, a hover, a definition, formats, saves; history, lenses, actions."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.editors.real_editors import (
    EDITORS,
    NEOVIMS,
    TOO_OLD,
    own_server,
    path_with_old_python,
    path_without_server,
    server_on_path,
    surroundings,
)
from tests.editors.stories import HERE, USES_LIBRARY, library_files, tell_neovim, workspace

HISTORY = "require('nova_ls').setup({ settings = { nova = { codeLens = { history = true } } } })"


@pytest.mark.parametrize("where", NEOVIMS)
def test_neovim_tells_the_whole_story(where: str, tmp_path: Path) -> None:
    main = workspace(tmp_path / "work")
    environment = surroundings(tmp_path, server_on_path(tmp_path / "bin"))
    story = (HERE / "story.lua").read_text()
    told = tell_neovim(where, tmp_path, environment, main, story, HISTORY)
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
    assert main.read_text().endswith('label = "better"\n')


MISSING = """
vim.cmd("edit Helper.nova")
wait("a word of it", function() return #ours() > 0 end)
pause(1)
tell(#ours(), ours()[1])
vim.cmd("checkhealth nova_ls")
for _, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do tell(line) end
"""


@pytest.mark.parametrize("where", NEOVIMS)
def test_a_missing_server_is_told_once_with_what_to_do(where: str, tmp_path: Path) -> None:
    main = workspace(tmp_path / "work")
    environment = surroundings(tmp_path, path_without_server(tmp_path / "bin"))
    (count, message), *health = tell_neovim(where, tmp_path, environment, main, MISSING)
    assert count == "1"
    assert message.startswith("nova-ls: the language server was not found: install it with")
    assert "pipx install nova-ls" in message and ":checkhealth nova_ls" in message
    assert any("the server was not found" in line[0] for line in health), health


@pytest.mark.parametrize("where", NEOVIMS)
def test_a_wrong_python_is_told_once_with_what_the_server_says(where: str, tmp_path: Path) -> None:
    main = workspace(tmp_path / "work")
    environment = surroundings(tmp_path, path_with_old_python(tmp_path / "bin"))
    (count, message), *health = tell_neovim(where, tmp_path, environment, main, MISSING)
    assert count == "1"
    assert message.startswith(f"nova-ls: `nova-ls` does not start: {TOO_OLD}"), message
    assert any(TOO_OLD in line[0] for line in health), health


UNTRUSTED = """
wait("a word of it", function() return #ours() > 0 end)
pause(1)
tell(#clients(), #ours(), ours()[1])
vim.cmd("NovaTrust")
await_errors(1)
wait("its readiness", function() return require("nova_ls").status() == "ready" end)
settle()
tell(#clients(), #ours())
"""


@pytest.mark.parametrize("where", NEOVIMS)
def test_the_server_of_the_workspace_comes_first_once_that_is_trusted(
    where: str, tmp_path: Path
) -> None:
    main = workspace(tmp_path / "work")
    own = own_server(main)
    environment = surroundings(tmp_path, path_without_server(tmp_path / "bin"))
    told = tell_neovim(where, tmp_path, environment, main, UNTRUSTED)
    assert told == [
        [
            "0",
            "1",
            f"nova-ls: `{own}/nova-ls` is not started, for its workspace is not trusted: `:NovaTrust` trusts it",
        ],
        ["1", "1"],
    ]
    assert (own / "starts").read_text().count("\n") == 1
    again = "await_errors(1) settle() tell(#clients(), #ours())"
    assert tell_neovim(where, tmp_path, environment, main, again) == [["1", "0"]]


@pytest.mark.parametrize("where", NEOVIMS)
def test_in_an_untrusted_workspace_another_server_is_started_and_runs_no_code(
    where: str, tmp_path: Path
) -> None:
    main = workspace(tmp_path / "work")
    own = own_server(main)
    environment = surroundings(tmp_path, server_on_path(tmp_path / "bin"))
    told = tell_neovim(
        where,
        tmp_path,
        environment,
        main,
        """
        await_errors(1)
        local command = { command = "nova.evaluate", arguments = { { textDocument = vim.lsp.util.make_text_document_params() } } }
        for _, answer in pairs(vim.lsp.buf_request_sync(0, "workspace/executeCommand", command, 30000)) do
          tell(#ours(), (answer.err or answer.error).message)
        end
        """,
    )
    assert told[0][0] == "1" and "not trusted" in told[0][1]
    assert not (own / "starts").exists()


@pytest.mark.parametrize("where", NEOVIMS)
def test_a_definition_in_the_library_starts_no_second_server(where: str, tmp_path: Path) -> None:
    main = workspace(tmp_path / "work")
    main.write_text(USES_LIBRARY)
    environment = surroundings(tmp_path, server_on_path(tmp_path / "bin"))
    before = library_files()
    told = tell_neovim(
        where,
        tmp_path,
        environment,
        main,
        """
        local main = vim.api.nvim_get_current_buf()
        settle()
        vim.api.nvim_win_set_cursor(0, { 6, 5 })
        vim.lsp.buf.definition()
        wait("the library", function() return vim.api.nvim_get_current_buf() ~= main and served() end)
        pause(1)
        tell((vim.api.nvim_buf_get_name(0):gsub(".*/stdlib/", "")), vim.bo.readonly, vim.bo.modifiable, #clients())
        local cursor = vim.api.nvim_win_get_cursor(0)
        tell(ask_at("textDocument/hover", cursor[1] - 1, cursor[2]).contents.value)
        """,
    )
    assert told[0] == ["Data/Maybe.nova", "true", "false", "1"]
    assert "isJust :: forall" in told[1][0]
    assert library_files() == before
    assert not (EDITORS.parent / ".nova").exists()


@pytest.mark.parametrize("where", NEOVIMS)
def test_purescript_files_are_served_as_they_are(where: str, tmp_path: Path) -> None:
    main = workspace(tmp_path / "work", suffix="purs")
    environment = surroundings(tmp_path, server_on_path(tmp_path / "bin"))
    told = tell_neovim(
        where,
        tmp_path,
        environment,
        main,
        """
        await_errors(1)
        tell(vim.bo.filetype, vim.bo.shiftwidth, vim.bo.expandtab)
        tell(vim.fn.synIDattr(vim.fn.synID(1, 1, 1), "name"))
        """,
    )
    assert told == [["purescript", "2", "true"], ["novaKeyword"]]


@pytest.mark.parametrize("where", NEOVIMS)
def test_a_server_that_is_killed_comes_back_until_it_is_hopeless(
    where: str, tmp_path: Path
) -> None:
    main = workspace(tmp_path / "work")
    environment = surroundings(tmp_path, server_on_path(tmp_path / "bin"))
    environment["NOVA_PID"] = str(tmp_path / "bin" / "pid")
    told = tell_neovim(
        where,
        tmp_path,
        environment,
        main,
        """
        await_errors(1)
        vim.api.nvim_buf_set_lines(0, -1, -1, true, { "", "typed :: Int", "typed = true" })
        for time = 1, 5 do
          wait("the server", served)
          await_errors(2)
          vim.loop.kill(tonumber(vim.fn.readfile(vim.env.NOVA_PID)[1]), "sigkill")
          vim.diagnostic.reset()
          wait("its end", function() return #clients() == 0 end)
          if time < 5 then tell(time, #ours()) end
        end
        wait("a word of it", function() return #ours() > 0 end)
        pause(1)
        tell(#clients(), #ours(), ours()[1])
        vim.cmd("NovaRestart")
        wait("the server", served)
        await_errors(2)
        tell(#ours(), vim.bo.modified, line_with("typed = true"))
        """,
    )
    assert told[:4] == [[str(time), "0"] for time in range(1, 5)]
    hopeless = "nova-ls: the server has ended 5 times in 3 minutes and is not started again by itself; `:NovaRestart` starts it, `:NovaLog` shows its log"
    assert told[4] == ["0", "1", hopeless]
    assert told[5] == ["1", "true", "typed = true", "13"]


@pytest.mark.parametrize("where", NEOVIMS)
def test_an_edit_shows_errors_in_other_buffers(where: str, tmp_path: Path) -> None:
    main = workspace(tmp_path / "work")
    environment = surroundings(tmp_path, server_on_path(tmp_path / "bin"))
    told = tell_neovim(
        where,
        tmp_path,
        environment,
        main,
        """
        await_errors(1)
        local main = vim.api.nvim_get_current_buf()
        vim.cmd("silent split " .. vim.fn.expand("%:h") .. "/Helper.nova")
        settle()
        vim.api.nvim_buf_set_lines(0, 2, 4, true, { "helper :: String -> Int", "helper _ = 1" })
        wait("an error in the other", function() return #vim.diagnostic.get(main) == 2 end, 20)
        tell(#errors())
        """,
    )
    assert told == [["0"]]


@pytest.mark.parametrize("where", NEOVIMS)
def test_windows_of_the_history_are_closed_by_q(where: str, tmp_path: Path) -> None:
    main = workspace(tmp_path / "work")
    environment = surroundings(tmp_path, server_on_path(tmp_path / "bin"))
    told = tell_neovim(
        where,
        tmp_path,
        environment,
        main,
        """
        local function shown() return #vim.api.nvim_list_tabpages(), #vim.api.nvim_list_wins() end
        settle()
        vim.cmd("silent write")
        settle()
        vim.api.nvim_win_set_cursor(0, { 7, 2 })
        vim.cmd("NovaHistory")
        wait("the list", function() return line_with("difference") end)
        tell(shown())
        keys("<CR>")
        wait("the difference", function() return vim.wo.diff end)
        tell(shown())
        keys("q")
        wait("its end", function() return #vim.api.nvim_list_tabpages() == 1 end)
        tell(shown())
        keys("q")
        wait("the source", function() return vim.fn.expand("%:t") == "Main.nova" end)
        tell(shown())
        """,
    )
    assert told == [["1", "2"], ["2", "4"], ["1", "2"], ["1", "1"]]


@pytest.mark.parametrize("where", [name for name in NEOVIMS if name != "nvim-old"])
def test_a_fold_leaves_the_blank_line_below_it(where: str, tmp_path: Path) -> None:
    main = workspace(tmp_path / "work")
    main.write_text("module Main where\n\none :: Int\none =\n  1\n\ntwo :: Int\ntwo =\n  2\n")
    environment = surroundings(tmp_path, server_on_path(tmp_path / "bin"))
    told = tell_neovim(
        where,
        tmp_path,
        environment,
        main,
        """
        if not vim.lsp.foldexpr then tell("4", "5") return end
        settle()
        vim.wo.foldmethod, vim.wo.foldexpr = "expr", "v:lua.vim.lsp.foldexpr()"
        wait("folds", function() vim.cmd("normal! zx") return vim.fn.foldlevel(5) > 0 end)
        vim.cmd("normal! zM")
        for line = 3, 6 do tell(line, vim.fn.foldclosedend(line)) end
        """,
    )
    ends = [int(last) for _, last in told]
    assert ends[-1] in (-1, 5) and 6 not in ends, told

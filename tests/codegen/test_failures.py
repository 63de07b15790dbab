"""What a program says that cannot go on (workspace/programs/running.py, workspace/programs/foreign.py)."""

from __future__ import annotations

from pathlib import Path

import pytest

from nova_ls.codegen.python.deep import run_deep
from nova_ls.compiler.state.module import ModuleOrigin
from nova_ls.workspace.open_workspace import MEMORY, open_workspace
from nova_ls.workspace.programs.running import Runner, main_of

HEAD = """module Main where

import Prelude
import Effect (Effect)
import Effect.Console (log)
import Partial.Unsafe (unsafePartial)
"""


def said(folder: Path, text: str, foreign: str | None = None) -> str | None:
    """What running a module's `main` comes to."""
    path = folder / "Main.nova"
    path.write_text(HEAD + text)
    if foreign is not None:
        (folder / "Main.py").write_text(foreign)
    workspace = open_workspace(None, MEMORY).workspace
    try:
        workspace.add_file(path, ModuleOrigin.WORKSPACE)
        main = main_of(workspace, "Main")
        return (
            main if isinstance(main, str) else run_deep(lambda: Runner(workspace).run(main), 20_000)
        )
    finally:
        workspace.close()


def test_a_match_that_fails_is_named_with_its_line(tmp_path: Path) -> None:
    text = """
part :: Partial => Int -> Int
part 1 = 2

main :: Effect Unit
main = do
  log "before"
  log (show (unsafePartial (part 3)))
"""
    problem = said(tmp_path, text)
    assert problem is not None
    first, second, *_ = problem.splitlines()
    assert first == "no case fits the value"
    assert second == "  in Main.part (Main.nova:9)"
    assert "  in Main.main (Main.nova:14)" in problem.splitlines()


def test_a_declaration_with_errors_does_not_run(tmp_path: Path) -> None:
    problem = said(tmp_path, "\nmain :: Effect Unit\nmain = log 1\n")
    assert problem == "Main cannot run: Main.main: it has errors (TypesDoNotUnify)"


def test_a_declaration_that_cannot_be_read_does_not_run(tmp_path: Path) -> None:
    problem = said(tmp_path, "\nmain :: Effect Unit\nmain = log (show (let x = 1; y = x in y))\n")
    assert problem == "Main cannot run: Main.main: it has errors (ErrorParsingModule)"


def test_a_module_without_a_main_says_so(tmp_path: Path) -> None:
    assert said(tmp_path, "") == "Main has no `main`; define `main :: Effect Unit` to run it"


@pytest.mark.parametrize(
    ("host", "foreign", "expected"),
    [
        ("", "def shout(text): return text.upper()", None),
        (' = "python: lambda text: text.upper()"', None, None),
        (' = "text => text.toUpperCase()"', None, "host expression for another back end"),
        (' = "elixir: String.upcase"', None, "host expression for another back end"),
        ("", None, "Main.shout is a foreign import, and Main.py does not define shout"),
    ],
)
def test_foreign_code_runs_on_its_own_back_end(
    host: str, foreign: str | None, expected: str | None, tmp_path: Path
) -> None:
    text = f"""
foreign import shout :: String -> String{host}

main :: Effect Unit
main = log (shout "a")
"""
    problem = said(tmp_path, text, foreign)
    assert problem is None if expected is None else expected in str(problem)


def test_a_missing_value_that_is_no_function_is_told(tmp_path: Path) -> None:
    text = "\nforeign import motto :: String\n\nmain :: Effect Unit\nmain = log motto\n"
    problem = said(tmp_path, text)
    assert problem is not None
    missing = "Main.motto is a foreign import, and Main.py does not define motto"
    assert problem.splitlines()[0] == missing


def test_recursion_without_end_is_told(tmp_path: Path) -> None:
    text = """
down :: Int -> Int
down n = 1 + down n

main :: Effect Unit
main = log (show (down 1))
"""
    problem = said(tmp_path, text)
    assert problem is not None
    assert problem.startswith("the program recursed too deeply\n  in Main.down")

"""The programs in programs/ print the same when Elixir runs them (codegen/elixir/, workspace/programs/elixir.py)."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from nova_ls.codegen.python.deep import run_deep
from nova_ls.compiler.state.module import ModuleOrigin
from nova_ls.workspace.open_workspace import MEMORY, open_workspace
from nova_ls.workspace.programs import elixir_cache
from nova_ls.workspace.programs.elixir import (
    Sources,
    compile_sources,
    elixir_sources,
    write_sources,
)
from nova_ls.workspace.programs.running import Runner, main_of
from nova_ls.workspace.workspace import Workspace
from tests.codegen.test_programs import NAMES, PROGRAMS

needs_elixir = pytest.mark.skipif(shutil.which("elixirc") is None, reason="needs Elixir")


@pytest.fixture(scope="module")
def workspace() -> Iterator[Workspace]:
    opened = open_workspace(None, MEMORY).workspace
    for path in sorted(PROGRAMS.glob("*.nova")):
        opened.add_file(path, ModuleOrigin.WORKSPACE)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def programs(workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All programs, compiled together: they have most of the library in common."""
    folder = tmp_path_factory.mktemp("programs")
    every = folder / "EveryProgram.nova"
    imports = "".join(f"import {name} as {name}\n" for name in NAMES)
    run = " *> ".join(f"{name}.main" for name in NAMES)
    every.write_text(
        f"module EveryProgram where\n\nimport Prelude\n{imports}\nmain = {run}\n", encoding="utf-8"
    )
    workspace.add_file(every, ModuleOrigin.WORKSPACE)
    paths = write_sources(_sources(workspace, "EveryProgram"), folder)
    assert compile_sources(paths, folder / "ebin") is None
    return folder


@needs_elixir
@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_program_prints_what_it_must(name: str, workspace: Workspace, programs: Path) -> None:
    script = programs / f"{name}.exs"
    script.write_text(_sources(workspace, name).main, encoding="utf-8")
    assert _run(programs, script) == ((PROGRAMS / f"{name}.out").read_text(encoding="utf-8"), "")


@needs_elixir
@pytest.mark.slow
def test_the_pantry_prints_the_same_on_both_back_ends(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    opened = open_workspace(None, MEMORY).workspace
    for path in sorted((PROGRAMS.parents[2] / "fixtures" / "pantry").rglob("*.nova")):
        opened.add_file(path, ModuleOrigin.WORKSPACE)
    main = main_of(opened, "Main")
    assert not isinstance(main, str)
    assert run_deep(lambda: Runner(opened).run(main)) is None
    paths = write_sources(elixir_sources(opened, main), tmp_path)
    opened.close()
    expected = capsys.readouterr().out
    assert expected != ""
    assert compile_sources(paths, tmp_path / "ebin") is None
    assert _run(tmp_path, tmp_path / "main.exs") == (expected, "")


def test_a_program_consists_of_its_modules_their_foreign_functions_and_the_runtime(
    workspace: Workspace,
) -> None:
    files = _sources(workspace, "Effects").files
    assert {"Effects.ex", "runtime.ex", "Data.Array.ex", "Data.Array.foreign.ex"} <= files.keys()
    assert "Data.String.Regex.ex" not in files


def test_a_foreign_value_that_elixir_lacks_is_told_when_it_is_used(tmp_path: Path) -> None:
    path = tmp_path / "Main.nova"
    path.write_text(
        "module Main where\n\nimport Prelude\n\nimport Effect (Effect)\n\n"
        'foreign import there :: Int -> Effect Unit = "elixir: fn _ -> fn -> :unit end end"\n'
        'foreign import missing :: Int -> Effect Unit = "x => () => {}"\n\n'
        "main :: Effect Unit\nmain = there 1 *> missing 2\n",
        encoding="utf-8",
    )
    opened = open_workspace(None, MEMORY).workspace
    opened.add_file(path, ModuleOrigin.WORKSPACE)
    text = _sources(opened, "Main").files["Main.ex"]
    opened.close()
    assert "fn _ -> fn -> :unit end end" in text
    assert "Main.missing is a host expression for another back end" in text


def _long_match(rows: int) -> str:
    """A module whose main prints what a match of so many rows, each with one more guard, comes to."""
    lines = ["module Main where", "", "import Prelude", "", "import Data.Maybe (Maybe(..))"]
    lines += ["import Effect.Console (logShow)", "", "near :: Int -> Int -> Maybe Int"]
    lines += ["near n m = if n == m then Nothing else Just (n + m)", ""]
    lines += ["f :: Int -> Array Int -> Int"]
    for count in range(1, rows + 1):
        names = ", ".join(f"x{each}" for each in range(count))
        guards = ", ".join(f"Just y{each} <- near n x{each}" for each in range(count))
        total = " + ".join(f"y{each} * x{count - 1 - each}" for each in range(count))
        lines.append(f"f n [ {names} ] | {guards} = let twice z = n * z in twice ({total})")
        lines.append(f"f 1 [ {names} ] | Nothing <- near x0 {count} = {count}")
    lines += ["f n _ = n", "", "main = do"]
    for count in range(rows + 2):
        numbers = ", ".join(str(each + 3) for each in range(count))
        lines += [f"  logShow (f {n} [ {numbers} ])" for n in (1, 2, 3, count + 1)]
    return "\n".join(lines) + "\n"


@needs_elixir
@pytest.mark.slow
def test_long_branches_are_functions_of_their_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "Main.nova").write_text(_long_match(30))
    opened = open_workspace(None, MEMORY).workspace
    opened.add_file(tmp_path / "Main.nova", ModuleOrigin.WORKSPACE)
    sources = _sources(opened, "Main")
    functions = [each.split("\n") for each in sources.files["Main.ex"].split("\n  def ")]
    assert max(sum(map(len, map(str.strip, each))) for each in functions) < 20_000
    main = main_of(opened, "Main")
    assert not isinstance(main, str)
    assert run_deep(lambda: Runner(opened).run(main)) is None
    opened.close()
    assert compile_sources(write_sources(sources, tmp_path), tmp_path / "ebin") is None
    assert _run(tmp_path, tmp_path / "main.exs") == (capsys.readouterr().out, "")


def _sources(workspace: Workspace, module: str) -> Sources:
    main = main_of(workspace, module)
    assert not isinstance(main, str)
    return elixir_sources(workspace, main)


def _run(folder: Path, script: Path) -> tuple[str, str]:
    command = ["elixir", "-pa", str(folder / "ebin"), str(script)]
    run = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False
    )
    return run.stdout, run.stderr


@needs_elixir
@pytest.mark.slow
def test_what_has_not_changed_is_not_compiled_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled: list[list[str]] = []

    def noted(paths: list[Path], folder: Path) -> str | None:
        compiled.append([path.name for path in paths])
        return compile_sources(paths, folder)

    monkeypatch.setattr(elixir_cache, "compile_sources", noted)
    one = "defmodule One do\n  defmodule Inner do\n    def two, do: 2\n  end\n  def run, do: IO.puts(One.Inner.two() + Other.three())\nend\n"
    other = "defmodule Other do\n  def three, do: 3\nend\n"

    def said(number: int, other: str) -> tuple[str, str]:
        folder = tmp_path / str(number)
        sources = Sources({"one.ex": one, "other.ex": other}, "One.run()")
        assert elixir_cache.compile_anew(sources, folder, tmp_path / "cache") is None
        return _run(folder, folder / "main.exs")

    assert said(1, other) == ("5\n", "")
    assert said(2, other) == ("5\n", "")
    assert said(3, other.replace("do: 3", "do: 4")) == ("6\n", "")
    assert [sorted(names) for names in compiled] == [["one.ex", "other.ex"], ["other.ex"]]

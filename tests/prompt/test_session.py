"""What comes of inputs at the prompt (prompt/prompt_session.py, prompt/prompt_commands.py, evaluation/scratch_module.py)."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from nova_ls.compiler.model import units
from tests.prompt.prompting import MAIN, Prompting


@pytest.fixture
def prompting(tmp_path: Path) -> Iterator[Prompting]:
    made = Prompting(tmp_path)
    yield made
    made.close()


@pytest.fixture
def inside(tmp_path: Path) -> Iterator[Prompting]:
    made = Prompting(tmp_path, "Main")
    yield made
    made.close()


def test_values_are_shown_and_actions_run(prompting: Prompting) -> None:
    assert prompting.said("1 + 2") == "3"
    assert prompting.said("Just [1]") == "(Just [1])"
    assert prompting.said('do\n  log "a"\n  pure 2') == "a\n2"
    assert prompting.said("\\n -> n + 1") == "<Int -> Int>"
    assert prompting.said("") == ""


def test_declarations_and_imports_are_kept(prompting: Prompting) -> None:
    assert prompting.said("let one = 1\n    two = one + 1") == "one :: Int\ntwo :: Int"
    assert prompting.said("import Data.Array (length)") == ""
    assert prompting.said("data Shape = Dot | Circle Int") == ""
    assert prompting.said("derive instance Eq Shape") == ""
    assert prompting.said("area :: Shape -> Int\narea Dot = 0\narea (Circle r) = r") == (
        "area :: Shape -> Int"
    )
    assert prompting.said("area (Circle two) + length [1]") == "3"
    assert prompting.said("Dot == Circle 1") == "false"
    assert prompting.said("class Named a where\n  name :: a -> String") == ""
    assert prompting.said('instance Named Shape where\n  name _ = "shape"') == ""
    assert prompting.said("name Dot") == '"shape"'


def test_what_is_declared_again_takes_the_place_of_what_had_its_name(prompting: Prompting) -> None:
    prompting.said("x = 1")
    prompting.said("y = x + 1")
    assert prompting.said("x = 5") == "x :: Int"
    assert prompting.said("y") == "6"
    assert prompting.said('x = "a"') == (
        "x :: String\nThis is wrong now:\ny = x + 1\n  Expected `String`, but found `Int`."
    )
    assert "it cannot be compiled" in prompting.said("y")
    assert prompting.said("y = x") == "y :: String"
    assert prompting.said("y") == '"a"'


WRONG: Final = [
    (
        'let a = 1\n    b = a + "c"',
        ["error TypesDoNotUnify", '    2 |     b = a + "c"', "      |             ^^^"],
    ),
    ("1 + true", ["error TypesDoNotUnify", "    1 | 1 + true", "      |     ^^^^"]),
    (
        "case 1 of\n  n -> n + true",
        ["error TypesDoNotUnify", "    2 |   n -> n + true", "      |            ^^^^"],
    ),
    (":type show lg", ["error UnknownName", "    1 | show lg", "      |      ^^"]),
    (":kind Array Maybe", ["error KindsDoNotUnify", "    1 | Array Maybe", "      |       ^^^^^"]),
    ("import Data.Arry", ["error ModuleNotFound", "    1 | import Data.Arry", "      |        ^^^^^^^^^"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "lines"), WRONG)
def test_errors_are_told_at_their_place_in_what_was_typed(
    prompting: Prompting, text: str, lines: list[str]
) -> None:
    told = prompting.take(text)
    assert told.output == ""
    assert told.problem.splitlines()[:3] == lines


def test_what_is_wrong_is_not_kept(prompting: Prompting) -> None:
    prompting.said("x = 1")
    assert "UnknownName" in prompting.said("x = nothing")
    assert prompting.said("x") == "1"


def test_the_message_says_who_exports_a_name(prompting: Prompting) -> None:
    assert "Data.Array" in prompting.said("snoc [1] 2")


def test_an_action_s_result_is_not_bound(prompting: Prompting) -> None:
    assert "a process of its own" in prompting.said("n <- pure 1")


def test_questions_of_types_and_names(prompting: Prompting) -> None:
    assert prompting.said(":type \\x -> [x]") == "\\x -> [x] :: forall a. a -> Array a"
    assert prompting.said(":kind Maybe") == "Maybe :: Type -> Type"
    assert prompting.said(":k Maybe Int") == "Maybe Int :: Type"
    assert prompting.said(":k Functor") == "Functor :: (Type -> Type) -> Constraint"
    assert prompting.said(":doc Main.shown") == "shown :: Int -> String\n-- of Main"
    assert "infixr 0 apply as $" in prompting.said(":d $")
    assert "fromMaybe :: forall a. a -> Maybe a -> a" in prompting.said(":browse Data.Maybe")
    assert "did you mean Data.Maybe" in prompting.said(":browse Data.Mayb")
    assert prompting.said(":browse") == ""
    prompting.said("x = 1")
    assert prompting.said(":browse") == "x :: Int"
    assert prompting.said(":nothing") == "there is no command :nothing; `:help` lists them"
    assert ":browse [MODULE]" in prompting.said(":help")


def test_inside_of_a_module_all_its_names_are_in_scope(inside: Prompting) -> None:
    assert inside.said("twice 4") == "8"
    assert inside.said(":doc twice") == "twice :: Int -> Int\nTwice as much."
    assert inside.said("import Data.Maybe (Maybe(..))") == ""
    assert inside.said("thrice n = n + twice n") == "thrice :: Int -> Int"
    assert inside.said("Just (thrice 2)") == "(Just 6)"
    assert "RedefinedIdent" in inside.said("twice n = n")
    assert inside.file.read_text() == MAIN


def test_reload_takes_in_what_changed_and_keeps_what_was_declared(inside: Prompting) -> None:
    inside.said("four = twice 2")
    inside.file.write_text(MAIN.replace("n + n", "n * n * 1"), encoding="utf-8")
    assert inside.said(":reload").startswith("1 file changed; ")
    assert inside.said("four") == "4"
    inside.file.write_text(MAIN.replace("n + n", "n + true"), encoding="utf-8")
    assert "Main has 1 error; what needs that cannot run" in inside.said(":reload")
    assert "it has errors" in inside.said("four")
    (inside.file.parent / "Other.nova").write_text(
        "module Other where\n\nseven :: Int\nseven = 7\n"
    )
    inside.file.write_text(MAIN, encoding="utf-8")
    assert inside.said(":r").startswith("2 files changed")
    assert inside.said("import Other") == ""
    assert inside.said("twice seven + four") == "18"
    assert inside.said(":r").startswith("no files changed")


def test_a_module_is_loaded_and_left(prompting: Prompting) -> None:
    prompting.said("x = 1")
    assert "UnknownName" in prompting.said("twice x")
    assert prompting.said(":load Main") == ""
    assert prompting.said("twice 1") == "2"
    assert "UnknownName" in prompting.said("x")
    assert prompting.said(":load") == ""
    assert "UnknownName" in prompting.said("twice 1")
    assert "there is no module Nothing" in prompting.said(":load Nothing")


def test_an_input_checks_nothing_but_itself(inside: Prompting) -> None:
    inside.said("a = twice 1")
    inside.said("b = a")
    ran = inside.workspace.program.tally.copy()
    inside.said("c = b")
    after = inside.workspace.program.tally
    assert sum(after.values()) - sum(ran.values()) == 1
    assert inside.workspace.program.engine.is_fresh(
        units.Structure(inside.session.scratch.module.key)
    )


def test_ctrl_c_stops_an_evaluation_and_nothing_else(prompting: Prompting) -> None:
    prompting.said("loop :: Int -> Int\nloop n = if n < 0 then 0 else loop ((n + 1) `mod` 100)")
    prompting.said("1")
    timer = threading.Timer(1, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    assert prompting.said("loop 1") == "it was cancelled"
    assert prompting.said("loop (-1)") == "0"


def test_what_runs_too_long_is_stopped(tmp_path: Path) -> None:
    made = Prompting(tmp_path, seconds=0.5)
    made.said("loop :: Int -> Int\nloop n = if n < 0 then 0 else loop ((n + 1) `mod` 100)")
    assert "it ran for more than 0.5 s" in made.said("loop 1")
    assert made.said("2") == "2"
    made.close()

"""What expressions come to, in the scope of a module as it is now (evaluation/expressions.py, shapes.py)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest

from tests.evaluation.evaluating import Evaluating

SOURCE: Final = """\
module Main (shown) where

import Prelude
import Effect (Effect)
import Effect.Console (log)

data Shape a = Dot | Circle Int a | Both (Shape a) (Shape a)

newtype Name = Name String

shown :: Int -> String
shown n = show (n + step)

step :: Int
step = 1

hello :: Effect Int
hello = do
  log "hello"
  pure 3

partial :: Int -> Int
partial n = if n > 0 then n else partial n.missing
"""
BARE: Final = "module Bare where\n"
CASES: Final = [
    ("shown 1", '"2"'),
    ("Dot :: Shape Int", "Dot"),
    ("Both Dot (Circle 1 \"a\")", 'Both Dot (Circle 1 "a")'),
    ("Name \"n\"", 'Name "n"'),
    ("{ f: shown, names: [Name \"a\", Name \"b\"], ok: true }",
        '{ f: <Int -> String>, names: [Name "a", Name "b"], ok: true }'),
    ("hello", "hello\n3"),
    ("log \"only\"", "only\n"),
    ("shown \"x\"", "Expected `Int`, but found `String`."),
    ("partial 1", "it cannot be compiled: Main.partial: it has errors (TypesDoNotUnify)"),
    ("case 1 of 1 -> 2", "This needs a `Partial` constraint: it does not handle all cases."),
    ("(", None),
]  # fmt: skip


@pytest.fixture(scope="module")
def evaluating(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evaluating]:
    files = {"Main.nova": SOURCE, "Bare.nova": BARE}
    made = Evaluating(tmp_path_factory.mktemp("expressions"), files)
    yield made
    made.close()


@pytest.mark.parametrize(("text", "told"), CASES)
def test_what_an_expression_comes_to(evaluating: Evaluating, text: str, told: str | None) -> None:
    said = evaluating.told(text)
    assert said == told if told is not None else said.startswith("Expected")


def test_an_edit_is_seen_unsaved_by_what_relies_on_it(evaluating: Evaluating) -> None:
    assert evaluating.told("shown 1") == '"2"'
    evaluating.edit("Main.nova", SOURCE.replace("step = 1", "step = 10"))
    assert evaluating.told("shown 1") == '"11"'
    data = "data Shape a = None | Dot | Circle Int a | Both (Shape a) (Shape a)"
    changed = SOURCE.replace("data Shape a = Dot | Circle Int a | Both (Shape a) (Shape a)", data)
    evaluating.edit("Main.nova", changed)
    assert evaluating.told("[None, Dot :: Shape Int]") == "[None, Dot]"
    evaluating.edit("Main.nova", SOURCE)
    assert evaluating.told("shown 1") == '"2"'


def test_bindings_are_in_scope_in_order(evaluating: Evaluating) -> None:
    assert evaluating.told("b", "a = 1", "b = a + step") == "2"


def test_a_module_that_imports_nothing(evaluating: Evaluating) -> None:
    bare = evaluating.workspace.files[evaluating.folder / "Bare.nova"].module
    assert bare is not None
    evaluating._first = "Bare.nova"
    assert evaluating.told("[1]") == "[1]"
    evaluating._first = "Main.nova"

"""Renaming the alias of imports: behind `as`, as a qualifier, and where the header exports it again."""

from __future__ import annotations

import pytest

from tests.features.rename.check import only, refusal

TEMPLATE = """module Main (module ~, x, y) where

import Data.Array as ~
import Data.Maybe (Maybe(..))
import Data.Maybe as ~
import Data.Array.NonEmpty as AN

-- A.length is not code
x :: ~.Maybe Int
x = case ~.head [ 1 ] of
  ~.Just n -> ~.Just n
  ~.Nothing -> ~.last [ 2 ]

y :: Array Int
y = 1 ~.: [ 2 ] ~.\\\\ ~.fromMaybe [] (~.Just [ 3 ]) `f` AN.toArray (AN.singleton 1)
  where
  f = (~.:) "A.x" >>> ~.length
"""
TEXT = TEMPLATE.replace("~", "A")
PLACES = [number for number, letter in enumerate(TEMPLATE) if letter == "~"]


@pytest.mark.parametrize("start", PLACES)
@pytest.mark.parametrize("new", ["B", pytest.param("Data.Things", marks=pytest.mark.slow)])
def test_an_alias_is_renamed_at_all_its_places(start: int, new: str) -> None:
    after = only(f"{TEXT[:start]}<CURSOR>{TEXT[start:]}", new)
    assert after == TEMPLATE.replace("~", new)


def test_blocks_move_with_what_grows() -> None:
    before = """module Main where
import Data.Maybe as M<CURSOR>
x = M.maybe 1 (\\n -> case n of 1 -> 2
                               _ -> 3) (M.Just 1)
"""
    after = """module Main where
import Data.Maybe as May
x = May.maybe 1 (\\n -> case n of 1 -> 2
                                 _ -> 3) (May.Just 1)
"""
    assert only(before, "May") == after


def test_code_with_errors_is_renamed_too() -> None:
    text = "module Main where\nimport Data.Maybe as ~\nx = ~.Just +\ny = ~<CURSOR>.Nothing :: Int\n"
    assert only(text.replace("~", "M"), "N") == text.replace("~", "N").replace("<CURSOR>", "")


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        ("AN", "here already"),
        ("Data.Array", "here already"),
        ("Main", "here already"),
        ("low", "not a module name"),
    ],
)
def test_what_would_mean_something_else_is_refused(new: str, reason: str) -> None:
    assert reason in refusal(TEXT.replace(":: A.Maybe", ":: A<CURSOR>.Maybe"), new)


def test_a_qualifier_that_nothing_is_known_of_is_taken() -> None:
    text = "module Main where\nimport Data.Maybe as M<CURSOR>\nx = M.Just 1\ny = N.thing\n"
    assert "qualifies names here already" in refusal(text, "N")


def test_a_name_behind_its_qualifier_is_renamed_itself() -> None:
    text = """
        module Main where
        import Other as O
        x = O.th<CURSOR>ing
        --- Other
        module Other where
        thing = 1
        """
    assert "lower-case" in refusal(text, "O")

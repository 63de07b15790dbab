"""Which entry comes first: what has the wanted type, what is near."""

from __future__ import annotations

import pytest

from nova_ls.features.completion.matching import Match, match
from tests.features.completion.check import entries, labels

MODULE = """
    module Main where
    import Prelude
    import Data.Maybe (Maybe(..), fromMaybe)
    import Effect (Effect)
    data Color = Red | Green Int
    count :: Int
    count = 1
    title :: String
    title = ""
    size :: String -> Int
    size _ = 1
    run :: Effect Unit
    run = pure unit
    DECLARATION
"""


def first(declaration: str, number: int = 1) -> list[str]:
    text = MODULE.replace("DECLARATION", declaration.replace("\n", "\n    "))
    return labels(text)[:number]


@pytest.mark.parametrize(
    ("declaration", "expected"),
    [
        ("f :: Int -> String -> Int\nf number name = <CURSOR>", {"number", "count"}),
        ("f :: Int -> String -> String\nf number name = <CURSOR>", {"name", "title"}),
        ("f :: String -> Int\nf name = size <CURSOR>", {"name", "title"}),
        ("f :: Boolean -> Int\nf flag = if <CURSOR>", {"flag", "otherwise"}),
        ("f :: Color -> Int\nf c = case c of\n  <CURSOR>", {"Red", "Green"}),
        ("f :: Maybe Int -> Int\nf <CURSOR>", {"Just", "Nothing"}),
        ("f :: Maybe Int -> Int\nf (Just n) = n\nf <CURSOR>", {"Just", "Nothing"}),
        ("f :: Effect Unit\nf = do\n  <CURSOR>", {"run"}),
        ("f :: Effect Unit\nf = do\n  x <- pure 1\n  <CURSOR>\n  run", {"run"}),
        ("f :: Array Int\nf = map <CURSOR> [\"\"]", {"size"}),
        ("f :: Int -> Array Int\nf n = [ 1, <CURSOR> ]", {"n", "count"}),
        ("f :: Int -> { a :: Int }\nf n = { a: <CURSOR> }", {"n", "count"}),
        ("f :: Int -> Boolean\nf n = n == <CURSOR>", {"n", "count"}),
        ("f :: Int -> Int\nf n = fromMaybe <CURSOR> Nothing", {"n", "count"}),
        ("f :: Int -> Int\nf n = size $ <CURSOR>", {"title"}),
        ("f :: forall a. Show a => a -> String\nf x = show <CURSOR>", {"x"}),
        ("f :: Int -> Int\nf n = n\n  where\n  g m = m + <CURSOR>", {"n", "m"}),
        ("f :: Maybe Int -> Maybe Int\nf m = do\n  one <- m\n  let two = 2\n  pure (one + <CURSOR>)", {"one", "two"}),
        ("f :: Int -> Int\nf n = let m = <CURSOR> in n + m", {"n"}),
    ],
)  # fmt: skip
def test_what_has_the_wanted_type_comes_first(declaration: str, expected: set[str]) -> None:
    assert set(first(declaration, len(expected))) == expected


def test_between_backticks_functions_of_two_come_first() -> None:
    found = first("f :: Int -> Int\nf n = n `<CURSOR>` 1", 100)
    assert found.index("add") < found.index("count") and found.index("add") < 10
    assert "case" not in found


def test_a_name_that_fits_behind_arguments_comes_before_one_that_does_not() -> None:
    found = first("f :: Int\nf = <CURSOR>", 100)
    assert found.index("count") < found.index("size") < found.index("title")


def test_what_is_near_comes_first() -> None:
    found = labels("""
        module Main where
        import Prelude
        f outer = let middle = outer in (\\inner -> <CURSOR>)
        own = 1
    """)
    assert found.index("inner") < found.index("middle") < found.index("outer") < found.index("own")
    assert found.index("own") < found.index("map")


def test_a_hidden_name_is_offered_once() -> None:
    found = entries("""
        module Main where
        name :: Int
        name = 1
        f :: Int -> Int
        f name = na<CURSOR>
    """)
    assert [entry.label for entry in found] == ["name"]
    assert found[0].key is None


def test_a_hole_is_offered_what_fits_it() -> None:
    found = first("f :: String -> Int\nf name = size ?what<CURSOR>", 50)
    assert set(found[:2]) == {"name", "title"}
    assert "count" not in found
    assert "if" not in found


def test_types_stand_beside_the_entries() -> None:
    text = MODULE.replace("DECLARATION", "f :: Int\n    f = siz<CURSOR>")
    assert entries(text)[0].detail == "String -> Int"


def test_records_are_shown_by_their_synonyms() -> None:
    found = entries("""
        module Main where
        type Person = { name :: String, age :: Int }
        f :: Array Person -> Person -> Int
        f people person = p<CURSOR>
    """)
    assert {entry.label: entry.detail for entry in found if entry.key is None} == {
        "person": "Person",
        "people": "Array Person",
    }


def test_the_value_that_is_being_defined_is_not_the_first_to_be_its_own_part() -> None:
    assert first("other :: Int\nother = <CURSOR>") == ["count"]


@pytest.mark.parametrize(
    ("typed", "name", "expected"),
    [
        ("", "map", Match.PREFIX),
        ("ma", "map", Match.PREFIX),
        ("Ma", "map", Match.OTHER_CASE),
        ("fm", "fromMaybe", Match.WORDS),
        ("froM", "fromMaybe", Match.OTHER_CASE),
        ("may", "fromMaybe", Match.WORDS),
        ("fbe", "fromMaybe", Match.LETTERS),
        ("yb", "fromMaybe", Match.LETTERS),
        ("y", "fromMaybe", None),
        ("<>", "<>", Match.PREFIX),
        ("mpa", "map", None),
        ("mapp", "map", None),
        ("nbe", "fromMaybe", None),
    ],
)
def test_how_a_name_fits_what_is_typed(typed: str, name: str, expected: Match | None) -> None:
    assert match(typed, name) is expected

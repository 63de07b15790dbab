"""Labels of records: behind dots, in literals, updates and patterns, as the type at the place has them."""

from __future__ import annotations

import pytest

from tests.features.completion.check import entries, labels

MODULE = """
    module Main where
    import Prelude
    import Data.Maybe (Maybe(..))
    type Home = { street :: String, number :: Int }
    type Person = { name :: String, home :: Home, age :: Int }
    newtype Wrapped = Wrapped Person
    people :: Array Person
    people = []
    pick :: forall a r. { size :: a | r } -> a
    pick it = it.size
    DECLARATION
    after :: Int
    after = 1
"""


def fields(declaration: str) -> list[str]:
    text = MODULE.replace("DECLARATION", declaration.replace("\n", "\n    "))
    return [entry.label for entry in entries(text) if entry.kind.name == "FIELD"]


@pytest.mark.parametrize(
    ("declaration", "expected"),
    [
        # Access, through synonyms and calls; of a newtype nothing.
        ("f :: Person -> Int\nf p = p.<CURSOR>", {"name", "home", "age"}),
        ("f :: Person -> Int\nf p = p.home.<CURSOR>", {"street", "number"}),
        ("f :: Person -> Int\nf p = p.home.nu<CURSOR> + 1", {"number"}),
        ("f :: Wrapped -> Int\nf p = p.<CURSOR>", set()),
        ("f :: Wrapped -> Int\nf (Wrapped p) = p.<CURSOR>", {"name", "home", "age"}),
        ("f = map (\\p -> p.<CURSOR>) people", {"name", "home", "age"}),
        ("f :: Array Int\nf = people # map (\\p -> p.ag<CURSOR>)", {"age"}),
        ("f :: Maybe Person -> Int\nf m = case m of\n  Just p -> p.<CURSOR>", {"name", "home", "age"}),
        ("f :: Person -> Int\nf p = g p.<CURSOR>\n  where\n  g = identity", {"name", "home", "age"}),
        ("f :: Maybe Person -> Maybe Int\nf m = do\n  p <- m\n  pure p.<CURSOR>", {"name", "home", "age"}),
        ("f :: Maybe Person -> Maybe Int\nf m = do\n  p <- m\n  let n = p.<CURSOR>\n  pure n", {"name", "home", "age"}),
        # A variable whose row is known in part.
        ("f :: forall r. { a :: Int, b :: Int | r } -> Int\nf it = it.<CURSOR>", {"a", "b"}),
        # Accessors.
        ("f :: Array Int\nf = map _.<CURSOR> people", {"name", "home", "age"}),
        ("f = map (_.na<CURSOR>) people", {"name"}),
        ("f = map _.home.<CURSOR> people", {"street", "number"}),
        # Literals.
        ("f :: Person\nf = { <CURSOR> }", {"name", "home", "age"}),
        ("f :: Person\nf = { name: \"\", <CURSOR> }", {"home", "age"}),
        ("f :: Person\nf = { name: \"\", <CURSOR>, age: 1 }", {"home"}),
        ("f :: Person\nf = { home: { st<CURSOR> } }", {"street"}),
        ("f :: Array Person\nf = [ { <CURSOR> } ]", {"name", "home", "age"}),
        ("f :: Maybe Person\nf = Just { a<CURSOR> }", {"age"}),
        ("f = pick { <CURSOR> }", {"size"}),
        # Updates.
        ("f :: Person -> Person\nf p = p { <CURSOR> }", {"name", "home", "age"}),
        ("f :: Person -> Person\nf p = p { na<CURSOR> = \"\" }", {"name"}),
        ("f :: Person -> Person\nf p = p { name = \"\", <CURSOR> }", {"home", "age"}),
        ("f :: Person -> Person\nf p = p { home { <CURSOR> } }", {"street", "number"}),
        ("f :: Person -> Person\nf p = p { home { street = \"\", nu<CURSOR> = 1 } }", {"number"}),
        ("f = map (_ { <CURSOR> }) people", set()),
        # Patterns.
        ("f :: Person -> Int\nf { <CURSOR> } = 1", {"name", "home", "age"}),
        ("f :: Person -> Int\nf { age, na<CURSOR> } = 1", {"name"}),
        ("f :: Person -> Int\nf { home: { <CURSOR> } } = 1", {"street", "number"}),
        ("f :: Person -> Int\nf p = case p of\n  { na<CURSOR> } -> 1", {"name"}),
        ("f = map (\\{ <CURSOR> } -> 1) people", {"name", "home", "age"}),
    ],
)  # fmt: skip
def test_the_fields_of_the_type_at_the_place(declaration: str, expected: set[str]) -> None:
    assert set(fields(declaration)) == expected


def test_a_field_that_has_the_wanted_type_comes_first() -> None:
    assert fields("f :: Person -> Int\nf p = p.<CURSOR>")[0] == "age"
    assert fields("f :: Person -> String\nf p = p.<CURSOR>")[0] == "name"
    assert fields("f :: Array Home\nf = map (\\p -> p.<CURSOR>) people")[0] == "home"


def test_broken_code_around_hides_no_fields() -> None:
    assert set(fields("f :: Person -> Int\nf p = let x = missing p.<CURSOR> in if x then")) == {
        "name", "home", "age",
    }  # fmt: skip
    assert set(fields("f :: Person -> Int\nf p = (foo [p.<CURSOR>")) == {"name", "home", "age"}


def test_a_label_that_is_no_name_is_quoted() -> None:
    found = labels("""
        module Main where
        f :: { "a b" :: Int } -> Int
        f it = it.<CURSOR>
    """)
    assert found == ['"a b"']


def test_fields_of_another_modules_record() -> None:
    found = labels("""
        module Main where
        import Other (thing)
        x = thing.<CURSOR>
        --- Other
        module Other where
        type Thing = { one :: Int, two :: Int }
        thing :: Thing
        thing = { one: 1, two: 2 }
    """)
    assert set(found) == {"one", "two"}

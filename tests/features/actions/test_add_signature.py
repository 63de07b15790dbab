"""Adding the signature that was inferred: names as the module knows them, imports that are missing, synonyms that it uses."""

from __future__ import annotations

import pytest

from tests.features.actions.check import applied, titles
from tests.features.fixture import load


def signed(text: str, name: str = "f") -> str:
    """The module afterwards; the action must be offered."""
    return applied(text, f"Add the signature of `{name}`", load)


def signature(text: str, name: str = "f") -> str:
    lines = signed(text, name).split("\n")
    return next(line for line in lines if line.startswith(f"{name} ::"))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("f<CURSOR> x = x", "f :: forall a. a -> a"),
        ("f<CURSOR> = 1", "f :: Int"),
        ("f<CURSOR> r = r.x + 1", "f :: forall a. { x :: Int | a } -> Int"),
        ('f<CURSOR> = { "Odd label": 1 }', 'f :: { "Odd label" :: Int }'),
        ("f<CURSOR> x y = x + y", "f :: forall a. Semiring a => a -> a -> a"),
        ("f<CURSOR> g x = g (g x)", "f :: forall a. (a -> a) -> a -> a"),
    ],
)
def test_each_form_of_type(line: str, expected: str) -> None:
    prelude = "import Prelude\n" if "+" in line else ""
    assert signature(f"module Main where\n{prelude}{line}\n") == expected


def test_it_stands_above_the_first_equation_below_the_comment() -> None:
    text = "module Main where\n\n-- | Words.\nf<CURSOR> 1 = 'a'\nf _ = 'b'\n"
    assert "-- | Words.\nf :: Int -> Char\nf 1 = 'a'\nf _ = 'b'\n" in signed(text)


def test_lines_end_as_the_others_do() -> None:
    assert "\r\nf :: Int\r\nf = 1\r\n" in signed("module Main where\r\n\r\nf<CURSOR> = 1\r\n")


OTHER = """--- Other
module Other (Box, Hidden, Named, box, hidden, named, module Third) where
import Third
newtype Box a = Box a
box :: forall a. a -> Box a
box = Box
data Hidden = Hidden
hidden :: Hidden
hidden = Hidden
type Named = { name :: String, box :: Box Int }
named :: Named
named = { name: "", box: Box 1 }
--- Third
module Third where
data Shown = Shown
shown :: Shown
shown = Shown
"""


@pytest.mark.parametrize(
    ("imports", "body", "expected_imports", "expected"),
    [
        ("import Other", "box 1", "import Other", "f :: Box Int"),
        ("import Other (box)", "box 1", "import Other (Box, box)", "f :: Box Int"),
        ("import Other as O", "O.box 1", "import Other as O", "f :: O.Box Int"),
        (
            "import Other (box, shown)",
            "[box shown]",
            "import Other (Box, Shown, box, shown)",
            "f :: Array (Box Shown)",
        ),
        (
            "import Other (box)\ndata Box = Box",
            "box 1",
            "import Other (box)\nimport Other as Other\ndata Box = Box",
            "f :: Other.Box Int",
        ),
    ],
)
def test_names_are_those_of_the_module(
    imports: str, body: str, expected_imports: str, expected: str
) -> None:
    after = signed(f"module Main where\n{imports}\nf<CURSOR> = {body}\n{OTHER}")
    assert after == f"module Main where\n{expected_imports}\n{expected}\nf = {body}"


def test_types_of_the_library_come_from_where_they_are_public() -> None:
    text = "module Main where\nimport Data.Map as Map\nf<CURSOR> = Map.singleton 1\n"
    assert signature(text) == "f :: forall a. a -> Map.Map Int a"
    text = "module Main where\nimport Data.Map (singleton)\nf<CURSOR> = singleton 1\n"
    after = signed(text)
    assert "import Data.Map (Map, singleton)\nf :: forall a. a -> Map Int a\n" in after


def test_synonyms_are_kept_and_imported() -> None:
    body = "f<CURSOR> = named\n"
    assert (
        signature(f"module Main where\nimport Other (Named, named)\n{body}{OTHER}") == "f :: Named"
    )
    after = signed(f"module Main where\nimport Other (named)\n{body}{OTHER}")
    assert "import Other (Named, named)\nf :: Named\n" in after


def test_synonyms_with_parameters_and_open_rows() -> None:
    text = """module Main where
type Pair a r = { first :: a, second :: a | r }
type Keep = forall r. Pair Int r -> Int
make :: forall a. a -> Pair a ()
make x = { first: x, second: x }
f<CURSOR> x = make [x]
"""
    assert signature(text) == "f :: forall a. a -> Pair (Array a) ()"


def test_a_synonym_for_a_plain_type_is_not_guessed() -> None:
    text = "module Main where\ntype Price = Int\ng :: Price\ng = 1\nf<CURSOR> = 2\n"
    assert signature(text) == "f :: Int"


def test_a_type_that_no_module_shows_is_not_written() -> None:
    other = OTHER.replace("Box, Hidden,", "")
    text = f"module Main where\nimport Other (hidden)\nf<CURSOR> = hidden\n{other}"
    assert [title for title in titles(text, load) if "signature" in title] == []


def test_in_broken_code() -> None:
    text = "module Main where\nf<CURSOR> = 1\ng = let in (\nh :: Int\nh = true\n"
    assert "\nf :: Int\nf = 1\n" in signed(text)


def test_a_long_signature_has_lines() -> None:
    fields = ", ".join([f"field{n}: {n}" for n in range(9)])
    after = signed(f"module Main where\nf<CURSOR> x = {{ x, {fields} }}\n")
    assert "\nf\n  :: forall a\n   . a\n  ->" in after

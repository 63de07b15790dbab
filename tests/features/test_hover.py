"""Hovers: names of every kind, locals, sub-expressions, and where there is nothing to tell."""

from __future__ import annotations

import pytest

from nova_ls.features.hover import hover
from tests.features.fixture import load


def shown(fixture: str) -> str | None:
    """The text of the hover at the cursor; the marked place, if there is one, is what it covers."""
    loaded = load(fixture)
    found = hover(loaded.snapshot, loaded.module, loaded.offset)
    if found is None:
        return None
    wanted = loaded.marked("here")
    if wanted:
        assert {loaded.location(found.place)} == wanted
    return found.text


def test_a_value_shows_its_signature_its_module_and_its_documentation() -> None:
    text = shown("""
        module Main where
        -- | Twice as much.
        -- | Or more.
        twice :: Int -> Int
        twice n = n
        four = tw<CURSOR>ice 2
               ^^^^^ here
    """)
    assert text == (
        "```nova\ntwice :: Int -> Int\n```\n\nmodule `Main`\n\n---\n\nTwice as much.\nOr more."
    )


def test_a_general_value_shows_its_type_at_this_use_too() -> None:
    text = shown("""
        module Main where
        same :: forall a. a -> a
        same x = x
        four = sa<CURSOR>me 2
    """)
    assert text is not None
    assert "same :: forall a. a -> a" in text
    assert "Here:\n```nova\nInt -> Int\n```" in text


def test_a_local_variable_shows_its_type() -> None:
    text = shown("""
        module Main where
        twice :: Int -> Int
        twice number = num<CURSOR>ber
                       ^^^^^^ here
    """)
    assert text == "```nova\nnumber :: Int\n```\n\n*local*"


@pytest.mark.parametrize(
    ("declaration", "expected"),
    [
        ("data Box a = Box a | <C>Empty", "Empty :: forall @a. Box a"),
        ("data <C>Box a = Box a | Empty", "data Box :: Type -> Type\ndata Box a = Box a | Empty"),
        ("newtype Name = <C>Name String", "Name :: String -> Name"),
        ("type <C>Pair a = { left :: a, right :: a }", "type Pair a = { left :: a, right :: a }"),
        ("class Shape a where\n  ar<C>ea :: a -> Int", "Shape a => a -> Int"),
        ("class Sha<C>pe a where\n  area :: a -> Int", "class Shape a where\n  area :: a -> Int"),
        ("foreign import now :: Int\nlater = n<C>ow", "now :: Int"),
    ],
)
def test_a_declared_name_shows_its_declaration(declaration: str, expected: str) -> None:
    text = shown("module Main where\n" + declaration.replace("<C>", "<CURSOR>"))
    assert text is not None and expected in text


def test_an_operator_shows_its_fixity_and_the_documentation_of_what_it_stands_for() -> None:
    text = shown("""
        module Main where
        -- | The first of two.
        first :: Int -> Int -> Int
        first a b = a
        infixl 4 first as <<
        x = 1 <CURSOR><< 2
    """)
    assert text is not None
    assert "(<<) :: Int -> Int -> Int\ninfixl 4 first as <<" in text
    assert text.endswith("The first of two.")


def test_a_constructor_tells_its_type_and_its_own_documentation() -> None:
    text = shown("""
        module Main where
        data Box
          -- | Nothing in it.
          = Empty
          -- | Something in it.
          | Full Int
        x = Fu<CURSOR>ll 3
    """)
    assert text is not None
    assert "constructor of `Box`, module `Main`" in text
    assert text.endswith("Something in it.")


def test_types_of_the_compiler_are_documented() -> None:
    text = shown("""
        module Main where
        x :: In<CURSOR>t
        x = 1
    """)
    assert text is not None and "Whole numbers" in text


def test_a_literal_shows_the_type_of_the_expression() -> None:
    text = shown("""
        module Main where
        x = [ 1<CURSOR>2, 3 ]
              ^^ here
    """)
    assert text == "```nova\nInt\n```"


def test_a_bracket_shows_the_type_of_what_it_encloses() -> None:
    text = shown("""
        module Main where
        x = <CURSOR>[ 12, 3 ]
    """)
    assert text == "```nova\nArray Int\n```"


def test_a_module_shows_its_documentation() -> None:
    text = shown("""
        module Main where
        import Ot<CURSOR>her
        --- Other
        -- | All the rest.
        module Other where
    """)
    assert text == "```nova\nmodule Other\n```\n\n---\n\nAll the rest."


def test_a_name_of_another_module_is_found_through_a_qualifier() -> None:
    text = shown("""
        module Main where
        import Other as O
        x = O.th<CURSOR>ing
            ^^^^^^^ here
        --- Other
        module Other where
        thing :: String
        thing = ""
    """)
    assert text is not None and "thing :: String" in text and "module `Other`" in text


@pytest.mark.parametrize(
    "line",
    ["x = 1 -- a com<CURSOR>ment", "<CURSOR>", "x = nothi<CURSOR>ng", "x =   <CURSOR>   1"],
)
def test_there_is_nothing_to_tell_of_trivia_and_unknown_names(line: str) -> None:
    assert shown(f"module Main where\n{line}\n\ny = 2") is None

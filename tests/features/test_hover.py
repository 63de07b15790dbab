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


@pytest.mark.parametrize(
    "declaration",
    [
        "-- | Says what.\ndata P :: Type -> Type\ndata P a = P",
        "data P :: Type -> Type\n-- | Says what.\ndata P a = P",
        "-- | Says what.\nclass P :: Type -> Constraint\nclass P a",
        "-- | Says what.\ntype P :: Type -> Type\nx = 1\ntype P a = Int",
        "type role P nominal\n-- | Says what.\nforeign import data P :: Type -> Type",
    ],
)
def test_a_type_is_documented_above_its_kind_signature_or_its_declaration(declaration: str) -> None:
    use = "class" if "class" in declaration else "type"
    text = shown(
        f"module Main (use, {'class ' * (use == 'class')}P<CURSOR>) where\nuse = 1\n{declaration}\n"
    )
    assert text is not None
    assert text.endswith("\n\n---\n\nSays what.")


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


@pytest.mark.parametrize("above", ["", "class Nope a <= 1 a where\n", "class Nope (a where\n"])
def test_there_are_hovers_in_an_instance_of_a_class_that_nothing_is_known_of(above: str) -> None:
    text = shown(
        "module Main where\ndata T = T Int\nINSTANCE".replace(
            "INSTANCE", f"{above}instance Nope T where\n  named (T number) = num<CURSOR>ber\n"
        )
    )
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
    assert text == "```nova\nInt\n```\n\n*integer*"


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


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("x = 0x<C>ff", "*integer*, 255"),
        ("x = 'A<C>'", "*character*, U+0041"),
        ('x = "a<C>b"', "*string*"),
        ("x = i<C>f true then 1 else 2", "Int\n```\n\n`if`: Chooses by a Boolean."),
        ("x = if true th<C>en 1 else 2", "`then`: What the `if` is"),
        ("x = \\n <C>-> n", "`->`: From a parameter"),
        ("x <C>:: Int\nx = 1", "`::`: Says what type"),
        ("imp<C>ort Prelude", "`import`: Brings what another module exports"),
        ("x :: forall <C>a. a -> Int\nx _ = 1", "a\n```\n\n*type variable*"),
        ("x :: forall (f :: Type -> Type). f<C> Int -> Int\nx _ = 1", "f :: Type -> Type\n"),
    ],
)
def test_literals_keywords_and_type_variables_are_explained(line: str, expected: str) -> None:
    text = shown("module Main where\n" + line.replace("<C>", "<CURSOR>"))
    assert text is not None and expected in text


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("x = own.na<C>me", "name :: String"),
        ("x = { na<C>me: 3 }", "name :: Int"),
        ("x = own { na<C>me = true }", "name ::"),
        ("x { na<C>me: n } = n <> own.name", "name :: String"),
        ("type Own = { na<C>me :: Array   Int }", "name :: Array Int"),
        ("x = map _.na<C>me [ own ]", "name :: String"),
        ("x = own.own<C>er", "owner\n  :: { address"),
    ],
)
def test_fields_of_records_show_their_types(line: str, expected: str) -> None:
    text = shown(
        "module Main where\nimport Prelude\n"
        "own :: { name :: String, owner :: { name :: String, address :: Array String, age :: Int, telephone :: Int } }\n"
        "own = own\n" + line.replace("<C>", "<CURSOR>")
    )
    assert text is not None and "*record field*" in text
    assert expected.split("\n", maxsplit=1)[0] in text


def test_the_instances_that_a_use_takes_are_shown() -> None:
    text = shown("""
        module Main where
        import Prelude
        x = sh<CURSOR>ow [ 1 ]
    """)
    assert text is not None
    assert "Chosen:\n```nova\ninstance Show a => Show (Array a)\n```" in text


def test_a_type_of_a_library_shows_no_constructors_that_cannot_be_used() -> None:
    text = shown("""
        module Main where
        import Data.Map (Map)
        x :: M<CURSOR>ap Int Int
        x = x
    """)
    assert text is not None
    assert "Map :: Type -> Type -> Type\n```" in text
    assert "Node" not in text and "Two" not in text
    assert "module `Data.Map`" in text and "Internal" not in text


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("import Data.Map as M\nx = M.loo<C>kup", "module `Data.Map`"),
        ("import Data.Map (loo<C>kup)", "module `Data.Map`"),
        (
            "import Prelude\nx = sh<C>ow",
            "member of `Show`, module `Prelude` (defined in `Data.Show`)",
        ),
        (
            "import Data.Maybe (Maybe(..))\nx = Ju<C>st 1",
            "constructor of `Maybe`, module `Data.Maybe`",
        ),
    ],
)
def test_a_name_comes_from_the_module_that_was_imported(text: str, origin: str) -> None:
    found = shown("module Main where\n" + text.replace("<C>", "<CURSOR>"))
    assert found is not None and f"\n\n{origin}" in found
    assert "Internal" not in found


def test_a_type_with_its_constructors_shows_them() -> None:
    text = shown("""
        module Main where
        import Data.Maybe (Maybe)
        x :: May<CURSOR>be Int
        x = x
    """)
    assert text is not None and "data Maybe a = Nothing | Just a" in text


def test_the_alias_of_an_import_is_the_module() -> None:
    text = shown("""
        module Main where
        import Data.Maybe as Per<CURSOR>haps
                             ^^^^^^^ here
    """)
    assert text is not None and text.startswith("```nova\nmodule Data.Maybe\n```")
    assert "*of the standard library*" in text


def test_synonyms_are_shown_as_they_are_written() -> None:
    text = shown("""
        module Main where
        type Price = { amount :: Int, currency :: String }
        f :: Array Price -> Array Price
        f x = x
        g pri<CURSOR>ces = f prices
    """)
    assert text is not None and "prices :: Array Price" in text

"""One mistake in an expression or a pattern gives one diagnostic."""

from __future__ import annotations

import pytest

from tests.compiler.told import assert_told
from tests.features.fixture import load


def test_the_update_of_an_unknown_record_is_of_unknown_type() -> None:
    assert_told("""
newtype Age = Age { years :: Int, days :: Int }
young :: Age
young = Age (lost { years = 1 })
             ^^^^ UnknownName
old :: Age -> Age
old (Age age) = (\\f -> f lost { years = 2 }) (\\x -> Age (if age.years == 1 then x else age))
                         ^^^^ UnknownName
""")


@pytest.mark.parametrize(
    "body",
    [
        "f :: Int\nf = (1 :: String)\n     ^^^^^^^^^^^ TypesDoNotUnify\n",
        "f :: Int -> Int\nf x = (x :: String) + x\n       ^^^^^^^^^^^ TypesDoNotUnify\n",
        # The context asks for nothing else, or the expression is wrong inside.
        "f = show (1 :: String)\n          ^ TypesDoNotUnify\n",
        """
f :: Int
f = (show (1 + "") :: String)
               ^^ TypesDoNotUnify
     ^^^^^^^^^^^^^^^^^^^^^^^ TypesDoNotUnify
""",
    ],
)
def test_a_written_type_that_neither_side_has_is_told_once(body: str) -> None:
    assert_told(body)


@pytest.mark.parametrize(
    ("body", "is_told"),
    [
        ("f = let [ a ] = [ 1 ] in a", False),
        ("f = let [ a ] = [ 1 ]\n        b = a in b", False),
        ("f = a where [ a ] = [ 1 ]", False),
        ("f = do\n  let [ a ] = [ [ 1 ] ]\n  a", False),
        ("f = let b = 1\n        [ a ] = [ b ] in a", True),
        ("f = if true then 1 else let [ a ] = [ 1 ] in a", True),
        ("f = \\x -> let [ a ] = x in a", True),
        ("f x = let [ a ] = x in a", True),
        ("f = let { a } = { a: 1 } in a", True),
    ],
)
def test_a_value_that_is_a_partial_let_as_a_whole_counts_as_signed(
    body: str, is_told: bool
) -> None:
    loaded = load("module Main where\n" + body + "\n")
    (file,) = loaded.workspace.files.values()
    told = {each.code for _, each in loaded.workspace.diagnostics(file)}
    assert ("MissingTypeDeclaration" in told) is is_told


@pytest.mark.parametrize(
    "body",
    [
        # What the variables of a pattern stand for is unknown where the constructor has another number of fields.
        """
data Shape = Circle Int Int String
name :: Shape -> String
name (Circle n s) = s <> show (n + 1)
      ^^^^^^^^^^ IncorrectConstructorArity
""",
        # The type that is matched is wrong, not each pattern.
        """
name :: Int -> Int
name n = case n of
  "one" -> 1
  ^^^^^ TypesDoNotUnify
  "two" -> 2
  _ -> 3
""",
        """
import Data.Maybe (Maybe(..))
from :: Int -> Int -> Int
from (Just n) _ = n
      ^^^^^^ TypesDoNotUnify
from Nothing 1 = 0
from Nothing _ = 1
""",
        # An argument that does not fit tells nothing of the others.
        """
data Shape = Circle Boolean Int String
all :: Array Shape
all = map (Circle true) [ "s" ]
           ^^^^^^^^^^^ TypesDoNotUnify
""",
        """
name :: Boolean -> Int -> String -> String
name _ _ s = s
names :: Array String
names = map (name true) [ "x" ]
             ^^^^^^^^^ TypesDoNotUnify
""",
        # Imports are written like this elsewhere; their names are known.
        """
import qualified Data.Maybe as Maybe
       ^^^^^^^^^ ErrorParsingModule
one :: Maybe.Maybe Int
one = Maybe.Just 1
""",
        """
import
^^^^^^ ErrorParsingModule
one :: Maybe.Maybe Int
one = Maybe.Just 1
""",
    ],
)
def test_what_stands_behind_a_mistake_is_not_held_to_it(body: str) -> None:
    assert_told(body)


@pytest.mark.parametrize(
    "body",
    [
        # Patterns of two types are two mistakes.
        """
name :: Int -> Int
name n = case n of
  "one" -> 1
  ^^^^^ TypesDoNotUnify
  true -> 2
  ^^^^ TypesDoNotUnify
  _ -> 3
""",
        # What the context or an earlier argument tells holds for all arguments.
        """
plus :: forall a. Array a -> a -> (a -> Int) -> Int
plus _ _ _ = 1
one = plus [ 1 ] "" show
                 ^^ TypesDoNotUnify
                    ^^^^ TypesDoNotUnify
""",
    ],
)
def test_what_is_known_otherwise_is_held_to(body: str) -> None:
    assert_told(body)


def test_an_argument_too_many_is_called_that() -> None:
    (message,) = assert_told("""
f :: Int -> Int
f n = n
x :: Int
x = f 1 2
    ^ TypesDoNotUnify
""")
    assert "Are there too many arguments" in message

"""One mistake in how a text is parted into lines, branches or fields gives one diagnostic."""

from __future__ import annotations

import pytest

from tests.compiler.told import assert_told, told_lines


@pytest.mark.parametrize(
    "text",
    [
        # An arrow is missing, and what follows reads as a pattern.
        """
import Data.Maybe (Maybe(..))
f :: Maybe Int -> Int
f m = case m of
  Just n
    n
    ^ ErrorParsingModule
  Nothing -> 0
""",
        """
import Data.Maybe (Maybe(..))
f :: Maybe Int -> String
f m = case m of
  Nothing "x"
          ^^^ ErrorParsingModule
  Just n -> show n
""",
        """
import Data.Maybe (Maybe(..))
f :: Maybe Int -> Maybe Int
f m = case m of
  Nothing
    Nothing
    ^^^^^^^ ErrorParsingModule
  Just a -> Just a
""",
        """
import Data.Maybe (Maybe(..))
f :: Int -> Maybe Int -> Int
f a m = case a, m of
  1, Just n
    n
    ^ ErrorParsingModule
  2, Nothing -> a
  _, _ -> 0
""",
        """
f :: Int -> String
f n = case n of
  1 -> "a"
  2
    "b"
    ^^^ ErrorParsingModule
  _ -> "c"
""",
        """
f :: Int -> String
f n = case n of
  1 -> "a"
  m
    show m
    ^^^^ ErrorParsingModule
  _ -> "c"
""",
        # A comma is missing in front of a field.
        """
f :: Int -> { a :: Int, b :: Int, c :: String }
f n =
  { a: n
    b: n + 1
    ^ ErrorParsingModule
  , c: "c"
  }
""",
        """
f :: Int -> { a :: String, b :: Int -> Int, c :: String }
f n = { a: "a" <> show n b: add n c: "c" }
                         ^ ErrorParsingModule
""",
        # A newtype has a constructor.
        """
newtype Age = Int
              ^^^ ErrorParsingModule
f :: Int -> Age
f n = Age n
""",
        # Members in the column of declarations.
        """
data Age = Age | Other
instance Show Age where
show Age = "Age"
^^^^ ErrorParsingModule
show Other = "Other"
instance Eq Age where
eq a b = show a == show b
^^ ErrorParsingModule
f :: String
f = show Age
""",
        # Statements that stand left of their block.
        """
import Effect (Effect)
import Effect.Console (log)
f :: Effect Unit
f = do
  log "a"
  text <- pure "b"
 log text
 ^^^ ErrorParsingModule
  when (text == "") do
    log text
  log "c"
""",
        # A condition behind which a pattern is matched.
        """
import Data.Maybe (Maybe(..))
f :: Int -> Int
f n
  | n == 0 && Just m <- Just n = m
    ^ ShadowedName
      ^^ InvalidOperatorInBinder
  | otherwise = 1
""",
    ],
)
def test_one_mistake_has_one_diagnostic(text: str) -> None:
    assert_told(text)


@pytest.mark.parametrize(
    "text",
    [
        """
f :: Int -> { a :: Int, b :: Int }
f n =
  { a: n + ""
           ^^ TypesDoNotUnify
    b: n
    ^ ErrorParsingModule
  }
""",
        """
import Data.Maybe (Maybe(..))
f :: Maybe Int -> Int
f m = case m of
  Just n
    n
    ^ ErrorParsingModule
  Nothing -> ""
             ^^ TypesDoNotUnify
""",
        """
import Data.Maybe (Maybe(..))
f :: Maybe Int -> Int
f m = case m of
  Just n n -> n
  ^^^^^^^^ IncorrectConstructorArity
         ^ OverlappingArgNames
  Nothing -> 0
""",
        """
data Age = Age
instance Show Age where
show Age = "Age"
^^^^ ErrorParsingModule
f :: Age -> String
f age = show age + 1
                   ^ TypesDoNotUnify
""",
    ],
)
def test_two_mistakes_are_told_both(text: str) -> None:
    assert_told(text)


@pytest.mark.parametrize(
    "text",
    [
        # Patterns may go on in the column of the branches.
        """
import Data.Maybe (Maybe(..))
f :: Maybe Int -> Int
f m = case m of
  Just
  n -> n
  Nothing -> 0
""",
        """
import Data.Maybe (Maybe(..))
f :: Maybe Int -> Maybe Int -> Int
f m n = case m, n of
  Just a,
  Just b -> a + b
  _, _ -> 0
""",
        # Where there is an operator `:`, it is what is meant.
        """
import Data.List (List, (:))
f :: Int -> List Int -> { a :: List Int }
f n ns =
  { a: identity
    n : ns
  }
""",
        # Statements may be applied to what stands left of them.
        """
f :: Int -> Int
f = do
    identity
  identity
""",
        """
data Age = Age
newtype Old = Old Age
instance Show Age where
  show _ = "Age"
show' :: Age -> String
show' _ = "Age"
""",
    ],
)
def test_what_only_looks_like_a_mistake_is_none(text: str) -> None:
    assert_told(text)


@pytest.mark.parametrize("statement", ["x <- pure 1", "let x = 1"])
def test_a_block_may_go_on_in_a_line_that_is_not_indented(statement: str) -> None:
    assert_told(f"""
import Effect (Effect)
main :: Effect Int
main = do
  {statement}
y <- pure 2
  ^^ ErrorParsingModule
  pure (x + y)
""")


def test_a_block_that_ends_with_a_bind_is_told_where_nothing_else_is_wrong() -> None:
    assert_told("""
import Effect (Effect)
main :: Effect Int
main = do
  x <- pure 1
  ^^^^^^^^^^^ InvalidDoBind
y :: Int
y = 2
""")


@pytest.mark.parametrize(
    "body",
    [
        """
type Person =
            ^ ErrorParsingModule
{ age :: Int
, name :: String
}
age :: Person -> Int
age person = person.age
""",
        """
data Shape =
           ^ ErrorParsingModule
Dot | Circle Int
area :: Shape -> Int
area Dot = 0
area (Circle n) = n
""",
        """
data Shape = Dot
| Circle Int
^ ErrorParsingModule
| Square Int
area :: Shape -> Int
area Dot = 0
area (Circle n) = n
area (Square n) = n * n
""",
    ],
)
def test_a_type_that_goes_on_in_a_line_that_is_not_indented_is_one_mistake(body: str) -> None:
    assert_told(body)


def test_a_line_that_does_not_parse_is_told_behind_a_mistake_of_another_kind() -> None:
    assert_told("""
data Shape = Dot | 1
                   ^ ErrorParsingModule
(+) =
^^^ ErrorParsingModule
""")


@pytest.mark.parametrize(
    ("body", "line"),
    [
        (
            """
f :: Int -> Int
f x =
let
y = x + 1
z = y
in y * z

g :: Int
g = f 1
""",
            "let",
        ),
        (
            """
f :: Int -> Int -> Int
f x z = y * w
where
y :: Int
y = x + 1
w = z + y

g :: Int
g = f 1 2
""",
            "where",
        ),
        (
            """
f :: Int -> Int
f x = go 3
where
go 0 = x
go n = go (n - 1)
""",
            "where",
        ),
        (
            """
f :: Int -> Int -> Int
f a b = a + b

g :: Int
g = f
1
2
""",
            "1",
        ),
        (
            """
f :: String
f = "one line
and another: here
ends it"

g :: String
g = f
""",
            'f = "one line',
        ),
    ],
)
def test_lines_that_are_not_indented_are_one_mistake(body: str, line: str) -> None:
    assert told_lines(body) == [(line, "ErrorParsingModule")]


def test_lines_that_are_not_indented_end_at_an_empty_line() -> None:
    body = """
f :: Int -> Int
f x = y
where
y = x

z :: Int
z = x

g :: Int -> Int
g = f
1

2
"""
    wanted = ["where", "z = x", "1", "2"]
    assert [line for line, _ in told_lines(body)] == wanted

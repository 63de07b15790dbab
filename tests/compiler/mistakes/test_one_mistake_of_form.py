"""One mistake of the form of a text gives one diagnostic: the words and signs around it are read as they are meant."""

from __future__ import annotations

import pytest

from nova_ls.syntax.parser import parse_chunk
from tests.compiler.told import assert_told
from tests.features.fixture import load


@pytest.mark.parametrize(
    "text",
    [
        # Another arrow in a head.
        """
class Shown a where
  shown :: a -> String
instance Shown a -> Shown (Array a) where
                 ^^ ErrorParsingModule
  shown _ = ""
f :: Array (Array Int) -> String
f = shown
instance Shown Int where
  shown _ = ""
""",
        """
class Shown a where
  shown :: a -> String
instance (Shown a) <= Shown (Array a) where
                   ^^ ErrorParsingModule
  shown _ = ""
f :: Array Int -> String
f = shown
instance Shown Int where
  shown _ = ""
""",
        """
class Show a -> Shown a where
             ^^ ErrorParsingModule
  shown :: a -> String
instance Shown Int where
  shown = show
f :: forall a. Shown a => a -> String
f a = show a <> shown a
""",
        # What stands in the place of `where`.
        """
data Age = Age
instance Show Age do
                  ^^ ErrorParsingModule
  show _ = "Age"
f :: String
f = show Age
""",
        """
data Age = Age
instance Show Age =
                  ^ ErrorParsingModule
  show _ = "Age"
f :: String
f = show Age
""",
        # Tuples, in a signature and below.
        """
f :: Int -> (Int, Int)
                ^ ErrorParsingModule
f n = (n, n)
""",
        """
f :: Array (Int, Int) -> Int
               ^ ErrorParsingModule
f pairs = g pairs
  where
  g [ (a, b) ] = a + b
  g _ = 0
""",
        """
f :: [Int] -> Int
     ^ ErrorParsingModule
f _ = 1
g :: Int
g = f [ 1 ]
""",
        # A word that begins a declaration is misspelled.
        """
dat Shape = Circle | Square Int
^^^ ErrorParsingModule
f :: Shape -> Int
f Circle = 0
f (Square n) = n
""",
        """
clas Shown a where
^^^^ ErrorParsingModule
  shown :: a -> String
instance Shown Int where
  shown _ = ""
f :: String
f = shown 1
""",
        """
Data Shape = Circle | Square Int
^^^^ ErrorParsingModule
f :: Shape -> Int
f Circle = 0
f (Square n) = n
""",
        """
improt Data.Maybe (Maybe(..), fromMaybe)
^^^^^^ ErrorParsingModule
f :: Maybe Int -> Int
f Nothing = 0
f n = fromMaybe 1 n
""",
        """
data Age = Age
dervie instance Eq Age
^^^^^^ ErrorParsingModule
f :: Boolean
f = Age == Age
""",
        """
infxr 5 add as +++
^^^^^ ErrorParsingModule
f :: Int
f = 1 +++ 2
""",
        # Lists of imports.
        """
import Data.Maybe (Maybe(..) fromMaybe)
                             ^^^^^^^^^ ErrorParsingModule
f :: Maybe Int -> Int
f Nothing = 0
f n = fromMaybe 1 n
""",
        """
import Data.Maybe (Maybe(...), fromMaybe)
                        ^^^^^ ErrorParsingModule
f :: Maybe Int -> Int
f Nothing = 0
f n = fromMaybe 1 n
""",
        """
import Data.Maybe qualified as Maybe
                  ^^^^^^^^^ ErrorParsingModule
f :: Maybe.Maybe Int -> Int
f n = Maybe.fromMaybe 1 n
""",
        # No other import is too open beside one that does not parse, and hides nothing.
        """
import Data.Array filter, length
                  ^^^^^^ ErrorParsingModule
f :: Array Int -> Int
f = length
""",
        # Blocks and what stands in the column of declarations.
        """
import Effect (Effect)
import Effect.Console (log)
f :: Effect Unit
f = do
log "a"
^^^ ErrorParsingModule
text <- pure "b"
log text
g :: Effect Unit
g = log "c"
""",
        """
import Effect (Effect)
import Effect.Console (log)
f :: Effect Unit
f = do
  log "a"
log $ "b"
    ^ ErrorParsingModule
g :: Effect Unit
g = log "c"
""",
        """
data Shape = Circle | Square Int
f :: Shape -> Int
f shape = case shape of
Circle -> 1
^^^^^^ ErrorParsingModule
Square n -> n
""",
        """
f :: Int -> Int
f n =
let m = n
^^^ ErrorParsingModule
    k = 2
  in m + k
""",
        # What is missing between `let` and its body, and behind `then`.
        """
f :: Array Int -> Int
f xs =
  let
    ys = map (_ + 1) xs
    g ys
    ^ ErrorParsingModule
  where
  g _ = 1
""",
        """
import Effect (Effect)
import Effect.Console (log)
f :: Int -> Effect Unit
f n = do
  text <- pure "a"
  if n > 1 then do
    log "b"
    log "c"
        ^^^ ErrorParsingModule
  case n of
    2 -> log text
    _ -> log "d"
""",
        """
import Effect (Effect)
import Effect.Console (log)
f :: Int -> Effect Unit
f n = do
  (if n > 1 then log "b")
                        ^ ErrorParsingModule
  log "c"
""",
        # A section without its parentheses.
        """
f :: Array Int -> Array Int
f xs = ys
  where
  ys = map _ + 3 xs
           ^ IncorrectAnonymousArgument
""",
        # Quotes.
        """
f :: String
f = “a” <> “b”
    ^ ErrorParsingModule
""",
        """
f :: String
f = "a
    ^^ ErrorParsingModule
  b"
""",
        # A type behind a parameter.
        """
data Age = Years Int
f :: Age -> Int -> Int
f (age : Age) n = g age + n
       ^ UnknownName
  where
  g (Years m) = m
""",
        # Operators that are declared as functions are.
        """
(+++) :: Int -> Int -> Int
^^^^^ ErrorParsingModule
(+++) a b = a
f :: Int
f = 1 +++ 2
""",
        # The name of a local value's first equation is misspelled, or of one in between.
        """
import Data.Maybe (Maybe(..))
f :: Maybe Int -> Int
f m = count m
  where
  count :: Maybe Int -> Int
  ^^^^^ OrphanTypeDeclaration
  cuont Nothing = 0
  count (Just n) = n
""",
        """
import Data.Maybe (Maybe(..))
f :: Maybe Int -> Int
f m =
  let
    count :: Maybe Int -> Int
    count Nothing = 0
    cuont (Just 0) = 1
    count (Just n) = n
    ^^^^^ OverlappingNamesInLet
  in
    count m
""",
    ],
)
def test_one_mistake_has_one_diagnostic(text: str) -> None:
    assert_told(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("f = (1, 2)", "`)`, since a pair is `Tuple a b`"),
        ("f (a, b) = a", "`)`, since a pair is matched by `Tuple a b`"),
        ("f :: (Int, Int)", "`)`, since the type of a pair is `Tuple a b`"),
        ("f :: (Show a, Eq a) => a", "`)`, since each constraint has its own `=>`"),
        ("f :: [Int]", "a type, which for an array is `Array a`"),
        ("f = ()", "an expression, which for the only value of `Unit` is `unit`"),
        ("f () = 1", "a pattern, which for the only value of `Unit` is `_`"),
        ("f = do\n  a = [ 1 ]\n  a", "`<-` in a statement, or `let` in front of it"),
        ("class Show a => K a", "`<=`"),
        ("instance Show a -> Show (T a)", "`=>`"),
        ("instance Show T\n  show _ = 1", "`where` in front of the members"),
        ("(+++) a b = a", "a declaration, which for an operator is `infix` with a function"),
        ("import qualified Data.Maybe as M", "the name of a module"),
        ("tpye T = { a :: Int }", "`type`"),
        ("isntance name :: Show T", "`instance`"),
        ("foregin import f :: Int", "`foreign`"),
    ],
)
def test_the_message_says_what_is_meant(text: str, expected: str) -> None:
    loaded = load(f"module Main where\n{text}\n")
    file = next(iter(loaded.workspace.files.values()))
    problems = [each.problem for _, each in loaded.workspace.diagnostics(file)]
    assert expected in [getattr(problem, "expected", "") for problem in problems]


@pytest.mark.parametrize(
    "header",
    [
        "module main where",
        "module main (f) where",
        "module Main exposing (f) where",
        "moduel Main (f) where",
        "module Main (f g) where",
    ],
)
def test_a_header_is_one_mistake(header: str) -> None:
    assert len(parse_chunk(header, first=True).errors) == 1


@pytest.mark.parametrize(
    "text",
    [
        """
f :: (Int, Int)
         ^ ErrorParsingModule
f = (1, 2)
g :: (Int, Int)
         ^ ErrorParsingModule
g = f
""",
        """
clas Shown a where
^^^^ ErrorParsingModule
  shown :: a -> String
instance Shown Int where
  shown _ = 1
            ^ TypesDoNotUnify
""",
        """
f :: String
f = "a + 1
    ^^^^^^ ErrorParsingModule
g :: String
g = "b
    ^^ ErrorParsingModule
""",
        """
f :: Int -> Int
f n = n + k
  where
  count :: Int -> Int
  ^^^^^ OrphanTypeDeclaration
  k = 1 + ""
          ^^ TypesDoNotUnify
""",
        """
types Just = [ 1
               ^ ErrorParsingModule
f :: Int
f = types
    ^^^^^ TypesDoNotUnify
""",
    ],
)
def test_two_mistakes_are_told_both(text: str) -> None:
    assert_told(text)

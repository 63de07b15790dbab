"""One mistake among arguments, or of all bodies together, gives one diagnostic."""

from __future__ import annotations

import pytest

from nova_ls.diagnostics import render
from tests.compiler.told import assert_told
from tests.features.fixture import load


@pytest.mark.parametrize(
    "text",
    [
        # Parentheses around an argument are missing.
        """
import Effect (Effect)
import Effect.Console (log)
f :: Int -> Effect Unit
f n = log show n
      ^^^ TypesDoNotUnify
""",
        """
import Data.Maybe (Maybe(..), fromMaybe)
f :: Int -> String
f n = fromMaybe "" Just show n
      ^^^^^^^^^ TypesDoNotUnify
""",
        # So is a `do`.
        """
import Effect (Effect)
import Effect.Console (log)
f :: Int -> Effect Unit
f n = do
  when (n == 2)
  ^^^^ TypesDoNotUnify
    log "two"
    log "more"
  log "end"
""",
        # Around a negative number.
        """
f :: Int -> Int
f n = n
g :: Int
g = m + 1
  where
  m = f -1
         ^ TypesDoNotUnify
""",
        # Each in the other's place.
        """
import Data.Array (filter)
f :: Array Int -> Array Int
f xs = filter xs (_ > 3)
              ^^ TypesDoNotUnify
""",
        """
f :: Int -> String -> Int
f n _ = n
g :: Int
g = f "a" 1
      ^^^ TypesDoNotUnify
""",
        # What a guard says is a further pattern.
        """
data Shape = Circle Int | Square Int | Dot
f :: Shape -> Int
f shape = case shape of
  Square a | Circle a -> a
             ^^^^^^^^ TypesDoNotUnify
  Dot -> 0
""",
        # All bodies are of one type.
        """
f :: Int -> Int
f n = case n of
  1 -> "a"
       ^^^ TypesDoNotUnify
  2 -> let m = "b" in m
  _ -> "c"
""",
        """
f :: Int -> Int
f n = if n > 1 then "a" else if n > 2 then "b" else "c"
                    ^^^ TypesDoNotUnify
""",
        """
f :: Int -> Int
f n
  | n > 1 = "a"
            ^^^ TypesDoNotUnify
  | otherwise = "b"
""",
        """
f :: Int -> Int
f 1 = "a"
      ^^^ TypesDoNotUnify
f _ = "b"
""",
        """
f :: Array Int
f = [ "a", "b", "c" ]
      ^^^ TypesDoNotUnify
""",
        """
import Effect (Effect)
import Effect.Console (log)
f :: Int -> Array Unit
f n = do
  log "a"
  ^^^^^^^ TypesDoNotUnify
  text <- pure "b"
  log text
  log (show n)
""",
    ],
)
def test_one_mistake_has_one_diagnostic(text: str) -> None:
    assert_told(text)


@pytest.mark.parametrize(
    "text",
    [
        """
f :: Int -> String -> Int
f n _ = n
g :: Int
g = f "a" 'c'
      ^^^ TypesDoNotUnify
          ^^^ TypesDoNotUnify
""",
        """
f :: Int -> Int -> Int
f a b = a + b
g :: Int
g = f 1 "b" 2
    ^ TypesDoNotUnify
        ^^^ TypesDoNotUnify
""",
        """
f :: Int -> Int
f n = case n of
  1 -> "a"
       ^^^ TypesDoNotUnify
  2 -> 'c'
       ^^^ TypesDoNotUnify
  _ -> "c"
       ^^^ TypesDoNotUnify
""",
        """
f :: Int -> Int
f n = case n of
  1 -> "a"
       ^^^ TypesDoNotUnify
  2 -> n
  _ -> "c"
       ^^^ TypesDoNotUnify
""",
        """
import Effect (Effect)
import Effect.Console (log)
f :: Effect Unit
f = do
  _ <- [ 1 ]
       ^^^^^ TypesDoNotUnify
  log "a"
  _ <- [ 2 ]
       ^^^^^ TypesDoNotUnify
  log "b"
""",
        """
f :: Int -> Int
f n | n > "" = 1
^^^^^^^^^^^^^^^^ NoInstanceFound
          ^^ TypesDoNotUnify
""",
        """
f :: Array Int
f = [ "a", 1, "c" ]
      ^^^ TypesDoNotUnify
              ^^^ TypesDoNotUnify
""",
    ],
)
def test_two_mistakes_are_told_both(text: str) -> None:
    assert_told(text)


@pytest.mark.parametrize(
    ("body", "hint"),
    [
        ("f :: Int -> String\nf n = show negate n", "are parentheses or a `do` missing?"),
        ("f :: Int -> String\nf = show . negate", "is `<<<` meant, which composes functions?"),
        ("f :: Array Int -> String\nf xs = show (map (show . negate) xs)", "is `<<<` meant"),
    ],
)
def test_the_message_asks_for_what_is_missing(body: str, hint: str) -> None:
    loaded = load(f"module Main where\nimport Prelude\n{body}\n")
    file = next(iter(loaded.workspace.files.values()))
    (diagnostic,) = [each for _, each in loaded.workspace.diagnostics(file)]
    assert hint in render(diagnostic)


def test_arguments_that_stand_in_each_others_places_are_told_once() -> None:
    assert_told("""
first :: Int -> String -> Boolean -> Int
first n s b = if b && s == "" then n else 0
turned :: Int
turned = first "a" true 1
               ^^^ TypesDoNotUnify
swapped :: Int -> String -> Boolean -> Int
swapped n s b = first n b s
                        ^ TypesDoNotUnify
wrong :: Int
wrong = first "a" 1 1
              ^^^ TypesDoNotUnify
                    ^ TypesDoNotUnify
""")


def test_arguments_behind_one_that_is_missing_are_told_once() -> None:
    assert_told("""
cost :: Int -> String -> Boolean -> Int
cost n s b = if b && s == "" then n else 0
unsigned = { cost: cost "a" true }
                        ^^^ TypesDoNotUnify
still :: Boolean -> Int
still = cost "a" true
             ^^^ TypesDoNotUnify
behind :: Boolean -> Int
behind = cost 1 true
                ^^^^ TypesDoNotUnify
whole :: Int
whole = cost "a" true 1
             ^^^ TypesDoNotUnify
both :: Boolean -> Int
both = cost "a" 1
            ^^^ TypesDoNotUnify
neither :: Boolean -> Int
neither = cost true 1
               ^^^^ TypesDoNotUnify
                    ^ TypesDoNotUnify
""")

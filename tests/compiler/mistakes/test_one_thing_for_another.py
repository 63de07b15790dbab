"""A type where a class is meant, or the reverse: one diagnostic, which says what the name is."""

from __future__ import annotations

import pytest

from tests.compiler.told import assert_told


@pytest.mark.parametrize(
    "text",
    [
        # Swapped.
        """
data Box a = Box a
instance Box Functor where
         ^^^ UnknownName
  map f (Box a) = Box (f a)
""",
        """
data Box = Box
derive instance Box Eq
                ^^^ UnknownName
""",
        # `=>` for `->`.
        """
f :: Int => Int
     ^^^ UnknownName
f x = x + 1
""",
        """
f :: Int -> Array Int => Int
            ^^^^^ UnknownName
f x _ = x + 1
""",
        # A constraint of a type, in which nothing else is to be looked for.
        """
f :: Int a => a -> a
     ^^^ UnknownName
f x = x
""",
        # `:` for `::`.
        """
f :: Int -> Int
f x = (x : Int)
         ^ UnknownName
""",
        """
f :: Array Int -> Int
f x = g (x : Array Int)
           ^ UnknownName
  where
  g _ = 1
""",
    ],
)
def test_one_mistake_has_one_diagnostic(text: str) -> None:
    assert_told(text)


@pytest.mark.parametrize(
    "text",
    [
        # A class that nobody knows, and a type that nobody knows.
        """
instance Shwo Ints where
         ^^^^ UnknownName
              ^^^^ UnknownName
  show _ = ""
""",
        # An unknown class before a type that is held to.
        """
f :: Shwo Int => Int -> Int
     ^^^^ UnknownName
f x = x + ""
          ^^ TypesDoNotUnify
""",
        """
f :: Int -> Int
f x = x +++ Nothing
        ^^^ UnknownName
            ^^^^^^^ UnknownName
""",
    ],
)
def test_two_mistakes_have_two(text: str) -> None:
    assert_told(text)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("f :: Show -> Int\n     ^^^^ UnknownName\nf _ = 1\n", "`Show` is a class."),
        ("f :: Int => Int\n     ^^^ UnknownName\nf = 1\n", "`Int` is a type."),
        ("f :: Int\nf = Int\n    ^^^ UnknownName\n", "`Int` is a type."),
        (
            "data T = A\nf :: A -> Int\n     ^ UnknownName\nf _ = 1\n",
            "`A` is a data constructor.",
        ),
    ],
)
def test_the_message_says_what_the_name_is(text: str, what: str) -> None:
    (message,) = assert_told("\n" + text)
    assert message.endswith(what)


def test_an_update_of_what_is_no_record_is_told_once() -> None:
    assert_told("""
data Person = Person { age :: Int }
older :: Person
older = Person { age = 1 }
        ^^^^^^ TypesDoNotUnify
oldest :: Int -> Int
oldest n = more { age = n }
           ^^^^ TypesDoNotUnify
  where
  more :: Int
  more = 1
""")

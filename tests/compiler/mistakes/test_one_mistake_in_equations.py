"""One mistake among the equations of a function gives one diagnostic."""

from __future__ import annotations

import pytest

from tests.compiler.told import assert_told


@pytest.mark.parametrize(
    "text",
    [
        """
f :: Int -> Int -> Int
f x = x + y
          ^ UnknownName
""",
        """
f :: Int -> Int -> Int
f y = x + y
      ^ UnknownName
""",
        """
f :: Int -> String -> Int
f x = x + length s
                 ^ UnknownName
length :: String -> Int
length _ = 1
""",
        """
f :: Int -> Boolean -> Int
f x
  | b = x
    ^ UnknownName
  | otherwise = 1
""",
        """
f :: Int -> Int
f x = add x x
  where
  add :: Int -> Int -> Int
  add a = a + b
              ^ UnknownName
""",
        """
data Box = Box Int
instance Eq Box where
  eq (Box a) = a == b
                    ^ UnknownName
""",
        # Where other equations have the parameter, the number is what is told.
        """
f :: Int -> Int -> Int
f 0 y = y
f x = x + y
^ ArgListLengthsDiffer
""",
        """
f :: Int -> Int -> Int
f x = x + y
f 0 y = y
^ ArgListLengthsDiffer
""",
    ],
)
def test_a_parameter_that_is_gone_with_what_it_bound_is_one_mistake(text: str) -> None:
    assert_told(text)


@pytest.mark.parametrize(
    "text",
    [
        # These equations do not agree with themselves, whatever the unknown name is.
        """
f :: Int -> Int -> Int
f x = (x + "") + (x + 1) + y
       ^^^^^^^^^^^^^^^^^^^^^ TypesDoNotUnify
                           ^ UnknownName
""",
        # Nothing is missing.
        """
f :: Int -> Int -> String
f x _ = add x y
              ^ UnknownName
            ^ TypesDoNotUnify
""",
        """
f :: Int -> Int -> Int
f 0 y = y + z
            ^ UnknownName
f x = x
^ ArgListLengthsDiffer
""",
    ],
)
def test_an_unknown_name_beside_another_mistake_is_told_beside_it(text: str) -> None:
    assert_told(text)


@pytest.mark.parametrize(
    "text",
    [
        """
f :: Int -> String -> Int
f x x = x + 1
    ^ OverlappingArgNames
""",
        """
f :: Int -> Int
f a = g a "s"
  where
  g x x = x + 1
      ^ OverlappingArgNames
""",
        """
f :: { a :: Int, b :: String } -> Int
f { a: x, b: x } = x
             ^ OverlappingArgNames
""",
        """
f :: { a :: Int, b :: String } -> Int
f { a, a } = a
       ^ OverlappingArgNames
""",
        """
data Pair = Pair Int String
f :: Array Pair -> Array Int
f pairs = do
  Pair x x <- pairs
         ^ OverlappingArgNames
  [ x + 1 ]
""",
    ],
)
def test_a_variable_that_is_bound_twice_is_of_unknown_type(text: str) -> None:
    assert_told(text)


def test_what_stands_beside_a_variable_bound_twice_is_held_to_its_type() -> None:
    assert_told("""
f :: Int -> String -> Int -> Int
f x x n = x + n + ""
    ^ OverlappingArgNames
                  ^^ TypesDoNotUnify
""")


@pytest.mark.parametrize(
    "text",
    [
        # The member's other equations go on below.
        """
data Shape = Dot | Line | Other Int
instance Show Shape where
  show Dot = "."
  shwo Line = "-"
  ^^^^ ExtraneousClassMember
  show (Other _) = "?"
""",
        # It was the last one, so that the member alone does not match all cases.
        """
data Shape = Dot | Line
instance Show Shape where
  show Dot = "."
  shwo Line = "-"
  ^^^^ ExtraneousClassMember
""",
        """
data Shape = Dot | Line
instance Show Shape where
  shwo Dot = "."
  ^^^^ ExtraneousClassMember
  show Line = "-"
""",
    ],
)
def test_an_equation_of_a_member_whose_name_is_misspelled_is_one_mistake(text: str) -> None:
    assert_told(text)


@pytest.mark.parametrize(
    "text",
    [
        """
data Shape = Dot | Line | Other
instance Show Shape where
  show Dot = "."
  shwo Line = "-" <> 1
  ^^^^ ExtraneousClassMember
                     ^ TypesDoNotUnify
  show Other = ""
""",
        # What stands between is a member itself.
        """
class Drawn a where
  draw :: a -> Int
  drawn :: a -> Int
instance Drawn Int where
  draw 0 = 1
  drawn _ = 0
  draw _ = 2
  ^^^^ DuplicateValueDeclaration
""",
        """
class Sized a where
  least :: a
  most :: a
instance Sized Int where
  least = 1
  most = 2
  least = 3
  ^^^^^ DuplicateValueDeclaration
""",
        # Of an unknown class.
        """
data Box = Box Int
instance Shwo Box where
         ^^^^ UnknownName
  show (Box 0) = ""
  other = 1
  show _ = ""
  ^^^^ DuplicateValueDeclaration
""",
        # Nothing like the member.
        """
data Shape = Dot | Line
instance Show Shape where
  show Dot = "."
  ^^^^^^^^^^^^^^ NoInstanceFound
  render Line = "-"
  ^^^^^^ ExtraneousClassMember
""",
    ],
)
def test_two_mistakes_in_an_instance_are_told_both(text: str) -> None:
    assert_told(text)

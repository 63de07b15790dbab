"""One mistake in a declaration's head, or in what goes with it, gives one diagnostic."""

from __future__ import annotations

import pytest

from tests.compiler.told import assert_told


@pytest.mark.parametrize(
    "text",
    [
        # A field that is half typed, or of another name than is meant.
        """
f :: Int -> { name :: String, age :: Int }
f age = { nam, age }
          ^^^ UnknownName
""",
        # A variable that the quantifier lost is in scope in the body.
        """
f :: a -> a
     ^ UndefinedTypeVariable
f x = g x
  where
  g :: a -> a
  g y = y
""",
        # What a block should end with.
        """
f :: String -> Array Int
f = do
  a <- [ 1 ]
  b <- [ 'c' ]
  ^^^^^^^^^^^^ InvalidDoBind
""",
        """
f :: String -> Array Int
f = do
  a <- [ 1 ]
  let b = 'c'
  ^^^^^^^^^^^ InvalidDoLet
""",
        # A type or an instance that stands there twice.
        """
data T = A | B
data T = A | B
     ^ DeclConflict
""",
        """
data T = T
instance showT :: Show T where
  show _ = "T"
instance showT :: Show T where
         ^^^^^ DuplicateInstance
  show _ = "T"
""",
        # An instance that is cut off in its class's name: what follows is its first member.
        """
data T = T
instance Sh
  show _ = "T"
         ^ ErrorParsingModule
x :: String
x = show T
""",
        # How many parameters a type has whose kind is wrong is unknown.
        """
foreign import data T :: Type Type -> Type
                         ^^^^ KindsDoNotUnify
type role T nominal nominal
""",
        # A guard that nobody knows may be a misspelled `otherwise`.
        """
f :: Int -> Int
f n
  | n > 3 = 1
  | otherwis = 2
    ^^^^^^^^ UnknownName
g :: Int -> Int
g n | nowhere = 1
      ^^^^^^^ UnknownName
g n = n
""",
        # As in an instance.
        """
class Eq a => K a where
           ^^ ErrorParsingModule
  k :: a -> Int
instance K Int where
  k n = n
f :: forall a. K a => a -> Int
f a = if a == a then k a else 0
""",
        """
class (Eq a, Show a) => K a
                     ^^ ErrorParsingModule
instance K Int
""",
        # What nobody knows may be a misspelled `=>`.
        """
f :: forall a. Show a ==> a -> String
                      ^^^ UnknownName
f _ = ""
""",
    ],
)
def test_one_mistake_has_one_diagnostic(text: str) -> None:
    assert_told(text)


@pytest.mark.parametrize(
    "text",
    [
        """
data T
data T = A | B
     ^ DeclConflict
f :: T -> Int
f A = 1
f B = 2
""",
        """
data T
data T
data T a = A a
     ^ DeclConflict
f :: T Int -> Int
f (A n) = n
""",
        """
data T = A
data T
     ^ DeclConflict
f :: T -> Int
f A = 1
""",
        """
data T
newtype T = A Int
        ^ DeclConflict
f :: T -> Int
f (A n) = n
""",
        """
newtype T
        ^ ErrorParsingModule
newtype T = A Int
f :: T -> Int
f (A n) = n
""",
        """
type T
     ^ ErrorParsingModule
type T = Int
f :: T -> Int
f n = n + 1
""",
        """
data T =
       ^ ErrorParsingModule
data T = A
f :: T -> Int
f A = 1
""",
        """
class K
class K a where
      ^ DuplicateTypeClass
  k :: a -> Int
instance K Int where
  k n = n
""",
    ],
)
def test_a_declaration_that_is_begun_anew_above_the_old_one_is_one_mistake(text: str) -> None:
    assert_told(text)


def test_what_is_begun_does_not_hide_two_declarations() -> None:
    assert_told("""
data T
data T = A
     ^ DeclConflict
data T = B
     ^ DeclConflict
f :: T -> Int
f A = 1 + ""
          ^^ TypesDoNotUnify
""")


@pytest.mark.parametrize(
    "text",
    [
        """
f :: forall a.
a -> a
^ ErrorParsingModule
f x = x
g :: Int
g = f 1
""",
        """
f :: Int ->
Int ->
^^^ ErrorParsingModule
Array Int
f x _ =
[ x + 1 ]
""",
        """
f :: Int -> Int
f x =
case x of
^^^^ ErrorParsingModule
  1 -> 2
  _ -> x
g :: Int
g = f 1
""",
    ],
)
def test_a_value_that_goes_on_in_the_column_of_declarations_is_one_mistake(text: str) -> None:
    assert_told(text)


def test_what_follows_an_unfinished_value_is_read() -> None:
    assert_told("""
f :: Int -> Int
f x =
    ^ ErrorParsingModule
g :: Int
g = 1 + ""
        ^^ TypesDoNotUnify
""")


def test_the_variables_of_a_signature_under_another_name_are_not_unknown_besides() -> None:
    assert_told("""
mapAll :: forall a b. (a -> b) -> Array a -> Array b
^^^^^^ OrphanTypeDeclaration
mapEach f all = go all
  where
  go :: Array a -> Array b
  go = map f
each f all = go all
  where
  go :: Array a -> Array Int
              ^ UndefinedTypeVariable
  go = map f
""")

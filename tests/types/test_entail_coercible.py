"""Coercible: newtypes in scope, roles, givens, rows."""

from __future__ import annotations

from tests.types.marks import check_marks

LIBRARY = """
--- Safe.Coerce
module Safe.Coerce where
import Prim.Coerce (class Coercible)
foreign import coerce :: forall a b. Coercible a b => a -> b
--- Lib
module Lib (Hidden, Open(..), Nominal, Maybe(..)) where
newtype Hidden a = Hidden a
newtype Open a = Open a
data Nominal a = Nominal a
type role Nominal nominal
data Maybe a = Nothing | Just a
"""


def check(text: str) -> None:
    check_marks(text, LIBRARY)


def test_newtypes_are_looked_through_where_their_constructor_is_in_scope() -> None:
    check("""
        module Main where
        import Safe.Coerce (coerce)
        import Lib (Hidden, Open(..))
        import Lib as L
        newtype Age = Age Int
        age :: Int -> Age
        age = coerce
        ages :: Array Age -> Array (Open Int)
        ages = coerce
        inside :: Hidden Age -> Hidden Int
        inside = coerce
        out :: Hidden Int -> Int
        out = coerce
              ^^^^^^ NoInstanceFound
    """)


def test_a_constructor_that_is_not_imported_is_not_in_scope() -> None:
    check("""
        module Main where
        import Safe.Coerce (coerce)
        import Lib (Open)
        out :: Open Int -> Int
        out = coerce
              ^^^^^^ NoInstanceFound
    """)


def test_roles_decide_which_arguments_may_differ() -> None:
    check("""
        module Main where
        import Safe.Coerce (coerce)
        import Lib (Nominal, Maybe)
        newtype Age = Age Int
        data Phantom a = Phantom
        good :: Maybe Age -> Maybe Int
        good = coerce
        phantom :: Phantom String -> Phantom Int
        phantom = coerce
        functions :: (Int -> Age) -> Age -> Int
        functions = coerce
        bad :: Nominal Age -> Nominal Int
        bad = coerce
              ^^^^^^ TypesDoNotUnify
        different :: Maybe Int -> Phantom Int
        different = coerce
                    ^^^^^^ NoInstanceFound
    """)


def test_records_go_field_by_field() -> None:
    check("""
        module Main where
        import Safe.Coerce (coerce)
        newtype Age = Age Int
        good :: forall r. { age :: Age, name :: String | r } -> { age :: Int, name :: String | r }
        good = coerce
        bad :: { age :: Age } -> { age :: Int, name :: String }
        bad = coerce
              ^^^^^^ TypesDoNotUnify
    """)


def test_givens_are_symmetric_and_transitive() -> None:
    check("""
        module Main where
        import Safe.Coerce (coerce)
        import Prim.Coerce (class Coercible)
        back :: forall a b. Coercible a b => b -> a
        back = coerce
        through :: forall a b c. Coercible a b => Coercible b c => Array a -> Array c
        through = coerce
        rewritten :: forall a b. Coercible a (Array b) => a -> Array b
        rewritten = coerce
        unrelated :: forall a b. a -> b
        unrelated = coerce
                    ^^^^^^ NoInstanceFound
    """)


def test_types_of_higher_kinds_are_saturated() -> None:
    check("""
        module Main where
        import Safe.Coerce (coerce)
        import Lib (Maybe)
        newtype Wrapped a = Wrapped (Maybe a)
        data Holder f = Holder (f Int)
        type role Holder representational
        good :: Holder Wrapped -> Holder Maybe
        good = coerce
        bad :: Holder Array -> Holder Maybe
        bad = coerce
              ^^^^^^ NoInstanceFound
    """)


def test_recursive_newtypes_come_to_an_end() -> None:
    check("""
        module Main where
        import Safe.Coerce (coerce)
        import Prim.Coerce (class Coercible)
        newtype Loop a = Loop (Loop a)
        type role Loop representational
        same :: forall a b. Coercible a b => Loop a -> Loop b
        same = coerce
        newtype Fn a = Fn (a -> Fn a)
        endless :: forall a b. Fn a -> Fn b
        endless = coerce
                  ^^^^^^ PossiblyInfiniteCoercibleInstance
    """)


def test_an_unknown_type_may_become_known_later() -> None:
    check("""
        module Main where
        import Safe.Coerce (coerce)
        class Pick a b | a -> b where
          pick :: a -> b -> Int
        instance Pick String Int where
          pick _ _ = 1
        newtype Age = Age Int
        good :: Age -> Int
        good age = pick "" (coerce age)
    """)

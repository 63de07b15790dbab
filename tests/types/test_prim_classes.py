"""The classes that the compiler itself solves, in programs."""

from __future__ import annotations

from nova_ls.base.diagnostic import Severity
from tests.types.harness import check_text, type_of
from tests.types.marks import check_marks

LIBRARY = """
--- Any
module Any where
foreign import any :: forall a. a
--- Type.Proxy
module Type.Proxy where
data Proxy :: forall k. k -> Type
data Proxy a = Proxy
--- Data.Symbol
module Data.Symbol where
import Type.Proxy (Proxy)
class IsSymbol (sym :: Symbol) where
  reflectSymbol :: Proxy sym -> String
--- Data.Ordering
module Data.Ordering where
data Ordering = LT | EQ | GT
--- Data.Reflectable
module Data.Reflectable where
import Type.Proxy (Proxy)
class Reflectable :: forall k. k -> Type -> Constraint
class Reflectable v t | v -> t where
  reflectType :: Proxy v -> t
"""


def check(text: str) -> None:
    check_marks(text, LIBRARY)


def test_rows() -> None:
    check("""
        module Main where
        import Any (any)
        import Prim.Row (class Cons, class Lacks, class Nub, class Union)
        import Type.Proxy (Proxy(..))
        merge :: forall l r u n. Union l r u => Nub u n => { | l } -> { | r } -> { | n }
        merge = any
        get :: forall @l a r s. Cons l a r s => { | s } -> a
        get = any
        insert :: forall @l a r s. Lacks l r => Cons l a r s => a -> { | r } -> { | s }
        insert = any
        merged :: { a :: Int, b :: String, c :: Char }
        merged = merge { a: 1, b: "x" } { b: 2, c: 'c' }
        field :: Int
        field = get @"a" { a: 1, b: "x" }
        inserted :: { a :: Int, b :: String }
        inserted = insert @"b" "x" { a: 1 }
        twice = insert @"a" 1 { a: 1 }
                ^^^^^^ NoInstanceFound
        generic :: forall r. Lacks "b" r => { a :: Int | r } -> { a :: Int, b :: Int | r }
        generic = insert @"b" 1
    """)


def test_a_determined_field_of_another_type_does_not_unify() -> None:
    check("""
        module Main where
        import Any (any)
        import Prim.Row (class Cons)
        get :: forall @l a r s. Cons l a r s => { | s } -> a
        get = any
        wrong :: String
        wrong = get @"a" { a: 1 }
                ^^^ TypesDoNotUnify
    """)


def test_row_lists_are_folded_by_instances() -> None:
    check("""
        module Main where
        import Any (any)
        import Data.Symbol (class IsSymbol, reflectSymbol)
        import Prim.RowList (class RowToList, Cons, Nil, RowList)
        import Type.Proxy (Proxy(..))
        class Keys :: RowList Type -> Constraint
        class Keys xs where
          keys :: Proxy xs -> Array String
        instance Keys Nil where
          keys _ = []
        instance (IsSymbol name, Keys tail) => Keys (Cons name ty tail) where
          keys _ = [ reflectSymbol (Proxy :: Proxy name) ]
        labels :: forall r l. RowToList r l => Keys l => { | r } -> Array String
        labels _ = keys (Proxy :: Proxy l)
        shown :: Array String
        shown = labels { a: 1, b: "x" }
        open :: forall r. { a :: Int | r } -> Array String
        open = labels
               ^^^^^^ NoInstanceFound
    """)


def test_symbols_and_numbers_and_what_they_are_at_run_time() -> None:
    check("""
        module Main where
        import Any (any)
        import Data.Ordering (Ordering)
        import Data.Reflectable (class Reflectable, reflectType)
        import Prim.Boolean (True)
        import Prim.Int as Int
        import Prim.Ordering (LT)
        import Prim.Symbol as Symbol
        import Type.Proxy (Proxy(..))
        append :: forall a b c. Symbol.Append a b c => Proxy a -> Proxy b -> Proxy c
        append = any
        add :: forall a b c. Int.Add a b c => Proxy a -> Proxy b -> Proxy c
        add = any
        cons :: forall h t s. Symbol.Cons h t s => Proxy s -> Proxy h
        cons = any
        joined :: Proxy "ab"
        joined = append (Proxy :: _ "a") (Proxy :: _ "b")
        prefix :: Proxy "a"
        prefix = cons (Proxy :: _ "abc")
        sum :: Proxy 3
        sum = add (Proxy :: _ 1) (Proxy :: _ 2)
        wrong :: Proxy 4
        wrong = add (Proxy :: _ 1) (Proxy :: _ 2)
                ^^^ TypesDoNotUnify
        number :: Int
        number = reflectType (Proxy :: _ 3)
        text :: String
        text = reflectType (Proxy :: _ "x")
        truth :: Boolean
        truth = reflectType (Proxy :: _ True)
        order :: Ordering
        order = reflectType (Proxy :: _ LT)
        unknown :: forall n. Proxy n -> Int
        unknown n = reflectType n
                    ^^^^^^^^^^^ NoInstanceFound
    """)


def test_given_comparisons_follow_from_one_another() -> None:
    check("""
        module Main where
        import Any (any)
        import Prim.Int (class Compare)
        import Prim.Ordering (GT, LT)
        import Type.Proxy (Proxy(..))
        lower :: forall a b. Compare a b LT => Proxy a -> Proxy b -> Int
        lower = any
        through :: forall a b c. Compare a b LT => Compare c b GT => Proxy a -> Proxy b -> Proxy c -> Int
        through a _ c = lower a c
        known :: forall a. Compare a 5 LT => Proxy a -> Int
        known a = lower a (Proxy :: _ 10)
        wrong :: forall a. Compare a 5 LT => Proxy a -> Int
        wrong a = lower (Proxy :: _ 10) a
                  ^^^^^ TypesDoNotUnify
        unknown :: forall a. Compare a 5 LT => Proxy a -> Int
        unknown a = lower a (Proxy :: _ 1)
                    ^^^^^ NoInstanceFound
    """)


def test_warnings_of_authors_are_given_at_the_use() -> None:
    text = """
        module Main where
        import Any (any)
        import Prim.TypeError (class Warn, Text)
        old :: Warn (Text "gone soon") => Int
        old = any
        here :: Int
        here = old
               ^^^ UserDefinedWarning
        handed :: Warn (Text "gone soon") => Int
        handed = old
    """
    check_marks(text, LIBRARY, Severity.WARNING)


def test_each_warning_of_an_author_is_given_where_one_name_has_several() -> None:
    text = """
        module Main where
        import Any (any)
        import Prim.TypeError (class Warn, Text)
        old :: Warn (Text "gone soon") => Warn (Text "slow") => Int
        old = any
        here :: Int
        here = old
               ^^^ UserDefinedWarning
               ^^^ UserDefinedWarning
        again :: forall a. a -> a
        again x = same x
          where
          same :: forall a. a -> a
                         ^ ShadowedTypeVar
          same y = y
    """
    check_marks(text, LIBRARY, Severity.WARNING)


def test_a_value_whose_whole_body_is_typed_counts_as_signed() -> None:
    text = """
        module Main where
        import Any (any)
        signed = any :: Int
        parameter = \\x -> (x :: Int)
        ^^^^^^^^^ MissingTypeDeclaration
        chosen = if any then any else any :: Int
        ^^^^^^ MissingTypeDeclaration
        nested = nest (any :: Int) :: Array Int
        foreign import nest :: forall a. a -> Array a
    """
    check_marks(text, LIBRARY, Severity.WARNING)


def test_errors_of_authors_stop_a_derivation() -> None:
    check("""
        module Main where
        import Any (any)
        import Prim.TypeError (class Fail, Text)
        class Show a where
          show :: a -> String
        instance Fail (Text "no functions") => Show (a -> b) where
          show _ = ""
        text :: String
        text = show (\\x -> x)
               ^^^^ NoInstanceFound
    """)


def test_partial_is_asked_for_by_inferred_types_only() -> None:
    text = """
        module Main where
        import Any (any)
        risky :: Partial => Int
        risky = any
        inferred = risky
        signed :: Int
        signed = risky
                 ^^^^^ NoInstanceFound
        allowed :: Partial => Int
        allowed = inferred
    """
    check_marks(text, LIBRARY)
    world, _ = check_text(
        "module Main where\nforeign import any :: forall a. a\nr :: Partial => Int\nr = any\nx = r\n",
        (),
    )
    assert type_of(world, "x") == "Partial => Int"


def test_a_given_of_a_wrong_number_of_arguments_solves_nothing() -> None:
    check("""
        module Main where
        import Any (any)
        import Prim.Int (class Compare)
        import Prim.Ordering (EQ, GT)
        import Type.Proxy (Proxy)
        equal :: forall l r. Compare l r EQ => Proxy ( left :: l, right :: r )
        equal = any
        one :: forall a b c. Compare a b b GT => Compare b c GT => Proxy c -> Proxy ( left :: c, right :: a )
                                         ^ KindsDoNotUnify
        one _ = equal
                ^^^^^ TypesDoNotUnify
    """)

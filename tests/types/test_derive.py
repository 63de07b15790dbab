"""Deriving: what can be derived, what cannot, and why not."""

from __future__ import annotations

from nova_ls.base.diagnostic import Severity
from tests.types.marks import check_marks

LIBRARY = """
--- Data.Eq
module Data.Eq where
class Eq a where
  eq :: a -> a -> Boolean
class Eq1 f where
  eq1 :: forall a. Eq a => f a -> f a -> Boolean
foreign import eqAny :: forall a. a -> a -> Boolean
instance Eq Int where
  eq = eqAny
instance Eq a => Eq (Array a) where
  eq = eqAny
--- Data.Ordering
module Data.Ordering where
data Ordering = LT | EQ | GT
--- Data.Ord
module Data.Ord where
import Data.Eq (class Eq, class Eq1)
import Data.Ordering (Ordering)
class Eq a <= Ord a where
  compare :: a -> a -> Ordering
class Eq1 f <= Ord1 f where
  compare1 :: forall a. Ord a => f a -> f a -> Ordering
foreign import compareAny :: forall a. a -> a -> Ordering
instance Ord Int where
  compare = compareAny
--- Data.Functor
module Data.Functor where
class Functor f where
  map :: forall a b. (a -> b) -> f a -> f b
foreign import any :: forall a. a
instance Functor Array where
  map = any
instance Functor ((->) r) where
  map = any
--- Data.Foldable
module Data.Foldable where
class Foldable f where
  foldMap :: forall a b. (a -> b) -> f a -> b
foreign import any :: forall a. a
instance Foldable Array where
  foldMap = any
--- Data.Bifunctor
module Data.Bifunctor where
class Bifunctor f where
  bimap :: forall a b c d. (a -> b) -> (c -> d) -> f a c -> f b d
foreign import any :: forall a. a
data Pair a b = Pair a b
instance Bifunctor Pair where
  bimap = any
--- Data.Functor.Contravariant
module Data.Functor.Contravariant where
class Contravariant f where
  cmap :: forall a b. (b -> a) -> f a -> f b
--- Data.Profunctor
module Data.Profunctor where
class Profunctor p where
  dimap :: forall a b c d. (a -> b) -> (c -> d) -> p b c -> p a d
foreign import any :: forall a. a
instance Profunctor (->) where
  dimap = any
--- Data.Newtype
module Data.Newtype where
import Prim.Coerce (class Coercible)
class Newtype :: Type -> Type -> Constraint
class Coercible t a <= Newtype t a | t -> a
--- Data.Generic.Rep
module Data.Generic.Rep where
class Generic a rep | a -> rep where
  to :: rep -> a
  from :: a -> rep
data NoConstructors
data NoArguments = NoArguments
data Sum a b = Inl a | Inr b
data Product a b = Product a b
newtype Constructor (name :: Symbol) a = Constructor a
newtype Argument a = Argument a
"""


def check(text: str) -> None:
    check_marks(text, LIBRARY)


def test_fields_must_compare() -> None:
    check("""
        module Main where
        import Data.Eq (class Eq, class Eq1)
        data Good f a = Good Int (Array a) { x :: a, y :: f a }
        derive instance (Eq a, Eq1 f) => Eq (Good f a)
        derive instance Eq1 f => Eq1 (Good f)
        data Bad a = Bad a (Int -> Int)
        derive instance Eq (Bad a)
                        ^^ NoInstanceFound
    """)


def test_ord_needs_eq() -> None:
    check("""
        module Main where
        import Data.Ord (class Ord)
        data T = T Int
        derive instance Ord T
                        ^^^ NoInstanceFound
    """)


def test_clauses_stand_for_instances_of_the_bare_type() -> None:
    check("""
        module Main where
        import Data.Eq (class Eq)
        import Data.Functor (class Functor)
        import Data.Generic.Rep (class Generic)
        import Data.Newtype (class Newtype)
        data Colour = Red | Green derive (Eq, Generic)
        newtype Box a = Box a derive (Newtype, Functor)
        data Fn = Fn (Int -> Int) derive (Eq)
                                          ^^ NoInstanceFound
    """)


def test_a_parameter_may_stand_last_in_what_can_be_mapped() -> None:
    check("""
        module Main where
        import Data.Bifunctor (Pair)
        import Data.Functor (class Functor)
        data Good f a = Good Int (Array (f a)) { x :: a, y :: Int -> a } (Pair a Int)
        derive instance Functor f => Functor (Good f)
        data Bad a = Bad (a -> Int)
        derive instance Functor Bad
                        ^^^^^^^ CannotDeriveInvalidConstructorArg
        data Unknown f a = Unknown (f a)
        derive instance Functor (Unknown f)
                        ^^^^^^^ CannotDeriveInvalidConstructorArg
    """)


def test_contravariance_turns_the_parameter_round() -> None:
    check("""
        module Main where
        import Data.Bifunctor (class Bifunctor)
        import Data.Foldable (class Foldable)
        import Data.Functor (class Functor)
        import Data.Functor.Contravariant (class Contravariant)
        import Data.Profunctor (class Profunctor)
        newtype Predicate a = Predicate (a -> Int)
        derive instance Contravariant Predicate
        newtype Cont a = Cont (Predicate (Predicate a))
        derive instance Functor Cont
        data Fn a b = Fn (a -> b)
        derive instance Profunctor Fn
        derive instance Bifunctor Fn
                        ^^^^^^^^^ CannotDeriveInvalidConstructorArg
        data Reader a = Reader (Int -> a)
        derive instance Foldable Reader
                        ^^^^^^^^ CannotDeriveInvalidConstructorArg
    """)


def test_generic_and_newtype_determine_their_last_argument() -> None:
    check("""
        module Main where
        import Data.Generic.Rep (class Generic, Argument, Constructor, NoArguments, Product, Sum, from)
        import Data.Newtype (class Newtype)
        data T a = None | Two a Int
        derive instance Generic (T a) _
        f :: T Int -> Sum (Constructor "None" NoArguments) (Constructor "Two" (Product (Argument Int) (Argument Int)))
        f = from
        newtype N = N Int
        derive instance Newtype N Int
                        ^^^^^^^ ExpectedWildcard
        data D = D Int
        derive instance Newtype D _
                        ^^^^^^^ CannotDeriveNewtypeForData
        derive instance Generic Int _
                        ^^^^^^^ ExpectedTypeConstructor
    """)


def test_other_classes_are_derived_through_newtypes_only() -> None:
    check("""
        module Main where
        import Data.Functor (class Functor)
        class Show a where
          show :: a -> String
        instance Show Int where
          show _ = ""
        data D = D Int
        derive instance Show D
                        ^^^^ CannotDerive
        data E = E Int
        derive newtype instance Show E
                                ^^^^ InvalidNewtypeInstance
        newtype N = N Int
        derive newtype instance Show N
        newtype S = S String
        derive newtype instance Show S
                                ^^^^ NoInstanceFound
        newtype List a = List (Array a)
        derive newtype instance Functor List
        newtype Odd a = Odd (Array (Array a))
        derive newtype instance Functor Odd
                                ^^^^^^^ InvalidNewtypeInstance
        derive newtype instance Show (Array a)
                                ^^^^ ExpectedTypeConstructor
    """)


def test_superclasses_of_newtype_instances_are_looked_at() -> None:
    text = """
        module Main where
        import Data.Ord (class Ord)
        class Base :: Type -> Type -> Constraint
        class Base a b
        class Derived :: Type -> Type -> Constraint
        class Base b a <= Derived a b
        instance Base Int Int
        instance Derived Int Int
        newtype N = N Int
        derive newtype instance Ord N
                                ^^^ MissingNewtypeSuperclassInstance
        derive newtype instance Derived Int N
                                ^^^^^^^ UnverifiableSuperclassInstance
    """
    check_marks(text, LIBRARY, Severity.WARNING)


def test_a_foreign_type_has_no_constructors_to_look_at() -> None:
    check("""
        module Main where
        import Data.Eq (class Eq, class Eq1)
        foreign import data Handle :: Type -> Type
        foreign import same :: forall a. Handle a -> Handle a -> Boolean
        derive instance Eq (Handle Int)
                        ^^ CannotFindDerivingType
        instance Eq (Handle String) where
          eq = same
        foreign import data Lazy :: Type -> Type
        foreign import sameLazy :: forall a. Lazy a -> Lazy a -> Boolean
        instance Eq a => Eq (Lazy a) where
          eq = sameLazy
        derive instance Eq1 Lazy
    """)


def test_a_constrained_field_compares_where_it_is_no_part_of_a_record() -> None:
    check("""
        module Main where
        import Data.Eq (class Eq)
        data Good a = Good (Eq a => a)
        derive instance Eq a => Eq (Good a)
        data Open a = Open (Eq a => a)
        derive instance Eq (Open a)
                        ^^ NoInstanceFound
        data Nested = Nested { x :: Eq Int => Int }
        derive instance Eq Nested
                        ^^ NoInstanceFound
        data Polymorphic = Polymorphic { x :: forall (a :: Type). Int }
        derive instance Eq Polymorphic
                        ^^ NoInstanceFound
    """)


def test_a_constraint_inside_of_a_field_is_about_the_old_value() -> None:
    """Source: the compiler, which copies what does not use the parameter."""
    check("""
        module Main where
        import Data.Eq (class Eq)
        import Data.Functor (class Functor)
        import Data.Foldable (class Foldable)
        data Nested a = Nested (Array (Eq a => Int)) a
        derive instance Functor Nested
                        ^^^^^^^ TypesDoNotUnify
        derive instance Foldable Nested
        data Result a = Result (Int -> (Eq (Array a) => Int))
        derive instance Functor Result
                        ^^^^^^^ TypesDoNotUnify
        data InRecord a = InRecord { x :: Eq a => Int, y :: a }
        derive instance Functor InRecord
                        ^^^^^^^ TypesDoNotUnify
        data Other b a = Other (Array (Eq b => Int)) a
        derive instance Functor (Other b)
    """)


def test_a_constrained_field_is_mapped_where_its_constraint_holds() -> None:
    check("""
        module Main where
        import Data.Eq (class Eq)
        import Data.Functor (class Functor)
        import Data.Foldable (class Foldable)
        data Good a = Good (Eq Int => a) (forall b. Eq b => b -> a)
        derive instance Functor Good
        data OfParameter a = OfParameter (Eq a => a)
        derive instance Functor OfParameter
                        ^^^^^^^ NoInstanceFound
        data Unused a = Unused (Eq a => Int)
        derive instance Functor Unused
                        ^^^^^^^ NoInstanceFound
        derive instance Foldable Unused
        data Nested a = Nested (Array (Eq Int => a))
        derive instance Functor Nested
                        ^^^^^^^ ConstrainedTypeUnified
        data InRecord a = InRecord { x :: Eq Int => a }
        derive instance Functor InRecord
                        ^^^^^^^ ConstrainedTypeUnified
        data Folded a = Folded (forall b. Eq b => Array a)
        derive instance Foldable Folded
                        ^^^^^^^^ NoInstanceFound
    """)

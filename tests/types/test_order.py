"""Quantifiers inside of types: there the order of judgements decides which programs are right, and it is the compiler's."""

from __future__ import annotations

import pytest

from tests.types.harness import CheckedModule, check_text

PREFIX = """module Main where

import Prim.Row as Row

data Maybe a = Nothing | Just a
data Tuple a b = Tuple a b
data P :: Type -> Type -> Type
data P x a = P

foreign import unsafe :: forall a. a = "f"

class Monoid m where
  mempty :: m
  append :: m -> m -> m

instance Monoid String where
  mempty = ""
  append x _ = x

class Functor f where
  map :: forall a b. (a -> b) -> f a -> f b

instance Functor Array where
  map = unsafe

class Functor f <= Applicative f where
  pure :: forall a. a -> f a

instance Applicative Array where
  pure = unsafe

class Semigroupoid a where
  compose :: forall b c d. a c d -> a b c -> a b d

instance Semigroupoid (->) where
  compose f g x = f (g x)

composeFlipped :: forall a b c d. Semigroupoid a => a b c -> a c d -> a b d
composeFlipped f g = compose g f

infixr 9 compose as <<<
infixr 9 composeFlipped as >>>
infixr 0 apply as $
infixl 1 applyFlipped as #

apply :: forall a b. (a -> b) -> a -> b
apply f x = f x

applyFlipped :: forall a b. a -> (a -> b) -> b
applyFlipped x f = f x

identity :: forall a. a -> a
identity x = x

flip :: forall a b c. (a -> b -> c) -> b -> a -> c
flip f x y = f y x

uncurry :: forall a b c. (a -> b -> c) -> Tuple a b -> c
uncurry f (Tuple a b) = f a b

inc :: Int -> Int
inc n = n

text :: Int -> String
text _ = ""

type Shape a = forall p. Monoid p => (a -> p) -> p

shape :: forall a. a -> Shape a
shape x f = f x

shape2 :: forall a. a -> a -> Shape a
shape2 x y f = append (f x) (f y)

make :: forall a. a -> forall x. P x a
make _ = P

data Proxy :: forall k. k -> Type
data Proxy a = Proxy

data Html :: Row Type -> Type
data Html r = Html

slot :: forall l q i rest slots. Row.Cons l (P q i) rest slots => Proxy l -> P q i -> Html slots
slot _ _ = Html

type Slots = (child :: forall q. P q Int)

type Held = { shape :: Shape Int, make :: forall a. a -> forall x. P x a }

held :: Held
held = { shape: shape 1, make }

"""


def check(body: str) -> CheckedModule:
    return check_text(PREFIX + body, folders=())[1]


@pytest.mark.parametrize(
    "source",
    [
        # The result of an operator is a constrained type once its operands are known.
        "x :: Shape Int\nx = shape $ 2",
        "x :: Shape Int\nx = shape2 1 $ 2",
        "x :: Shape Int\nx = uncurry shape2 (Tuple 1 2)",
        "x :: Int -> Shape Int\nx n = flip shape2 n $ n",
        "x :: Int -> Shape Int\nx = shape <<< inc",
        "x :: Maybe Int -> Shape Int\nx = case _ of\n  Just n -> shape n\n  Nothing -> shape $ 0",
        "x :: String\nx = (shape2 1 $ 2) text",
        "x = shape $ 2",
        "x :: String\nx = held.shape text",
        "x :: Held -> String\nx r = r.shape text",
        # Quantifiers behind an arrow are instantiated where a plain function is asked for.
        "x :: forall a. a -> P Int (Maybe a)\nx = make <<< Just",
        "x :: forall a. a -> P Int (Maybe a)\nx = (\\f -> f) make <<< Just",
        "x :: Int -> Array (P Int Int)\nx = pure <<< make",
        "x :: forall r a. (P Int a -> r) -> a -> r\nx k = k <<< make",
        "x :: P Int Int\nx = make $ 1",
        "x :: P Int Int\nx = held.make $ 1",
        "x :: P Int Int\nx = identity (make 1)",
        "x :: Array (P Int Int)\nx = map make [1]",
        "x :: Array (P Int Int)\nx = map held.make [1]",
        "x :: Boolean -> Int -> P Int Int\nx b = if b then \\_ -> P else make",
        # What a constraint finds in a quantified field does not escape.
        'x :: Html Slots\nx = slot (Proxy :: Proxy "child") (make 1)',
        'x :: Html Slots\nx = y\n  where\n  y = slot (Proxy :: Proxy "child") (make 1)',
        "class C a where\n  c :: a -> P Int a\ninstance C Int where\n  c = make <<< inc",
        # What a pattern binds is instantiated where it is applied, a name in a record as it stands there.
        "x :: Held -> P Int Int\nx { make: m } = m 1",
        "x :: Int -> Int\nx = let { i } = { i: identity } in i",
        "x :: Array (forall a. a -> a) -> Int\nx [f] = f 1\nx _ = 1",
        # So is what a guard matches, if the pattern asks for that.
        "y :: forall m. Monoid m => { m :: m }\ny = { m: mempty }\n\n"
        "x :: Int -> String\nx _\n  | { m } <- y = m",
    ],
)
def test_quantified_results_are_instantiated_under_higher_order_functions(source: str) -> None:
    assert check(source).codes() == []


@pytest.mark.parametrize(
    ("source", "code"),
    [
        # An unknown that a quantified type has solved has to be equal to what is expected.
        ("x :: Int -> P Int Int\nx = identity make", "TypesDoNotUnify"),
        ("x :: Int -> P Int Int\nx = identity $ make", "TypesDoNotUnify"),
        (
            "x :: Boolean -> Int -> P Int Int\nx b = identity (if b then \\_ -> P else make)",
            "TypesDoNotUnify",
        ),
        # What the last argument tells is not seen in the result: it has to be equal as well.
        ("x :: Shape Int\nx = 2 # shape2 1", "ConstrainedTypeUnified"),
        # The constrained type that the second operand has is compared with a rigid one.
        ("x :: Int -> Shape Int\nx = inc >>> shape", "EscapedSkolem"),
        ("x :: Shape Int -> Shape Int\nx s = shape $ s \\_ -> 1", "NoInstanceFound"),
        # What a pattern binds of a record or an array is such an unknown.
        ("x :: Held -> Int -> P Int Int\nx { make: m } = m", "TypesDoNotUnify"),
        (
            "x :: (Int -> String) -> String\nx = let { shape: s } = held in s",
            "ConstrainedTypeUnified",
        ),
        (
            "x :: (Int -> String) -> String\nx = let { s } = { s: shape 1 :: Shape Int } in s",
            "ConstrainedTypeUnified",
        ),
        ("x :: Array (forall a. a -> a) -> Int -> Int\nx [f] = f\nx _ = inc", "TypesDoNotUnify"),
        ("x :: Int -> P Int Int\nx = let { m } = { m: make } in m", "TypesDoNotUnify"),
        # No dictionary can be inserted below a record.
        ("x :: (Int -> String) -> String\nx = held.shape", "ConstrainedTypeUnified"),
    ],
)
def test_quantified_types_do_not_pass_where_order_forbids_it(source: str, code: str) -> None:
    assert check(source).codes() == [code]


def test_long_chains_with_quantifiers_are_checked_without_recursion() -> None:
    right = " <<< ".join(["inc"] * 2000)
    left = " # ".join(["1", *["inc"] * 2000])
    assert check(f"x :: Int -> P Int Int\nx = make <<< {right}").codes() == []
    assert check(f"x :: P Int Int\nx = {left} # make").codes() == []

"""No text makes the phase of names fail, and resolving it twice gives the same."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.names.program import load

PROGRAM = """\
module Main (main, class Shape, T(..), type (~>), module Lib) where
import Lib (add, class Show, U(..)) as L
import Lib hiding (x)
infixl 6 add as +
infixr 4 type Arrow as ~>
data T :: Type -> Type
data T a = A a | B { x :: a } derive (Eq)
type role T nominal
class (Show a) <= Shape a where
  area :: forall b. b -> a
instance Show a => Shape (T a) where
  area (A n) | n + 1, B m <- n = m
  area _ = let { y } = 1 in y
    where z = do
            q <- z
            let r = q
            r
else instance Shape Int
main :: Int
main = (_ + 1) $ case _, 1 of x : y, l@[ a, _ ] -> L.add -x `area` \\p -> _.foo { a = _, b { c = 1 } }
module Lib where
class Show a
data U = U
foreign import add :: Int -> Int
x = if true then [ 1, x @Int ] else ado { y <- x; in ?hole y }
"""


def codes(text: str) -> dict[str, list[str]]:
    return {name: module.codes for name, module in load("module First where\n" + text).items()}


@settings(max_examples=examples(150), deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(PROGRAM)), st.integers(0, 25), st.integers(0, 900))))
def test_broken_programs_resolve_and_give_the_same_twice(edits: list[tuple[int, int, int]]) -> None:
    text = PROGRAM
    for at, length, source in edits[:6]:
        text = text[:at] + PROGRAM[source : source + length] + text[at + length // 2 :]
    assert codes(text) == codes(text)

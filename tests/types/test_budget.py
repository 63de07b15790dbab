"""Declarations that would keep the checker busy for ever: one diagnostic, soon, and the rest goes on."""

from __future__ import annotations

import pytest

from nova_ls.types.core.budget import weigh
from nova_ls.types.core.substitute import substitute
from nova_ls.types.core.type import INT, TYPE, Forall, Type, TypeApp, TypeVar, function
from tests.types.harness import check_text

PREFIX = """module Main where

import Prim.Int as Int
import Prim.Symbol as Symbol

data Pair a b = Pair a b
data Tree a = Tree a
data Proxy :: forall k. k -> Type
data Proxy a = Proxy

double a = Pair a a

same :: forall a. a -> a -> Int
same _ _ = 1

class Equal a b where
  equal :: a -> b -> Int

instance Equal a a where
  equal _ _ = 1

class Count a where
  count :: a -> Int

instance Count Int where
  count n = n

instance (Count a, Count a) => Count (Tree a) where
  count (Tree a) = count a

class Text :: Type -> Symbol -> Constraint
class Text a s | a -> s

instance Text Int "ab"
instance (Text a s, Symbol.Append s s t) => Text (Tree a) t

class Number :: Type -> Int -> Constraint
class Number a n | a -> n

instance Number Int 7
instance (Number a m, Int.Mul m m n) => Number (Tree a) n

text :: forall a s. Text a s => a -> Proxy s
text _ = Proxy

number :: forall a n s. Number a n => Int.ToString n s => a -> Proxy s
number _ = Proxy

after :: Int
after = "what comes after is checked"
"""


def applied(function: str, times: int, argument: str) -> str:
    return f"{function} (" * times + argument + ")" * times


def squared(head: str, times: int) -> str:
    """Values each of which does twice what the one before does."""
    lines = [f"{head}0 a = Pair a a"]
    lines += [f"{head}{n + 1} a = {head}{n} ({head}{n} a)" for n in range(times)]
    return "\n".join(lines)


LOCALS = "\n  ".join(f"p{n + 1} = Pair p{n} p{n}" for n in range(40))
SYNONYMS = "\n".join(f"type T{n + 1} a = T{n} (Pair a a)" for n in range(40))


@pytest.mark.slow
@pytest.mark.parametrize(
    "source",
    [
        pytest.param("x = count (" + applied("Tree", 40, "1") + ")", id="goals that double"),
        pytest.param("x a = " + applied("double", 40, "a"), id="a type that doubles"),
        pytest.param(
            "instance Count (Pair a b) where\n  count a = same 1 (\\b -> "
            + applied("double", 40, "b")
            + ")",
            id="a member",
        ),
        pytest.param(squared("f", 12), id="types that are squared"),
        pytest.param(f"x a = p40\n  where\n  p0 = a\n  {LOCALS}", id="types of locals that double"),
        pytest.param(f"type T0 a = Pair a a\n{SYNONYMS}", id="synonyms that double"),
        pytest.param("x = text (" + applied("Tree", 40, "1") + ")", id="a symbol that doubles"),
        pytest.param(
            "x = number (" + applied("Tree", 40, "1") + ")", id="a number that is squared"
        ),
        pytest.param(
            "x = number (" + applied("Tree", 14, "1") + ")", id="a number beyond printing"
        ),
    ],
)
def test_a_declaration_that_takes_too_many_steps_is_given_up(source: str) -> None:
    _, module = check_text(f"{PREFIX}\n{source}\n")
    assert module.codes() == ["TypesDoNotUnify", "TooManySteps"]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("x = " + applied("double", 60, "1"), id="a type"),
        pytest.param(
            f"x = same ({applied('double', 60, '1')}) ({applied('double', 60, '1')})", id="unified"
        ),
        pytest.param(
            f"x = equal ({applied('double', 60, '1')}) ({applied('double', 60, '1')})", id="matched"
        ),
        pytest.param(
            "type T0 = Int\n" + "\n".join(f"type T{n + 1} = Pair T{n} T{n}" for n in range(60)),
            id="named",
        ),
    ],
)
def test_a_type_that_shares_its_parts_is_walked_once(source: str) -> None:
    _, module = check_text(f"{PREFIX}\n{source}\n")
    assert "TooManySteps" not in module.codes()


WALK = """
class Walk :: Symbol -> Constraint
class Walk s

instance Walk ""
else instance (Symbol.Cons letter rest s, Walk rest) => Walk s

walk :: forall proxy s. Walk s => proxy s -> Int
walk _ = 1
"""


def test_to_take_long_symbols_apart_letter_by_letter_is_within_the_budget() -> None:
    walks = " ".join(f'(walk (Proxy :: Proxy "{letter * 900}"))' for letter in "abcd")
    source = f"all :: Int -> Int -> Int -> Int -> Int\nall a _ _ _ = a\n\nx :: Int\nx = all {walks}"
    _, module = check_text(f"{PREFIX}{WALK}\n{source}\n")
    assert module.codes() == ["TypesDoNotUnify"]


def test_a_quantified_type_inside_of_another_is_weighed_with_it() -> None:
    inner = Forall("b", TYPE, function(TypeVar("a"), TypeVar("b")), False)
    outer = Forall("a", TYPE, function(TypeVar("a"), inner), False)
    weigh(outer)
    assert inner.weight == 1 + weigh(inner)
    cases: list[tuple[Type, int]] = [(INT, inner.weight), (TypeVar("c"), 0)]
    for given, weight in cases:
        put = substitute(outer.body, {"a": given})
        assert isinstance(put, TypeApp)
        assert isinstance(put.argument, Forall)
        assert put.argument.weight == weight

"""Written types: what they elaborate to, and the mistakes in them."""

from __future__ import annotations

import pytest

from nova_ls.names.resolve import resolved as r
from nova_ls.types.core.kind_of import kind_of
from nova_ls.types.core.solver import Solver
from nova_ls.types.core.type import (
    HAS_UNIFICATION_VARS,
    TYPE,
    Constrained,
    Forall,
    KindApp,
    Type,
    TypeApp,
    TypeVar,
)
from nova_ls.types.kinds.elaborate import elaborate_annotation, elaborate_signature
from nova_ls.types.kinds.written_variables import written_binders
from nova_ls.types.render.render_type import render_type
from tests.types.declarations import load

HEADER = """module Main where
data Proxy :: forall k. k -> Type
data Proxy a = Proxy
data Maybe a = Nothing | Just a
class Functor f where
  map :: forall a b. (a -> b) -> f a -> f b
type Id a = a
type Pair a b = { first :: a, second :: b }
type Nat f g = forall a. f a -> g a
type Apply f a = f a
type Open r = ( x :: Int | r )
type P = Proxy
"""


def signature(source: str) -> tuple[Solver, r.Type]:
    world = load(HEADER + "f :: " + source + "\nf = f\n")
    assert world.codes() == []
    value = world.values[0]
    assert isinstance(value, r.Value)
    assert value.signature is not None
    return Solver(world, value.key), value.signature


SIGNATURES = [
    ("Int", "Int"),
    ("Int -> Array Int", "Int -> Array Int"),
    ("forall a. a -> a", "forall a. a -> a"),
    ("forall @a b. a -> b", "forall @a b. a -> b"),
    ("forall f. Functor f => f Int", "forall f. Functor f => f Int"),
    ("Id Int", "Int"),
    ("Pair Int String", "{ first :: Int, second :: String }"),
    ("Nat Array Maybe", "forall a. Array a -> Maybe a"),
    (
        "forall b. Nat Array (Apply (Pair b))",
        "forall b a. Array a -> { first :: b, second :: a }",
    ),
    ("forall a. Apply Id a", "forall a. a"),
    ("{ y :: Int | Open () }", "{ x :: Int, y :: Int }"),
    ("forall r. { y :: Int | Open r }", "forall r. { x :: Int, y :: Int | r }"),
    ("{ b :: Int, a :: Int }", "{ a :: Int, b :: Int }"),
    ('Proxy "x" -> P Int', 'Proxy "x" -> Proxy Int'),
    ("forall p. Proxy p", "forall k (p :: k). Proxy p"),
    ("forall p q. Proxy p -> Proxy q", "forall k1 k2 (p :: k1) (q :: k2). Proxy p -> Proxy q"),
    ("forall k (p :: k). Proxy p", "forall k (p :: k). Proxy p"),
    ("Proxy (Int :: Type)", "Proxy Int"),
    ("forall b. Nat (Apply ((->) b)) Proxy", "forall b a. (b -> a) -> Proxy a"),
]


@pytest.mark.parametrize(("source", "expected"), SIGNATURES)
def test_a_signature_is_elaborated(source: str, expected: str) -> None:
    solver, node = signature(source)
    type = elaborate_signature(solver, node)
    assert solver.reports == []
    assert render_type(type) == expected
    assert not type.flags & HAS_UNIFICATION_VARS
    assert kind_of(solver, type) is TYPE


def test_a_polykinded_constructor_is_applied_to_its_kind() -> None:
    solver, node = signature("Proxy Maybe")
    type = elaborate_signature(solver, node)
    assert isinstance(type, TypeApp)
    assert isinstance(type.function, KindApp)
    assert render_type(type.function.argument) == "Type -> Type"


def test_expansion_captures_no_variable() -> None:
    solver, node = signature("forall a. Nat (Pair a) Array")
    type = elaborate_signature(solver, node)
    assert render_type(type) == "forall a a1. { first :: a, second :: a1 } -> Array a1"


def test_variables_of_a_synonym_are_not_written_ones() -> None:
    _, node = signature("Nat Array Maybe")
    assert written_binders(node) == ()
    _, node = signature("forall a b. forall c. a -> b -> c")
    assert written_binders(node) == ("a", "b", "c")


def test_a_wildcard_is_an_unknown_that_waits_for_the_body() -> None:
    solver, node = signature("forall p. Proxy p -> _")
    type = elaborate_signature(solver, node)
    assert type.flags & HAS_UNIFICATION_VARS
    assert [wildcard.name for wildcard in solver.wildcards] == [""]


def test_scoped_variables_stand_for_what_the_checker_says() -> None:
    solver, node = signature("Array a")
    skolem = solver.fresh_skolem("a", TYPE)
    scope: dict[str, Type] = {"a": skolem}
    solver.type_variables = scope
    type = elaborate_annotation(solver, node)
    assert isinstance(type, TypeApp)
    assert type.argument is skolem
    assert scope == {"a": skolem}


def test_a_quantifier_hides_a_scoped_variable_and_gives_it_back() -> None:
    solver, node = signature("(forall a. a) -> a")
    skolem = solver.fresh_skolem("a", TYPE)
    solver.type_variables = {"a": skolem}
    type = elaborate_annotation(solver, node)
    assert isinstance(type, TypeApp)
    assert type.argument is skolem
    assert isinstance(type.function, TypeApp)
    inner = type.function.argument
    assert isinstance(inner, Forall)
    assert isinstance(inner.body, TypeVar)


MISTAKES = [
    ("a -> a", ["UndefinedTypeVariable"]),
    ("a -> b -> a", ["UndefinedTypeVariable"]),
    ("Maybe", ["ExpectedType"]),
    ('"s"', ["ExpectedType"]),
    ("3", ["ExpectedType"]),
    ("( a :: Int )", ["ExpectedType"]),
    ("Maybe -> Int", ["KindsDoNotUnify"]),
    ("Maybe Maybe", ["KindsDoNotUnify"]),
    ("Int Int", ["KindsDoNotUnify"]),
    ("Maybe Int Int", ["KindsDoNotUnify"]),
    ("Functor Int => Int", ["KindsDoNotUnify"]),
    ("forall (f :: Type). Functor f => f Int -> f Int", ["KindsDoNotUnify"]),
    ("forall (f :: Maybe). Int", ["KindsDoNotUnify"]),
    ("{ x :: Maybe }", ["KindsDoNotUnify"]),
    ("{ | Int }", ["KindsDoNotUnify"]),
    ("Nat Array", ["ExpectedType"]),
    ("Array (Nat Array)", ["PartiallyAppliedSynonym"]),
    ("Proxy (Id)", ["PartiallyAppliedSynonym"]),
    ("forall a. Proxy a -> a a", ["InfiniteKind"]),
    ("Maybe Maybe -> Int Int", ["KindsDoNotUnify", "KindsDoNotUnify"]),
]


@pytest.mark.parametrize(("source", "codes"), MISTAKES)
def test_mistakes_in_a_signature(source: str, codes: list[str]) -> None:
    solver, node = signature(source)
    elaborate_signature(solver, node)
    assert [report.problem.code for report in solver.reports] == codes


def test_the_smallest_part_is_to_blame() -> None:
    solver, node = signature("Array (Maybe Maybe)")
    elaborate_signature(solver, node)
    (report,) = solver.reports
    assert (report.end - report.start, node.end - report.end) == (len("Maybe"), 1)


def test_constraints_keep_their_order() -> None:
    solver, node = signature("forall f g. Functor f => Functor g => f (g Int)")
    type = elaborate_signature(solver, node)
    assert isinstance(type, Forall)
    assert isinstance(type.body, Forall)
    assert isinstance(type.body.body, Constrained)
    assert render_type(type) == "forall f g. Functor f => Functor g => f (g Int)"

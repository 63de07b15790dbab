"""Types that say the same."""

from __future__ import annotations

from nova_ls.base.keys import Space, element_key
from nova_ls.types.core.same_type import same_type
from nova_ls.types.core.type import (
    TYPE,
    Constrained,
    Constraint,
    Forall,
    Row,
    Type,
    TypeVar,
    array,
    function,
    prim,
    record,
)

A, B, X = TypeVar("a"), TypeVar("b"), TypeVar("x")
SHOW = element_key("Data.Show", Space.CLASS, "Show")
INT, STRING = prim("Int"), prim("String")


def forall(names: str, body: Type) -> Type:
    for name in reversed(names.split()):
        body = Forall(name, TYPE, body, False)
    return body


def test_names_of_bound_variables_do_not_count() -> None:
    assert same_type(forall("a", function(A, A)), forall("x", function(X, X)))
    assert same_type(forall("a b", function(A, B)), forall("b a", function(B, A)))


def test_which_variable_is_meant_does() -> None:
    assert not same_type(forall("a b", function(A, B)), forall("a b", function(B, A)))
    assert not same_type(forall("a b", A), forall("x x", X))
    assert same_type(forall("a b", B), forall("x x", X))
    # One object may stand for two variables.
    same = function(A, B)
    assert not same_type(forall("a b", same), forall("b a", same))
    assert not same_type(forall("a", A), forall("a", B))


def test_free_variables_are_themselves() -> None:
    assert same_type(A, TypeVar("a"))
    assert not same_type(A, B)
    assert not same_type(forall("a", A), A)


def test_constructors_rows_and_constraints_are_compared() -> None:
    row = Row((("name", STRING), ("size", INT)), None)
    assert same_type(record(row), record(Row((("name", STRING), ("size", INT)), None)))
    assert not same_type(record(row), record(Row((("name", STRING),), None)))
    assert not same_type(record(row), record(Row((("name", STRING), ("size", STRING)), None)))
    assert not same_type(record(row), record(Row((("name", STRING), ("size", INT)), A)))
    assert same_type(
        forall("a", Constrained(Constraint(SHOW, (), (A,)), A)),
        forall("x", Constrained(Constraint(SHOW, (), (X,)), X)),
    )
    assert not same_type(array(INT), array(STRING))


def test_deep_types_are_compared() -> None:
    one: Type = INT
    other: Type = INT
    for _ in range(20_000):
        one, other = array(one), array(other)
    assert same_type(one, other)


def test_long_types_are_compared() -> None:
    one: Type = INT
    other: Type = INT
    for _ in range(20_000):
        one, other = function(STRING, one), function(STRING, other)
    assert same_type(one, other)
    assert not same_type(one, function(STRING, other))

"""Unification: rows, levels, quantifiers, mismatches."""

from __future__ import annotations

from nova_ls.base.keys import Space, element_key
from nova_ls.types.core.problems.kinds import InfiniteKind, KindsDoNotUnify
from nova_ls.types.core.problems.types import AdditionalProperty, InfiniteType, PropertyIsMissing
from nova_ls.types.core.solver import ROW_OF_TYPES, Solver
from nova_ls.types.core.type import (
    BOOLEAN,
    ERROR,
    INT,
    STRING,
    TYPE,
    Forall,
    Row,
    Type,
    TypeVar,
    array,
    function,
    record,
    row,
)
from nova_ls.types.relate.subsume import subsume
from nova_ls.types.relate.unify import flat_row, unify
from tests.types.prim_only import PrimOnly


def new_solver() -> Solver:
    return Solver(PrimOnly(), element_key("Main", Space.VALUE, "x"))


def fields(**types: Type) -> tuple[tuple[str, Type], ...]:
    return tuple(sorted(types.items()))


def test_a_variable_takes_the_other_type() -> None:
    solver = new_solver()
    variable = solver.fresh()
    assert unify(solver, array(variable), array(INT)) is None
    assert solver.zonk(variable) is INT


def test_a_mismatch_is_the_innermost_one() -> None:
    solver = new_solver()
    mismatch = unify(solver, array(array(INT)), array(array(STRING)))
    assert mismatch is not None
    assert (mismatch.expected, mismatch.actual) == (INT, STRING)


def test_a_type_that_holds_the_variable_is_infinite() -> None:
    solver = new_solver()
    variable = solver.fresh()
    mismatch = unify(solver, variable, array(variable))
    assert mismatch is not None
    assert mismatch.kind is InfiniteType


def test_a_kind_that_holds_a_variable_of_that_kind_is_infinite() -> None:
    solver = new_solver()
    kind = solver.fresh()
    variable = solver.fresh(kind)
    skolem = solver.fresh_skolem("a", kind)
    for type in (variable, array(variable), skolem, array(skolem)):
        mismatch = unify(solver, kind, type)
        assert mismatch is not None
        assert mismatch.kind in (InfiniteType, InfiniteKind)
        assert kind.solution is None


def test_an_error_is_equal_to_everything() -> None:
    assert unify(new_solver(), array(ERROR), array(INT)) is None


def test_rows_unify_whatever_their_tails_were_called() -> None:
    solver = new_solver()
    left, right = solver.fresh(ROW_OF_TYPES), solver.fresh(ROW_OF_TYPES)
    mismatch = unify(solver, row(fields(a=INT), left), row(fields(b=STRING), right))
    assert mismatch is None
    found, tail = flat_row(solver, row(fields(a=INT), left))
    assert found == fields(a=INT, b=STRING)
    other, other_tail = flat_row(solver, row(fields(b=STRING), right))
    assert other == found
    assert tail is other_tail


def test_equal_labels_stand_in_order() -> None:
    solver = new_solver()
    tail = solver.fresh(ROW_OF_TYPES)
    assert unify(solver, Row(fields(a=INT), tail), Row((("a", INT), ("a", STRING)), None)) is None
    assert flat_row(solver, tail) == (fields(a=STRING), None)


def test_a_row_with_a_common_tail_and_other_fields_does_not_unify() -> None:
    solver = new_solver()
    tail = solver.fresh(ROW_OF_TYPES)
    mismatch = unify(solver, Row(fields(a=INT), tail), Row(fields(b=INT), tail))
    assert mismatch is not None


def test_a_mismatch_in_a_field_tells_its_label() -> None:
    solver = new_solver()
    mismatch = unify(solver, record(Row(fields(a=INT), None)), record(Row(fields(a=STRING), None)))
    assert mismatch is not None
    assert mismatch.labels == ("a",)


def test_rows_of_thousands_of_fields_unify() -> None:
    solver = new_solver()
    many = tuple([(f"f{index:05}", INT) for index in range(5_000)])
    tail = solver.fresh(ROW_OF_TYPES)
    assert unify(solver, Row(many, None), Row(many[::2], tail)) is None
    assert len(flat_row(solver, tail)[0]) == 2_500


def test_quantified_types_are_equal_up_to_names() -> None:
    left = Forall("a", TYPE, function(TypeVar("a"), TypeVar("a")), False)
    right = Forall("b", TYPE, function(TypeVar("b"), TypeVar("b")), False)
    assert unify(new_solver(), left, right) is None


def test_solving_lowers_levels() -> None:
    solver = new_solver()
    outer = solver.fresh()
    solver.level = 3
    inner = solver.fresh()
    assert unify(solver, outer, array(inner)) is None
    assert inner.level == 0


def test_a_kind_mismatch_is_reported_as_such() -> None:
    solver = new_solver()
    constructor = solver.fresh(function(INT, TYPE))
    mismatch = unify(solver, constructor, array(INT).function)
    assert mismatch is not None
    assert mismatch.kind is KindsDoNotUnify


def test_a_polymorphic_value_stands_for_its_instances() -> None:
    identity = Forall("a", TYPE, function(TypeVar("a"), TypeVar("a")), False)
    solver = new_solver()
    assert subsume(solver, identity, function(INT, INT), 0, 0) is None
    assert subsume(solver, function(INT, INT), identity, 0, 0) is not None
    # Under an arrow the direction turns round.
    taking = function(identity, BOOLEAN)
    assert subsume(solver, function(function(INT, INT), BOOLEAN), taking, 0, 0) is None
    assert subsume(solver, taking, function(function(INT, INT), BOOLEAN), 0, 0) is not None


def test_a_record_must_have_the_fields_asked_for() -> None:
    small, large = record(Row(fields(a=INT), None)), record(Row(fields(a=INT, b=INT), None))
    solver = new_solver()
    missing, additional = subsume(solver, small, large, 0, 0), subsume(solver, large, small, 0, 0)
    assert missing is not None and missing.kind is PropertyIsMissing
    assert additional is not None and additional.kind is AdditionalProperty
    assert missing.labels == additional.labels == ("b",)

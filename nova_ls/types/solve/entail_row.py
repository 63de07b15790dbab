"""Prim.Row: Union, Cons, Lacks, Nub; Prim.RowList: RowToList."""

from __future__ import annotations

from typing import TypeAlias

from nova_ls.types.core.solver import Solver
from nova_ls.types.core.type import (
    EMPTY_ROW,
    ROW,
    TYPE,
    Constraint,
    KindApp,
    Row,
    Type,
    TypeApp,
    TypeString,
    applied,
    row,
)
from nova_ls.types.core.well_known import ROW_LACKS, ROW_LIST_CONS, ROW_LIST_NIL, ROW_UNION
from nova_ls.types.solve.goal import BuiltinStep

Fields: TypeAlias = tuple[tuple[str, Type], ...]


def solve_union(solver: Solver, constraint: Constraint) -> BuiltinStep | None:
    """A closed left row, or closed right and whole rows, give the third.

    Otherwise the known labels of the left go into the whole, and a smaller constraint is left: the tail of the left could
    hold labels that the right has too, so nothing else may be moved.
    """
    left, right, whole = constraint.arguments
    fields, tail = _parts(left)
    if tail is None:
        return BuiltinStep((left, right, row(fields, right)))
    right_fields, right_tail = _parts(right)
    whole_fields, whole_tail = _parts(whole)
    if right_tail is None and whole_tail is None:
        return _subtract(whole_fields, right_fields, whole)
    if not fields:
        return None
    rest = solver.fresh(TypeApp(ROW, _row_kind(constraint)))
    smaller = Constraint(ROW_UNION, constraint.kinds, (tail, right, rest))
    return BuiltinStep((left, right, row(fields, rest)), (smaller,))


def _subtract(whole_fields: Fields, right_fields: Fields, whole: Type) -> BuiltinStep | None:
    """Split a closed whole row: the last fields with the right row's labels are the right's, the others the left's."""
    remaining: dict[str, int] = {}
    for label, _ in right_fields:
        remaining[label] = remaining.get(label, 0) + 1
    left: list[tuple[str, Type]] = []
    right: list[tuple[str, Type]] = []
    for field in reversed(whole_fields):
        label = field[0]
        count = remaining.get(label, 0)
        if count:
            remaining[label] = count - 1
            right.append(field)
        else:
            left.append(field)
    if any(remaining.values()):
        return None
    left.reverse()
    right.reverse()
    return BuiltinStep((row(tuple(left), None), row(tuple(right), None), whole))


def solve_cons(constraint: Constraint) -> BuiltinStep | None:
    """`Prim.Row.Cons label type tail row`."""
    label, type, tail, _ = constraint.arguments
    if not isinstance(label, TypeString):
        return None
    return BuiltinStep((label, type, tail, row(((label.value, type),), tail)))


def solve_lacks(constraint: Constraint) -> BuiltinStep | None:
    """`Prim.Row.Lacks label row`."""
    label, whole = constraint.arguments
    if whole is EMPTY_ROW or (isinstance(whole, Row) and not whole.fields and whole.tail is None):
        return BuiltinStep(constraint.arguments)
    if not isinstance(label, TypeString) or not isinstance(whole, Row) or not whole.fields:
        return None
    for name, _ in whole.fields:
        if name == label.value:
            return None
    if whole.tail is None:
        return BuiltinStep(constraint.arguments)
    smaller = Constraint(ROW_LACKS, constraint.kinds, (label, whole.tail))
    return BuiltinStep(constraint.arguments, (smaller,))


def solve_nub(constraint: Constraint) -> BuiltinStep | None:
    """The first field of each label of a closed row."""
    whole = constraint.arguments[0]
    if not isinstance(whole, Row) or whole.tail is not None:
        return None
    fields: list[tuple[str, Type]] = []
    for field in whole.fields:
        if not fields or fields[-1][0] != field[0]:
            fields.append(field)
    return BuiltinStep((whole, row(tuple(fields), None)))


def solve_row_to_list(constraint: Constraint) -> BuiltinStep | None:
    """`Prim.RowList.RowToList row list`: for closed rows, labels in order."""
    whole = constraint.arguments[0]
    if not isinstance(whole, Row) or whole.tail is not None:
        return None
    kind = _row_kind(constraint)
    cons = KindApp(ROW_LIST_CONS, kind)
    entries: Type = KindApp(ROW_LIST_NIL, kind)
    for label, type in reversed(whole.fields):
        entries = applied(cons, TypeString(label), type, entries)
    return BuiltinStep((whole, entries))


def _parts(type: Type) -> tuple[Fields, Type | None]:
    if isinstance(type, Row):
        return type.fields, type.tail
    return (), type


def _row_kind(constraint: Constraint) -> Type:
    """The kind of the fields."""
    return constraint.kinds[0] if constraint.kinds else TYPE

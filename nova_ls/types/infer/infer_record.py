"""Records: literals, access, update."""

from __future__ import annotations

from bisect import bisect_left
from typing import Final, TypeVar

from nova_ls.names.resolve import resolved as r
from nova_ls.syntax.tree import Node
from nova_ls.types.core.problems.types import (
    AdditionalProperty,
    DuplicateLabel,
    ExprDoesNotHaveType,
    PropertyIsMissing,
)
from nova_ls.types.core.solver import ROW_OF_TYPES, Solver
from nova_ls.types.core.substitute import instantiate
from nova_ls.types.core.type import (
    ERROR,
    HAS_QUANTIFIERS,
    RECORD,
    Row,
    Skolem,
    Type,
    TypeApp,
    UnificationVar,
    field_label,
    record,
    row,
)
from nova_ls.types.infer.blamed_place import is_wrong
from nova_ls.types.infer.infer_application import infer_head
from nova_ls.types.infer.infer_core import check, expect, expect_subsumed, infer
from nova_ls.types.relate.unify import flat_row, solve

FieldT = TypeVar("FieldT", r.Field, r.FieldUpdate)
Fields = tuple[tuple[str, Type], ...]

_MANY_PIECES: Final = 16  # a row in more pieces is put together


def infer_record(solver: Solver, node: r.RecordLiteral) -> Type:
    """Infer a record: a closed row of the types of its fields."""
    unique = _report_duplicates(solver, node.fields)
    fields = [(field.label, _infer_field(solver, field)) for field in unique]
    fields.sort(key=field_label)
    return record(row(tuple(fields), None))


def check_record(solver: Solver, node: r.RecordLiteral, type: Type) -> None:
    """Check a record field by field, as far as the row is known."""
    if not (isinstance(type, TypeApp) and type.function is RECORD):
        expect(solver, type, infer_record(solver, node), node.start, node.end)
        return
    unique = _report_duplicates(solver, node.fields)
    written = [(field, field.value) for field in unique]
    _check_fields(solver, written, type, (node.start, node.end), False)


def infer_access(solver: Solver, node: r.RecordAccess) -> Type:
    """Infer `record.label`: the record's row has that label and a fresh tail."""
    known = _field_of_local(solver, node)
    if known is not None:
        return known
    field = solver.fresh()
    _check_access(solver, node, field)
    return solver.seen(field)


def check_access(solver: Solver, node: r.RecordAccess, type: Type) -> None:
    """Check `record.label`: the record's row has that label with the type."""
    _check_access(solver, node, type)


def infer_update(solver: Solver, node: r.Update) -> Type:
    """`record { label = value }` may change a field's type; the others stay as they are."""
    updates = _report_duplicates(solver, node.updates)
    rest = solver.fresh(ROW_OF_TYPES)
    old = _sorted([(update.label, solver.fresh()) for update in updates])
    known = len(solver.reports)
    check(solver, node.record, record(row(old, rest)))
    olds = dict(old)
    new = [(update.label, _infer_update(solver, update, olds[update.label])) for update in updates]
    if is_wrong(solver, known, node.record) or isinstance(node.record, r.Error):
        return ERROR
    return record(row(_sorted(new), rest))


def check_update(solver: Solver, node: r.Update, type: Type) -> None:
    """Check a record update: labels that are given must exist, and may change their types."""
    if not (isinstance(type, TypeApp) and type.function is RECORD):
        expect(solver, type, infer_update(solver, node), node.start, node.end)
        return
    updates = _report_duplicates(solver, node.updates)
    updated = {update.label for update in updates}
    fields, tail = flat_row(solver, type.argument)
    kept = [field for field in fields if field[0] not in updated]
    # Of a label that the row has twice, an update is about the first: the record has it once.
    there = dict.fromkeys(label for label, _ in fields if label in updated)
    old = [(label, solver.fresh()) for label in there]
    check(solver, node.record, record(row(_sorted(kept + list(old)), tail)))
    olds: dict[str, Type] = dict(old)
    written: list[tuple[r.Field | r.FieldUpdate, r.Expression | Type]] = []
    for update in updates:
        if isinstance(update.value, tuple):
            written.append((update, _infer_update(solver, update, olds.get(update.label))))
        else:
            written.append((update, update.value))
    _check_fields(solver, written, type, (node.start, node.end), True)


def _check_access(solver: Solver, node: r.RecordAccess, type: Type) -> None:
    """What is noted of the record is its own type, also where the access asks too much of it."""
    whole = infer_head(solver, node.record)
    solver.annotate(node.label_start, node.label_end, type)
    asked = record(Row(((node.label, type),), solver.fresh(ROW_OF_TYPES)))
    expect_subsumed(solver, whole, asked, node.record.start, node.record.end)
    if solver.trail is not None:
        solver.trail.take(solver.wanted, node.record, 0)


def _field_of_local(solver: Solver, node: r.RecordAccess) -> Type | None:
    """The field of a local whose type is known to be a record, without a comparison of whole rows; None: compare.

    What is not known of the record may hold the field.
    """
    local = node.record
    whole = (
        solver.resolve(solver.locals.get(local.binder, ERROR))
        if isinstance(local, r.Local)
        else ERROR
    )
    if not isinstance(whole, TypeApp) or whole.function is not RECORD:
        return None
    field, tail = _find_field(solver, whole.argument, node.label)
    if field is not None and field.flags & HAS_QUANTIFIERS:
        return None
    if field is None:
        if not isinstance(tail, UnificationVar):
            return None
        field = solver.fresh()
        rest = solver.fresh(ROW_OF_TYPES)
        if solve(solver, tail, Row(((node.label, field),), rest)) is not None:
            return None
    solver.annotate(node.label_start, node.label_end, field)
    solver.annotate(local.start, local.end, whole)
    return solver.resolve(field)


def _find_field(solver: Solver, type: Type, label: str) -> tuple[Type | None, Type | None]:
    """The first field of a label in a row, or None and the row's tail."""
    pieces = 0
    tail: Type | None = solver.resolve(type)
    while isinstance(tail, Row):
        fields = tail.fields
        place = bisect_left(fields, (label,))
        if place < len(fields) and fields[place][0] == label:
            return fields[place][1], None
        pieces += 1
        tail = None if tail.tail is None else solver.resolve(tail.tail)
    if pieces > _MANY_PIECES:
        flat_row(solver, type)
    return None, tail


def _infer_field(solver: Solver, field: r.Field) -> Type:
    return _infer_within(solver, field.value)


def _infer_within(solver: Solver, value: r.Expression) -> Type:
    """Inside a record the type of a name is instantiated; that of anything else stays as it is."""
    type = infer(solver, value)
    if type.flags & HAS_QUANTIFIERS and _is_name(value):
        cause = value.shown if isinstance(value, r.Global) else None
        type = instantiate(solver, type, value.start, value.end, cause)
        if solver.trail is not None:
            solver.trail.take(solver.wanted, value, 0)
    return type


def _is_name(value: r.Expression) -> bool:
    if isinstance(value, r.Global | r.Local):
        return True
    return isinstance(value, r.App) and (
        all(isinstance(argument, r.TypeArgument) for argument in value.arguments)
        and _is_name(value.function)
    )


def _infer_update(solver: Solver, update: r.FieldUpdate, old: Type | None) -> Type:
    """The new type of an updated field. `old`: its type before, which a nested update `label { … }` looks into."""
    value = update.value
    if not isinstance(value, tuple):
        type = _infer_within(solver, value)
        solver.annotate(update.start, update.end, type)
        return type
    updates = _report_duplicates(solver, value)
    rest = solver.fresh(ROW_OF_TYPES)
    inner = _sorted([(nested.label, solver.fresh()) for nested in updates])
    before = record(row(inner, rest))
    if old is not None and not expect(solver, before, old, update.start, update.end):
        return ERROR
    olds = dict(inner)
    new = [(nested.label, _infer_update(solver, nested, olds[nested.label])) for nested in updates]
    return record(row(_sorted(new), rest))


def _check_fields(
    solver: Solver,
    written: list[tuple[r.Field | r.FieldUpdate, r.Expression | Type]]
    | list[tuple[r.Field, r.Expression]],
    type: TypeApp,
    span: tuple[int, int],
    is_update: bool,
) -> None:
    """Check written fields against the row of a record type. An update need not name all fields, a literal must."""
    fields, tail = flat_row(solver, type.argument)
    expected: dict[str, list[Type]] = {}
    for label, field_type in fields:
        expected.setdefault(label, []).append(field_type)
    too_many = 0
    for field, value in written:
        found = expected.get(field.label)
        if found:
            field_type = found.pop(0)
            solver.annotate(field.start, field.end, field_type)
            _check_value(solver, field, value, field_type)
            continue
        tail = None if tail is None else solver.resolve(tail)
        if tail is None:
            too_many += 1
            if not _is_unknown_pun(field, value):
                solver.report(AdditionalProperty(field.label, type, ERROR), field.start, field.end)
            _infer_value(solver, value)
            continue
        actual = _infer_value(solver, value)
        rest = solver.fresh(ROW_OF_TYPES)
        expect(solver, tail, Row(((field.label, actual),), rest), field.start, field.end)
        tail = rest
    if is_update:
        return
    missing = [label for label, types in expected.items() if types]
    if missing and len(missing) <= too_many:
        return  # They are there under other names, which has been reported.
    if missing:
        solver.report(PropertyIsMissing(missing[0], type, ERROR), *span)
        return
    tail = None if tail is None else solver.resolve(tail)
    if isinstance(tail, UnificationVar):
        expect(solver, tail, row((), None), *span)
    elif isinstance(tail, Skolem):
        solver.report(ExprDoesNotHaveType(type), *span)


def _is_unknown_pun(field: r.Field | r.FieldUpdate, value: r.Expression | Type) -> bool:
    """Whether a field stands for a name that means nothing, which is reported: another one is meant, or it is half typed."""
    return isinstance(value, r.Error) and value.start == field.start


def _check_value(
    solver: Solver, field: r.Field | r.FieldUpdate, value: r.Expression | Type, type: Type
) -> None:
    if isinstance(value, Node):
        check(solver, value, type)
    else:
        expect(solver, type, value, field.start, field.end)


def _infer_value(solver: Solver, value: r.Expression | Type) -> Type:
    if isinstance(value, Node):
        return _infer_within(solver, value)
    return value


def _report_duplicates(solver: Solver, fields: tuple[FieldT, ...]) -> list[FieldT]:
    """The fields of which each label's first is the only one that counts."""
    unique: dict[str, FieldT] = {}
    for field in fields:
        if unique.setdefault(field.label, field) is not field:
            solver.report(DuplicateLabel(field.label), field.start, field.end)
    return list(unique.values())


def _sorted(fields: list[tuple[str, Type]] | list[tuple[str, UnificationVar]]) -> Fields:
    return tuple(sorted(fields, key=field_label))

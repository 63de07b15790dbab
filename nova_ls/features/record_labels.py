"""The labels of records and rows in a chunk, each with what is known of the row that it is a label of."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from enum import Enum

from nova_ls.base.slotted import value
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.state.module import Module
from nova_ls.features.type_parts import bare_type
from nova_ls.syntax import tree as t
from nova_ls.syntax.walk import descendants
from nova_ls.types.core.type import (
    RECORD,
    Row,
    Type,
    TypeApp,
)
from nova_ls.workspace.snapshot import Place, Snapshot


class LabelRole(Enum):
    """What is done with a label where it is written."""

    DECLARED = "declared"  # in a written type
    MADE = "made"  # in a record literal
    UPDATED = "updated"
    READ = "read"
    MATCHED = "matched"  # in a pattern


@value
class RowShape:
    """The fields of a row, as far as they are known. `is_open`: it may have more.

    `types` has only those of typed places; a written type is told by its labels alone.
    """

    labels: frozenset[str]
    is_open: bool
    types: tuple[tuple[str, Type], ...] = ()


@value
class LabelUse:
    """`shape` None: nothing is known of the row. `is_pun`: the label stands for a variable of that name too.

    `declaration`: the position of the declaration among those of the chunk.
    """

    place: Place
    label: str
    role: LabelRole
    shape: RowShape | None
    is_pun: bool
    declaration: int


def label_at(snapshot: Snapshot, module: Module, offset: int) -> LabelUse | None:
    """The label that an offset touches."""
    chunk, within = module.source.chunk_at(offset)
    for use in labels_in(snapshot, module, chunk):
        if use.place.start <= within <= use.place.end:
            return use
    return None


def labels_in(
    snapshot: Snapshot,
    module: Module,
    chunk: SourceChunk,
    only: str | None = None,
    roles: Container[LabelRole] = frozenset(LabelRole),
) -> Iterator[LabelUse]:
    """The labels of a chunk; `only`: those of that text."""
    types: dict[tuple[int, int], Type] | None = None
    for position, declaration in enumerate(chunk.tree.declarations):
        for node in descendants(declaration):
            if not isinstance(node, _WITH_LABELS):
                continue
            for label, role, record, is_pun in _labels(node):
                if not label.text or (only is not None and label.text != only):
                    continue
                if role not in roles:
                    continue
                if record and types is None:
                    types = _types_in(snapshot, module, chunk)
                place = Place(module, chunk, label.start, label.end)
                shape = _shape(node, record, types or {})
                yield LabelUse(place, label.text, role, shape, is_pun, position)


def same_labels(snapshot: Snapshot, use: LabelUse, modules: Iterable[Module]) -> Iterator[LabelUse]:
    """The places of a label in records that may be of the same type as that of one of its uses."""
    for module in modules:
        if use.label in module.source.text:
            for chunk in module.source.chunks:
                if use.label in chunk.text:
                    for other in labels_in(snapshot, module, chunk, use.label):
                        if _may_be_same(use.shape, other.shape):
                            yield other


def _may_be_same(one: RowShape | None, other: RowShape | None) -> bool:
    if one is None or other is None:
        return True
    if one.is_open and other.is_open:
        return True
    if one.is_open:
        return one.labels <= other.labels
    if other.is_open:
        return other.labels <= one.labels
    return one.labels == other.labels


_WITH_LABELS = (
    t.RecordTypeNode,
    t.RowNode,
    t.RecordLiteral,
    t.RecordAccess,
    t.RecordUpdate,
    t.PatternRecord,
)


def _labels(node: t.Node) -> Iterator[tuple[t.Label, LabelRole, tuple[t.Node, ...], bool]]:
    """Each label of a node with the way to its record: the record, then the updates inside of which it stands."""
    match node:
        case t.RecordTypeNode(fields=row) | t.RowNode(fields=row):
            for each in row:
                yield each.label, LabelRole.DECLARED, (), False
        case t.RecordLiteral(fields=fields):
            for field in fields:
                yield field.label, LabelRole.MADE, (), field.value is None
        case t.RecordAccess(label=label, record=record):
            yield label, LabelRole.READ, (record,), False
        case t.RecordUpdate(record=record, updates=updates):
            yield from _updated(updates, (record,))
        case t.PatternRecord(fields=patterns):
            for pattern in patterns:
                yield pattern.label, LabelRole.MATCHED, (node,), pattern.pattern is None
        case _:
            return


def _updated(
    updates: Iterable[t.Update], path: tuple[t.Node, ...]
) -> Iterator[tuple[t.Label, LabelRole, tuple[t.Node, ...], bool]]:
    for update in updates:
        yield update.label, LabelRole.UPDATED, path, False
        if isinstance(update, t.NestedUpdate):
            yield from _updated(update.updates, (*path, update))


def _types_in(
    snapshot: Snapshot, module: Module, chunk: SourceChunk
) -> dict[tuple[int, int], Type]:
    found: dict[tuple[int, int], Type] = {}
    for key in snapshot.elements_in(module, chunk):
        ast = snapshot.ast(key)
        if ast is not None:
            notes = ast.annotations
            for start, end, type in zip(notes.starts, notes.ends, notes.types, strict=True):
                found.setdefault((start, end), type)
    return found


def _shape(
    node: t.Node, path: tuple[t.Node, ...], types: dict[tuple[int, int], Type]
) -> RowShape | None:
    if isinstance(node, t.RecordTypeNode | t.RowNode):
        return RowShape(frozenset(f.label.text for f in node.fields), node.tail is not None)
    if isinstance(node, t.RecordLiteral):
        return RowShape(frozenset(field.label.text for field in node.fields), False)
    record = path[0]
    while isinstance(record, t.Parenthesised):
        record = record.inner
    type = types.get((record.start, record.end))
    for update in path[1:]:
        assert isinstance(update, t.NestedUpdate)
        type = dict(_fields(type)[0]).get(update.label.text)
    return shape_of(type)


def shape_of(type: Type | None) -> RowShape | None:
    """The shape of a record type; None where a type is not a record, as far as is known."""
    fields, is_open = _fields(type)
    if not fields and not is_open:
        return None
    return RowShape(frozenset(label for label, _ in fields), is_open, fields)


def _fields(type: Type | None) -> tuple[tuple[tuple[str, Type], ...], bool]:
    bare = None if type is None else bare_type(type)
    if not (isinstance(bare, TypeApp) and bare.function is RECORD):
        return (), False
    return row_fields(bare.argument)


def row_fields(row: Type | None) -> tuple[tuple[tuple[str, Type], ...], bool]:
    """The fields of a row and whether it may have more."""
    found: list[tuple[str, Type]] = []
    while row is not None and isinstance(row := bare_type(row), Row):
        found += row.fields
        row = row.tail
    return tuple(found), row is not None

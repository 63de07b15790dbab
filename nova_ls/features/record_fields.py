"""The fields of the record before a dot."""

from __future__ import annotations

from nova_ls.features.cursor_context import Cursor
from nova_ls.syntax import tree as t
from nova_ls.syntax.walk import descendants
from nova_ls.types.core.type import (
    RECORD,
    Constrained,
    Forall,
    Row,
    Type,
    TypeApp,
    UnificationVar,
)
from nova_ls.workspace.snapshot import Place, Snapshot


def record_fields(snapshot: Snapshot, cursor: Cursor, dot: int) -> tuple[tuple[str, Type], ...]:
    """Labels with their types. `dot`: its offset in the chunk. Nothing where what stands before it is not a record."""
    record = _record_before(cursor, dot)
    while isinstance(record, t.Parenthesised):
        record = record.inner
    if record is None:
        return ()
    place = Place(cursor.module, cursor.chunk, record.start, record.end)
    return _fields(snapshot.type_of_span(place))


def _record_before(cursor: Cursor, dot: int) -> t.Node | None:
    for declaration in cursor.chunk.tree.declarations:
        if declaration.start <= dot <= declaration.end:
            for node in descendants(declaration):
                if isinstance(node, t.RecordAccess) and node.record.end <= dot <= node.label.start:
                    return node.record
    return None


def _bare(type: Type | None) -> Type | None:
    while True:
        if isinstance(type, Forall | Constrained):
            type = type.body
        elif isinstance(type, UnificationVar) and type.solution is not None:
            type = type.solution
        else:
            return type


def _fields(type: Type | None) -> tuple[tuple[str, Type], ...]:
    bare = _bare(type)
    if isinstance(bare, TypeApp) and bare.function is RECORD and isinstance(bare.argument, Row):
        return bare.argument.fields
    return ()

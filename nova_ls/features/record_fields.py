"""The fields of the record before a dot."""

from __future__ import annotations

from nova_ls.base.keys import ElementKey
from nova_ls.features.cursor import Cursor
from nova_ls.syntax import tree as t
from nova_ls.syntax.walk import descendants
from nova_ls.types.interface import ValueInterface
from nova_ls.types.type import (
    FUNCTION,
    RECORD,
    Constrained,
    Forall,
    Row,
    Type,
    TypeApp,
    UnificationVar,
)
from nova_ls.workspace.snapshot import LocalTarget, Place, Snapshot


def record_fields(snapshot: Snapshot, cursor: Cursor, dot: int) -> tuple[tuple[str, Type], ...]:
    """Labels with their types. `dot`: its offset in the chunk. Nothing where what stands before it is no record."""
    record = _record_before(cursor, dot)
    type = None if record is None else _type_of(snapshot, cursor, record)
    return _fields(type)


def _record_before(cursor: Cursor, dot: int) -> t.Node | None:
    for declaration in cursor.chunk.tree.declarations:
        if declaration.start <= dot <= declaration.end:
            for node in descendants(declaration):
                if isinstance(node, t.RecordAccess) and node.record.end <= dot <= node.label.start:
                    return node.record
    return None


def _type_of(snapshot: Snapshot, cursor: Cursor, node: t.Node) -> Type | None:
    """The type of an expression by itself.

    What the check noted for a record in an access is what the access asked of it; a label that is still being written
    would be the only one. So that names are looked up, and what is made of them is followed.
    """
    match node:
        case t.Parenthesised(inner=inner):
            return _type_of(snapshot, cursor, inner)
        case t.RecordAccess(record=record, label=label):
            return dict(_fields(_type_of(snapshot, cursor, record))).get(label.text)
        case t.Variable():
            return _type_of_name(snapshot, cursor, node)
        case t.Application(function=function, arguments=arguments):
            type = snapshot.type_of_span(_place(cursor, function)) or _type_of(
                snapshot, cursor, function
            )
            for argument in arguments:
                if type is not None and not isinstance(argument, t.TypeArgument):
                    type = _result(type)
            return type
        case t.Typed(expression=expression):
            return _type_of(snapshot, cursor, expression)
        case _:
            return snapshot.type_of_span(_place(cursor, node))


def _type_of_name(snapshot: Snapshot, cursor: Cursor, node: t.Node) -> Type | None:
    use = snapshot.name_at(cursor.module, cursor.module.source.offset_of(cursor.chunk, node.end))
    if use is None:
        return None
    if isinstance(use.target, LocalTarget):
        binder = snapshot.definition_of(use.target)
        return None if binder is None else snapshot.type_of_span(binder)
    assert isinstance(use.target, ElementKey)
    interface = snapshot.interface(use.target)
    return interface.type if isinstance(interface, ValueInterface) else None


def _place(cursor: Cursor, node: t.Node) -> Place:
    return Place(cursor.module, cursor.chunk, node.start, node.end)


def _bare(type: Type | None) -> Type | None:
    while True:
        if isinstance(type, Forall | Constrained):
            type = type.body
        elif isinstance(type, UnificationVar) and type.solution is not None:
            type = type.solution
        else:
            return type


def _result(type: Type) -> Type | None:
    bare = _bare(type)
    if isinstance(bare, TypeApp) and isinstance(bare.function, TypeApp):
        if bare.function.function is FUNCTION:
            return bare.argument
    return None


def _fields(type: Type | None) -> tuple[tuple[str, Type], ...]:
    bare = _bare(type)
    if isinstance(bare, TypeApp) and bare.function is RECORD and isinstance(bare.argument, Row):
        return bare.argument.fields
    return ()

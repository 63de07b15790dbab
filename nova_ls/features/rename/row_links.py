"""Where else the fields of a row go that may have more: through the values that have it in their types, and through the types that are made of it.

More may be found than there is: what is renamed together stays consistent.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from nova_ls.base.keys import ElementKey, Space
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.state.module import Module
from nova_ls.features.record_labels import row_fields
from nova_ls.types.core.interface import (
    ClassInterface,
    ConstructorInterface,
    DataInterface,
    SynonymInterface,
    ValueInterface,
)
from nova_ls.types.core.type import Row, Type, parts
from nova_ls.workspace.snapshot import Snapshot

Labels: TypeAlias = frozenset[str]
RowAt: TypeAlias = tuple[Module, SourceChunk, Labels | None]
"""A row that is met in a chunk, by its labels; None: it may have more there, too."""

_VALUES = (Space.VALUE, Space.CONSTRUCTOR)
_TYPES = (Space.TYPE, Space.CLASS)


def rows_beyond(
    snapshot: Snapshot, module: Module, chunk: SourceChunk, label: str
) -> Iterator[RowAt]:
    """The rows with a label that what a chunk declares has elsewhere."""
    for key in snapshot.elements_in(module, chunk):
        if key.space in _VALUES:
            yield from _at_uses(snapshot, key, label)
        elif key.space in _TYPES:
            yield from _in_mentions(snapshot, key, label)


def _at_uses(snapshot: Snapshot, key: ElementKey, label: str) -> Iterator[RowAt]:
    """Those in the types that a value has where it is named."""
    for module in snapshot.modules():
        for asking in snapshot.askers(module, key):
            declared, ast = module.declared.get(asking), snapshot.ast(asking)
            if declared is None or ast is None:
                continue
            references, notes = ast.references, ast.annotations
            spans = {
                (start, end)
                for start, end, target in zip(
                    references.starts, references.ends, references.targets, strict=True
                )
                if target is key
            }
            for start, end, type in zip(notes.starts, notes.ends, notes.types, strict=True):
                if (start, end) in spans:
                    for labels in _rows(type, label):
                        yield module, declared.chunk, labels


def _in_mentions(snapshot: Snapshot, key: ElementKey, label: str) -> Iterator[RowAt]:
    """Those in what mentions a type: in the type that it has, or is, and in those of its expressions."""
    for module in snapshot.modules():
        for asking in snapshot.askers(module, key):
            declared = module.declared.get(asking)
            if declared is not None:
                for type in _types_of(snapshot, asking):
                    for labels in _rows(type, label):
                        yield module, declared.chunk, labels


def _types_of(snapshot: Snapshot, key: ElementKey) -> Iterator[Type]:
    ast = snapshot.ast(key)
    if ast is not None:
        yield from ast.annotations.types
    interface = snapshot.interface(key)
    match interface:
        case ValueInterface(type=type) | SynonymInterface(body=type):
            yield type
        case ConstructorInterface(fields=fields):
            yield from fields
        case DataInterface(constructors=constructors):
            for constructor in constructors:
                fields_of = snapshot.interface(constructor)
                if isinstance(fields_of, ConstructorInterface):
                    yield from fields_of.fields
        case ClassInterface(members=members):
            yield from (type for _, type in members)


def _rows(type: Type, label: str) -> Iterator[Labels | None]:
    """The rows with a label in a type."""
    pending = [type]
    while pending:
        type = pending.pop()
        if isinstance(type, Row):
            fields, is_open = row_fields(type)
            labels = frozenset(name for name, _ in fields)
            if label in labels:
                yield None if is_open else labels
            pending += [each for _, each in fields]
        else:
            pending += parts(type)

"""Which places of a label are of one field, as far as the checker can tell.

Records with the same labels are of one type, as far as a label is concerned. A row that may have more (`forall r. { size :: Int | r }`) is that of the
records that the value is used with: what its type is where it is named tells them. What only a declared type says of such a row, nobody can tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from nova_ls.base.keys import ElementKey, Space
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.state.module import Origin
from nova_ls.features.record_labels import LabelRole, LabelUse, RowShape, row_fields
from nova_ls.features.rename.rename_refused import RenameRefused
from nova_ls.syntax import tree as t
from nova_ls.syntax.walk import descendants
from nova_ls.types.core.type import Row, Type, parts
from nova_ls.workspace.snapshot import Snapshot

Labels: TypeAlias = frozenset[str]
Node: TypeAlias = Labels | SourceChunk
"""All records with these labels, or the rows that may have more in one declaration."""


def same_field(snapshot: Snapshot, use: LabelUse, uses: Sequence[LabelUse]) -> list[LabelUse]:
    """The places of the field that one of `uses` is of; refused where that cannot be told."""
    places: dict[Node, list[LabelUse]] = {}
    for one in uses:
        if one.shape is None:
            if one.place.module.origin is Origin.WORKSPACE:
                raise RenameRefused(
                    f"which record a `{one.label}` in `{one.place.module.name}` is of is not known"
                )
            continue
        places.setdefault(_node(one, one.shape), []).append(one)
    links = _links(snapshot, use.label, places)
    assert use.shape is not None
    found = _reached(_node(use, use.shape), links)
    _check_rows(use, found, places)
    return [one for node in found for one in places.get(node, ())]


def _node(use: LabelUse, shape: RowShape) -> Node:
    return use.place.chunk if shape.is_open or _is_row(use) else shape.labels


def _is_row(use: LabelUse) -> bool:
    """Whether it is of a row by itself, which may become a part of several records."""
    if use.role is not LabelRole.DECLARED:
        return False
    declaration = use.place.chunk.tree.declarations[use.declaration]
    return any(
        isinstance(node, t.RowNode) and any(f.label.start == use.place.start for f in node.fields)
        for node in descendants(declaration)
    )


def _links(
    snapshot: Snapshot, label: str, places: dict[Node, list[LabelUse]]
) -> dict[Node, set[Node]]:
    """What belongs together besides what has the same labels."""
    links: dict[Node, set[Node]] = {}

    def link(one: Node, other: Node) -> None:
        links.setdefault(one, set()).add(other)
        links.setdefault(other, set()).add(one)

    is_open = [node for node in places if isinstance(node, SourceChunk)]
    closed = {
        (use.place.chunk, node)
        for node in places
        if isinstance(node, frozenset)
        for use in places[node]
    }
    for chunk in is_open:
        for beside, node in closed:
            if beside is chunk:
                link(chunk, node)
        module = places[chunk][0].place.module
        for key in snapshot.elements_in(module, chunk):
            if key.space in (Space.VALUE, Space.CONSTRUCTOR):
                for where, row in _rows_at_uses(snapshot, key, label):
                    link(chunk, where if row is None else row)
    return links


def _rows_at_uses(
    snapshot: Snapshot, key: ElementKey, label: str
) -> Iterator[tuple[SourceChunk, Labels | None]]:
    """The rows with a label in the types that a value has where it is named; None: one that may have more there, too."""
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
                    for labels, is_open in _rows(type, label):
                        yield declared.chunk, None if is_open else labels


def _rows(type: Type, label: str) -> Iterator[tuple[Labels, bool]]:
    pending = [type]
    while pending:
        type = pending.pop()
        if isinstance(type, Row):
            fields, is_open = row_fields(type)
            labels = frozenset(name for name, _ in fields)
            if label in labels:
                yield labels, is_open
            pending += [each for _, each in fields]
        else:
            pending += parts(type)


def _reached(start: Node, links: dict[Node, set[Node]]) -> list[Node]:
    found, pending = {start: None}, [start]
    while pending:
        for node in links.get(pending.pop(), ()):
            if node not in found:
                found[node] = None
                pending.append(node)
    return list(found)


def _check_rows(use: LabelUse, found: Iterable[Node], places: dict[Node, list[LabelUse]]) -> None:
    """Refuse where a row of a declared type, or of another's module, may be a part of the records."""
    records = [node for node in found if isinstance(node, frozenset)]
    chunks = [node for node in found if isinstance(node, SourceChunk)]
    for node, uses in places.items():
        if not isinstance(node, SourceChunk):
            continue
        for one in uses:
            is_foreign = one.place.module.origin is not Origin.WORKSPACE
            if one.role is not LabelRole.DECLARED or not (is_foreign or _is_of_type(one)):
                continue
            shape = one.shape
            if node in chunks or any(shape is not None and shape.labels <= r for r in records):
                raise RenameRefused(
                    f"which records the row with `{use.label}` in `{one.place.module.name}` is a part of cannot be told"
                )


def _is_of_type(use: LabelUse) -> bool:
    """Whether the row stands in the declaration of a type or class."""
    node = use.place.chunk.tree.declarations[use.declaration]
    return not isinstance(node, t.Signature | t.Equation | t.ForeignImport | t.InstanceDeclaration)

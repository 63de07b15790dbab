"""Which places of a label are of one field, as far as the checker can tell.

Records with the same labels are of one type, as far as a label is concerned. A row that may have more (`forall r. { size :: Int | r }`) is that of the
records that the value is used with: what its type is where it is named tells them. That of a synonym or data type is a part of the rows in what
mentions that type. What a class or a package says of such a row, nobody can tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from nova_ls.base.diagnostic import Severity
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.state.module import Module, ModuleOrigin
from nova_ls.compiler.state.module_diagnostics import module_diagnostics
from nova_ls.features.record_labels import LabelRole, LabelUse, RowShape
from nova_ls.features.rename.rename_refused import RenameRefused
from nova_ls.features.rename.row_links import Labels, rows_beyond
from nova_ls.syntax import tree as t
from nova_ls.syntax.walk import descendants
from nova_ls.workspace.snapshot import Snapshot

FieldNode: TypeAlias = Labels | SourceChunk
"""All records with these labels, or the rows that may have more in one declaration."""


def same_field(snapshot: Snapshot, use: LabelUse, uses: Sequence[LabelUse]) -> list[LabelUse]:
    """The places of the field that one of `uses` is of; refused where that cannot be told."""
    places: dict[FieldNode, list[LabelUse]] = {}
    for one in uses:
        if one.shape is None:
            if one.place.module.origin is ModuleOrigin.WORKSPACE:
                raise RenameRefused(
                    f"which record a `{one.label}` in `{one.place.module.name}` is of is not known"
                )
            continue
        places.setdefault(_node(one, one.shape), []).append(one)
    links = _links(snapshot, use.label, places)
    assert use.shape is not None
    found = _reached(_node(use, use.shape), links)
    _check_rows(use, found, places)
    same = [one for node in found for one in places.get(node, ())]
    _check_errors(uses, same)
    return same


def _node(use: LabelUse, shape: RowShape) -> FieldNode:
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
    snapshot: Snapshot, label: str, places: dict[FieldNode, list[LabelUse]]
) -> dict[FieldNode, set[FieldNode]]:
    """What belongs together besides what has the same labels."""
    links: dict[FieldNode, set[FieldNode]] = {}

    def link(one: FieldNode, other: FieldNode) -> None:
        links.setdefault(one, set()).add(other)
        links.setdefault(other, set()).add(one)

    by_chunk: dict[SourceChunk, set[FieldNode]] = {}
    pending: list[tuple[Module, SourceChunk]] = []
    for node, uses in places.items():
        for use in uses:
            by_chunk.setdefault(use.place.chunk, set()).add(node)
        if isinstance(node, SourceChunk):
            pending.append((uses[0].place.module, node))
    seen = {chunk for _, chunk in pending}
    while pending:
        module, chunk = pending.pop()
        for node in by_chunk.get(chunk, ()):
            link(chunk, node)
        for where, at, labels in rows_beyond(snapshot, module, chunk, label):
            link(chunk, at if labels is None else labels)
            if labels is None and at not in seen:
                seen.add(at)
                pending.append((where, at))
    return links


def _reached(start: FieldNode, links: dict[FieldNode, set[FieldNode]]) -> list[FieldNode]:
    found, pending = {start: None}, [start]
    while pending:
        for node in links.get(pending.pop(), ()):
            if node not in found:
                found[node] = None
                pending.append(node)
    return list(found)


def _check_rows(
    use: LabelUse, found: Iterable[FieldNode], places: dict[FieldNode, list[LabelUse]]
) -> None:
    """Refuse where a row of a class, or of another's module, may be a part of the records."""
    records = [node for node in found if isinstance(node, frozenset)]
    chunks = [node for node in found if isinstance(node, SourceChunk)]
    for node, uses in places.items():
        if not isinstance(node, SourceChunk):
            continue
        for one in uses:
            is_foreign = one.place.module.origin is not ModuleOrigin.WORKSPACE
            if one.role is not LabelRole.DECLARED or not (is_foreign or _is_of_class(one)):
                continue
            shape = one.shape
            if node in chunks or any(shape is not None and shape.labels <= r for r in records):
                raise RenameRefused(
                    f"which records the row with `{use.label}` in `{one.place.module.name}` is a part of is not known"
                )


def _check_errors(uses: Iterable[LabelUse], same: Sequence[LabelUse]) -> None:
    """Refuse where such a field is mentioned in what has an error: it may be meant to be the same."""
    known = {(one.place.chunk, one.place.start) for one in same}
    others = [one for one in uses if (one.place.chunk, one.place.start) not in known]
    for module in {one.place.module for one in others}:
        wrong = {
            chunk for chunk, each in module_diagnostics(module) if each.severity is Severity.ERROR
        }
        for one in others:
            if one.place.module is module and one.place.chunk in wrong:
                raise RenameRefused(
                    f"a declaration of `{module.name}` that mentions `{one.label}` has an error: what it means there is not known"
                )


def _is_of_class(use: LabelUse) -> bool:
    """Whether the row stands in the declaration of a class: its instances are not looked into."""
    return isinstance(use.place.chunk.tree.declarations[use.declaration], t.ClassDeclaration)

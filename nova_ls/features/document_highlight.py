"""The mentions of the name under the cursor in its own file: where it is given a meaning, and where that is used."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from nova_ls.base.slotted import value
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.state.module import Module
from nova_ls.features.record_labels import LabelRole, label_at, same_labels
from nova_ls.features.type_variables import type_variable_at
from nova_ls.syntax import tree as t
from nova_ls.syntax.walk import descendants
from nova_ls.workspace.snapshot import LocalTarget, Place, Snapshot


class HighlightKind(IntEnum):
    """As LSP numbers them."""

    TEXT = 1
    READ = 2
    WRITE = 3


@value
class Highlight:
    """One place to highlight."""

    place: Place
    kind: HighlightKind


_GIVES = (
    t.Signature,
    t.Equation,
    t.DataDeclaration,
    t.SynonymDeclaration,
    t.ClassDeclaration,
    t.ConstructorDeclaration,
    t.KindSignature,
    t.ForeignImport,
    t.ForeignData,
    t.PatternVariable,
    t.PatternAs,
)


def document_highlight(snapshot: Snapshot, module: Module, offset: int) -> list[Highlight]:
    """Where else in a module that is written which stands at an offset; empty where nothing has a name."""
    use = snapshot.name_at(module, offset)
    if use is None:
        return _of_label(snapshot, module, offset) or _of_type_variable(module, offset)
    places = [use.place, *snapshot.references_in(module, use.target)]
    definition = snapshot.definition_of(use.target)
    if definition is not None and definition.module is module:
        places.append(definition)
    written: dict[SourceChunk, set[int]] = {}
    is_local = isinstance(use.target, LocalTarget)
    return _sorted(module, (Highlight(place, _kind(place, written, is_local)) for place in places))


def _kind(place: Place, written: dict[SourceChunk, set[int]], is_local: bool) -> HighlightKind:
    items = place.chunk.items
    if not is_local and (items.header is not None or items.imports):
        return HighlightKind.TEXT
    if place.chunk not in written:
        written[place.chunk] = _given(place.chunk)
    return HighlightKind.WRITE if place.start in written[place.chunk] else HighlightKind.READ


def _given(chunk: SourceChunk) -> set[int]:
    """Where the names begin that a chunk gives a meaning."""
    found: set[int] = set()
    for declaration in chunk.tree.declarations:
        for node in descendants(declaration):
            if isinstance(node, _GIVES):
                found.add(node.name.start)
            elif isinstance(node, t.FixityDeclaration):
                found.add(node.operator.start)
            elif isinstance(node, t.PatternField) and node.pattern is None:
                found.add(node.label.start)
    return found


def _of_label(snapshot: Snapshot, module: Module, offset: int) -> list[Highlight]:
    label = label_at(snapshot, module, offset)
    if label is None:
        return []
    return _sorted(
        module,
        (
            Highlight(
                one.place,
                HighlightKind.READ
                if one.role in (LabelRole.READ, LabelRole.MATCHED)
                else HighlightKind.WRITE,
            )
            for one in same_labels(snapshot, label, [module])
        ),
    )


def _of_type_variable(module: Module, offset: int) -> list[Highlight]:
    found = type_variable_at(module, offset)
    places = [] if found is None else found[1]
    return [
        Highlight(place, HighlightKind.READ if number else HighlightKind.WRITE)
        for number, place in enumerate(places)
    ]


def _sorted(module: Module, highlights: Iterable[Highlight]) -> list[Highlight]:
    found = {
        (module.source.index_of(one.place.chunk), one.place.start, one.place.end): one
        for one in highlights
    }
    return [found[key] for key in sorted(found)]

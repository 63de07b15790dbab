"""How test_reading.py calls the features that lead from name to name, those that rename, and those that look for words of declarations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from nova_ls.base.keys import ElementKey
from nova_ls.compiler.state.module_diagnostics import module_diagnostics
from nova_ls.diagnostics.words import as_it_is
from nova_ls.features.actions.needed_exports import needed_exports
from nova_ls.features.as_declared import in_declared_words, written_names
from nova_ls.features.call_hierarchy import (
    called_at,
    incoming_by_module,
    incoming_calls,
    outgoing_calls,
)
from nova_ls.features.declaration import declaration
from nova_ls.features.fold_synonyms import in_words_of
from nova_ls.features.implementation import implementation, instances_for, instances_of
from nova_ls.features.message_words import words_fold
from nova_ls.features.record_labels import label_at, same_labels
from nova_ls.features.rename.complete import check_complete
from nova_ls.features.rename.doc_mentions import doc_mentions
from nova_ls.features.rename.moved_files import follow_files, names_after
from nova_ls.features.rename.rename import rename, renamed_at
from nova_ls.features.rename.rename_label import rename_label
from nova_ls.features.rename.rename_module import rename_mentions, rename_module
from nova_ls.features.rename.rename_refused import RenameRefused
from nova_ls.features.rename.row_links import rows_beyond
from nova_ls.features.rename.same_field import same_field
from nova_ls.features.type_definition import type_definition
from nova_ls.features.type_hierarchy import subtypes, supertypes, typed_at
from nova_ls.syntax import tree as t
from nova_ls.types.core.type import TYPE
from nova_ls.workspace.snapshot import Snapshot

Read = Callable[[Any, Snapshot], object]


def at_offsets(ask: Callable[..., object], *more: object) -> Read:
    """Ask at places all over the module."""

    def read(reader: Any, snapshot: Snapshot) -> object:
        for offset in list(reader.offsets())[::5]:
            with suppress(RenameRefused):
                ask(snapshot, reader.module, offset, *more)
        return None

    return read


def _labels(reader: Any, snapshot: Snapshot) -> Iterator[object]:
    for offset in reader.offsets():
        label = label_at(snapshot, reader.module, offset)
        if label is not None:
            with suppress(RenameRefused):
                yield same_field(snapshot, label, [label])
                yield rename_label(snapshot, label, "fresh")


def _same(reader: Any, snapshot: Snapshot) -> Iterator[object]:
    for offset in reader.offsets():
        label = label_at(snapshot, reader.module, offset)
        if label is not None:
            yield list(same_labels(snapshot, label, snapshot.modules()))


def _complete(reader: Any, snapshot: Snapshot) -> object:
    for key in reader.elements():
        with suppress(RenameRefused):
            check_complete(snapshot, key, ())
    return None


def _modules(ask: Callable[[Snapshot, dict[str, str]], object]) -> Read:
    def read(_reader: Any, snapshot: Snapshot) -> object:
        for name in ("Main", "Helper", "Nowhere", "Data.Maybe"):
            with suppress(RenameRefused):
                ask(snapshot, {name: "Fresh"})
        return None

    return read


def _moves(reader: Any) -> list[tuple[Path, Path]]:
    return [(reader.module.path, reader.module.path.with_stem("Fresh"))]


def _docs(reader: Any, snapshot: Snapshot) -> object:
    keys: list[ElementKey] = reader.elements()
    return [list(doc_mentions(snapshot, key, [reader.module])) for key in keys]


def _words(reader: Any, snapshot: Snapshot) -> Iterator[object]:
    """Of equations and of messages."""
    for key in reader.elements():
        found = snapshot.declared(key)
        for node in () if found is None else found[1].chunk.tree.declarations:
            if isinstance(node, t.Equation):
                yield written_names(snapshot, key, node)
        yield in_declared_words(snapshot, key, TYPE)
    for chunk, diagnostic in module_diagnostics(reader.module):
        yield words_fold(snapshot, reader.module, chunk, diagnostic, as_it_is)


def _rows(reader: Any, snapshot: Snapshot) -> Iterator[object]:
    for chunk in reader.module.source.chunks:
        yield list(rows_beyond(snapshot, reader.module, chunk, "size"))


NAVIGATION: Final[dict[Callable[..., object], Read]] = {
    doc_mentions: _docs,
    check_complete: _complete,
    called_at: at_offsets(called_at),
    declaration: at_offsets(declaration),
    implementation: at_offsets(implementation),
    incoming_by_module: lambda r, s: [list(incoming_by_module(s, key)) for key in r.elements()],
    incoming_calls: lambda r, s: [incoming_calls(s, key) for key in r.elements()],
    instances_for: lambda r, s: [instances_for(s, key) for key in r.elements()],
    instances_of: lambda r, s: [instances_of(s, key) for key in r.elements()],
    outgoing_calls: lambda r, s: [outgoing_calls(s, key) for key in r.elements()],
    same_labels: lambda r, s: list(_same(r, s)),
    subtypes: lambda r, s: [subtypes(s, key) for key in r.elements()],
    supertypes: lambda r, s: [supertypes(s, key) for key in r.elements()],
    in_declared_words: lambda r, s: list(_words(r, s)),
    in_words_of: lambda r, s: [in_words_of(s, r.module, type) for type in r.types()],
    needed_exports: lambda r, s: [needed_exports(s, r.module, key) for key in r.elements()],
    rows_beyond: lambda r, s: list(_rows(r, s)),
    words_fold: lambda r, s: list(_words(r, s)),
    written_names: lambda r, s: list(_words(r, s)),
    type_definition: at_offsets(type_definition),
    typed_at: at_offsets(typed_at),
    follow_files: lambda r, s: follow_files(s, _moves(r)),
    names_after: lambda r, s: names_after(s, _moves(r)),
    rename: at_offsets(rename, "fresh"),
    renamed_at: at_offsets(renamed_at),
    rename_label: lambda r, s: list(_labels(r, s)),
    same_field: lambda r, s: list(_labels(r, s)),
    rename_module: _modules(rename_module),
    rename_mentions: _modules(rename_mentions),
}

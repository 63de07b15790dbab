"""Types in messages, in the words of the module that they are about: with the synonyms that its scope shows its author.

Those are its own, those that it lists among its imports, and those of open imports of the workspace.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nova_ls.base.keys import ElementKey, Space
from nova_ls.compiler.archive.module_record import ModuleRecord
from nova_ls.compiler.facts import Fact, InterfaceFact
from nova_ls.compiler.model.chunk_table import ChunkTable
from nova_ls.compiler.model.units import Unit
from nova_ls.compiler.state.module import Module, ModuleOrigin
from nova_ls.features.fold_synonyms import (
    Synonym,
    fold_synonyms,
    listed_types,
    useful_synonyms,
)
from nova_ls.names.modules.imports import build_scope
from nova_ls.names.modules.module_items import combine_items
from nova_ls.names.modules.scope import ModuleScope
from nova_ls.types.core.type import Type
from nova_ls.workspace.snapshot import Snapshot


class _Shown(NamedTuple):
    """What a module's scope shows. `basis`: what says which types these are, its scope or its record; None: they may mean something else by now."""

    basis: ModuleScope | ModuleRecord | None
    synonyms: list[Synonym]


class ScopeFolder:
    """Looks at nothing anew as long as a module's scope is the same and the types in it mean the same: kept for longer than one revision, it is to be an onlooker of the world."""

    def __init__(self) -> None:
        self._shown: dict[str, _Shown] = {}
        self._seen_by: dict[str, set[str]] = {}
        """By module, those whose scope shows types of it."""
        self._changed: set[str] = set()

    def fold(self, snapshot: Snapshot, module: Module, type: Type) -> Type:
        """The type as a message in the module shows it."""
        return fold_synonyms(type, self.synonyms(snapshot, module))

    def synonyms(self, snapshot: Snapshot, module: Module) -> list[Synonym]:
        """The synonyms of a module's messages; the same object as long as they are the same."""
        basis = module.record if module.scope is None else module.scope
        known = self._shown.get(module.name)
        if known is not None and basis is not None and known.basis is basis:
            return known.synonyms
        keys = list(dict.fromkeys(_types_in_scope(snapshot, module)))
        for key in keys:
            self._seen_by.setdefault(key.namespace, set()).add(module.name)
        synonyms = useful_synonyms(snapshot, keys)
        if known is not None and known.synonyms == synonyms:
            synonyms = known.synonyms
        self._shown[module.name] = _Shown(basis, synonyms)
        return synonyms

    def take_changed(self) -> set[str]:
        """The modules whose messages may read otherwise since this was asked last."""
        changed, self._changed = self._changed, set()
        return changed

    def became_stale(self, unit: Unit) -> None:
        """No matter: what it is of counts when it has changed."""

    def facts_changed(self, facts: Sequence[Fact]) -> None:
        """A type may have become a synonym, or one for something else."""
        for fact in facts:
            if isinstance(fact, InterfaceFact) and fact.key.space is Space.TYPE:
                for name in self._seen_by.get(fact.key.namespace, ()):
                    self._shown[name] = self._shown[name]._replace(basis=None)
                    self._changed.add(name)


def _types_in_scope(snapshot: Snapshot, module: Module) -> Iterator[ElementKey]:
    scope = module.scope
    if scope is None:
        if module.record is None:
            return
        yield from _own_types(module.record)
        scope = _imported(snapshot, module)
    yield from listed_types(scope)
    for entry in scope.entries:
        source = snapshot.module(entry.module)
        is_own = source is not None and source.origin is ModuleOrigin.WORKSPACE
        if entry.exports is not None and entry.visible is None and is_own:
            for name in entry.exports.tables[Space.TYPE]:
                key = entry.get(Space.TYPE, name)
                if key is not None:
                    yield key


def _own_types(record: ModuleRecord) -> Iterator[ElementKey]:
    table = ChunkTable(record.name, record.chunks)
    for index in range(len(table.starts) - 1):
        yield from (key for key in table.elements(index) if key.space is Space.TYPE)


def _imported(snapshot: Snapshot, module: Module) -> ModuleScope:
    """The imports of a module that a record stands in for, of whose text nothing else is parsed."""
    chunks = module.source.chunks
    above = [c for c in chunks if c.chunk.is_first or c.code.startswith("import")]
    items = combine_items([chunk.items for chunk in above], module.name)
    imports = [place.item for place in items.imports]
    spans = [place.spans for place in items.imports]
    return build_scope(items.own, items.own_values, imports, spans, snapshot.exports)[0]

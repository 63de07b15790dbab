"""What the baseline knows of elements, also where rows of the database are damaged or lost: entries of the log say it too.

An element whose row cannot be read would otherwise be an unknown name in whatever is checked next. What was found in another way is
written again with the next commit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Final

from nova_ls.base.element_bytes import encode_element
from nova_ls.base.keys import ElementKey, Space
from nova_ls.compiler.archive.archive import Archive
from nova_ls.compiler.archive.batch import ast_pointer
from nova_ls.compiler.archive.module_record import ModuleRecord, entries_of
from nova_ls.compiler.model import units
from nova_ls.compiler.model.outcome import Scheme, TypedAst, scheme_from
from nova_ls.compiler.model.units import Unit
from nova_ls.compiler.restore.module_entry import operators_of
from nova_ls.log.entry import EntryId
from nova_ls.registry import ArtifactSource
from nova_ls.store import ArtifactKind, Database

_MAKERS: Final[dict[Space, tuple[type[Unit], ...]]] = {
    Space.VALUE: (units.Signature, units.Values, units.Types),
    Space.CONSTRUCTOR: (units.Types,),
    Space.TYPE: (units.Types,),
    Space.CLASS: (units.Types,),
    Space.INSTANCE: (units.Head,),
    Space.VALUE_OPERATOR: (units.Outline,),
    Space.TYPE_OPERATOR: (units.Outline,),
}
"""The kinds of units that make elements of a space."""


class RepairedSource(ArtifactSource):
    """`schemes`, `asts`: what was not in its rows; typed ASTs by their pointers. `unknown`: rows of which nothing says what they held."""

    def __init__(self, database: Database, archive: Archive) -> None:
        super().__init__(database, scheme_from, archive.load_ast)
        self._rows = database
        self._archive = archive
        self._known: dict[str, tuple[ModuleRecord, Mapping[Unit, EntryId]] | None] = {}
        self.schemes: dict[ElementKey, Scheme] = {}
        self.asts: dict[ElementKey, bytes] = {}
        self.unknown: set[ElementKey] = set()
        self._listed: dict[str, frozenset[ElementKey]] = {}

    def forget(self) -> None:
        """All of that has been written."""
        self.schemes.clear()
        self.asts.clear()
        self.unknown.clear()
        self._known.clear()
        self._listed.clear()

    def renew(self, namespaces: Set[str]) -> None:
        """Modules were written: what was found out about their rows before does not hold."""
        for namespace in namespaces:
            self._known.pop(namespace, None)
            self._listed.pop(namespace, None)
        for found in (self.schemes, self.asts):
            for key in [key for key in found if key.namespace in namespaces]:
                del found[key]
        self.unknown = {key for key in self.unknown if key.namespace not in namespaces}

    def scheme(self, key: ElementKey) -> object | None:
        """Each key is asked for once; most that are not there are of new elements."""
        if not self._archive.may_have(key.namespace):
            return None
        found = super().scheme(key)
        if found is not None:
            return found
        if key not in self.schemes and self._is_lost(key):
            self._find_all(key.namespace)
        if key not in self.schemes and self._has_row(key):
            self.unknown.add(key)
        return self.schemes.get(key)

    def ast(self, key: ElementKey) -> TypedAst | None:
        """The typed AST of an element, from the log where its row cannot be read."""
        if not self._archive.may_have(key.namespace):
            return None
        found = super().ast(key)
        if found is None and self._rows.has_artifact(ArtifactKind.TYPED_AST, encode_element(key)):
            pointer = self._lost_pointer(key)
            if pointer is not None:
                self.asts[key] = pointer
                found = self._archive.load_ast(pointer)
        assert found is None or isinstance(found, TypedAst)
        return found

    def fingerprint(self, key: ElementKey) -> bytes:
        """The hash of an element's interface, also of one that was found in the log."""
        known = self.schemes.get(key)
        return super().fingerprint(key) if known is None else known.hash

    def list_namespace(self, namespace: str) -> Iterable[ElementKey]:
        """The elements of a module, with those that were found in the log."""
        if not self._archive.may_have(namespace):
            return ()
        listed = {key for key in super().list_namespace(namespace) if key not in self.unknown}
        return listed.union(key for key in self.schemes if key.namespace == namespace)

    def _is_lost(self, key: ElementKey) -> bool:
        """Whether a committed unit made an element; the likely ones are looked at first."""
        return any(key in self._schemes_of(unit, entry_id) for unit, entry_id in self._makers(key))

    def _find_all(self, namespace: str) -> None:
        """Where one row of a module is gone, others may be."""
        known = self._module(namespace)
        for unit, entry_id in {} if known is None else known[1].items():
            for key, scheme in self._schemes_of(unit, entry_id).items():
                if super().scheme(key) is None:
                    self.schemes[key] = scheme

    def _schemes_of(self, unit: Unit, entry_id: EntryId) -> Mapping[ElementKey, Scheme]:
        if isinstance(unit, units.Outline):
            return operators_of(self._archive.log, entry_id) or {}
        outcome = self._archive.outcome(unit, entry_id)
        return {} if outcome is None else outcome.schemes

    def _lost_pointer(self, key: ElementKey) -> bytes | None:
        known = self._module(key.namespace)
        for unit, entry_id in {} if known is None else known[1].items():
            keys = (
                None if isinstance(unit, units.Outline) else self._archive.outcomes.keys(entry_id)
            )
            if keys is not None and key in keys[1] and not isinstance(unit, units.Head):
                return ast_pointer(entry_id, keys[1].index(key))
        return None

    def _makers(self, key: ElementKey) -> Iterator[tuple[Unit, EntryId]]:
        """The committed units that may have made an element, the most likely first."""
        known = self._module(key.namespace)
        if known is None:
            return
        record, entries = known
        for maker in _MAKERS.get(key.space, ()):
            unit = maker(key)
            if unit in entries:
                yield unit, entries[unit]
        if _is_exported(record, key) or self._has_row(key):
            for unit, entry_id in entries.items():
                if isinstance(unit, _MAKERS.get(key.space, ())) and unit.key is not key:
                    yield unit, entry_id

    def _has_row(self, key: ElementKey) -> bool:
        """Whether there is a row for an element, though it cannot be read."""
        name = key.namespace
        if name not in self._listed:
            self._listed[name] = frozenset(super().list_namespace(name))
        return key in self._listed[name]

    def _module(self, name: str) -> tuple[ModuleRecord, Mapping[Unit, EntryId]] | None:
        if name not in self._known:
            archive = self._archive
            record = archive.record_in_use(name) or archive.rows.of_module(name)
            if record is not None and archive.is_below(record):
                record = None  # The layer below has its elements.
            self._known[name] = None if record is None else (record, entries_of(record))
        return self._known[name]


def _is_exported(record: ModuleRecord, key: ElementKey) -> bool:
    return record.exports.get(key.space, key.name) is key

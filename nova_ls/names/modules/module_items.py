"""The structure of a module: the items of all its chunks together, and what is wrong with them as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from nova_ls.base.diagnostic import Diagnostic, Problem, Related
from nova_ls.base.keys import SPACES, ElementKey, Space, element_key
from nova_ls.base.problems import CannotDefinePrimModules
from nova_ls.base.slotted import value
from nova_ls.names.modules.declaration_unit import DeclarationUnit, InstancePlace, UnitKind
from nova_ls.names.modules.exports import ANY_NAME, Exports, own_exports
from nova_ls.names.modules.items import (
    ChunkItems,
    HeaderItem,
    ImportItem,
    Item,
    ItemKind,
    ListSpans,
)
from nova_ls.names.modules.prim import is_prim_module
from nova_ls.names.problems.modules import (
    DeclConflict,
    DuplicateInstance,
    DuplicateRoleDeclaration,
    DuplicateTypeClass,
    RedefinedIdent,
    UnsupportedRoleDeclaration,
)
from nova_ls.syntax.problems import (
    MultipleTypeOpFixities,
    MultipleValueOpFixities,
    OrphanKindDeclaration,
    OrphanRoleDeclaration,
    OrphanTypeDeclaration,
)

_VALUE_KINDS: Final = frozenset((ItemKind.VALUE, ItemKind.SIGNATURE, ItemKind.FOREIGN))
_TYPE_KINDS: Final = frozenset(
    (ItemKind.DATA, ItemKind.NEWTYPE, ItemKind.SYNONYM, ItemKind.FOREIGN_DATA)
)
_DECLARED_KINDS: Final = _TYPE_KINDS | {ItemKind.CLASS}
_INSTANCE_KINDS: Final = frozenset((ItemKind.INSTANCE, ItemKind.DERIVATION, ItemKind.CLAUSE))
_NAMING_KINDS: Final = _DECLARED_KINDS | {
    ItemKind.FOREIGN,
    ItemKind.KIND_SIGNATURE,
    ItemKind.OPERATOR,
    ItemKind.TYPE_OPERATOR,
}
_OF_DATA: Final = frozenset((ItemKind.DATA, ItemKind.NEWTYPE, ItemKind.CONSTRUCTOR))
_INNER_KINDS: Final = frozenset((ItemKind.CONSTRUCTOR, ItemKind.MEMBER, ItemKind.CLAUSE))
_KEYWORDS: Final = {
    ItemKind.DATA: "data",
    ItemKind.NEWTYPE: "newtype",
    ItemKind.SYNONYM: "type",
    ItemKind.CLASS: "class",
}
_UNIT_KINDS: Final = {
    ItemKind.VALUE: UnitKind.VALUE,
    ItemKind.SIGNATURE: UnitKind.VALUE,
    ItemKind.FOREIGN: UnitKind.FOREIGN,
    ItemKind.DATA: UnitKind.TYPE,
    ItemKind.NEWTYPE: UnitKind.TYPE,
    ItemKind.SYNONYM: UnitKind.TYPE,
    ItemKind.FOREIGN_DATA: UnitKind.TYPE,
    ItemKind.CLASS: UnitKind.CLASS,
    ItemKind.KIND_SIGNATURE: UnitKind.KIND_SIGNATURE,
    ItemKind.ROLES: UnitKind.ROLES,
    ItemKind.OPERATOR: UnitKind.OPERATOR,
    ItemKind.TYPE_OPERATOR: UnitKind.OPERATOR,
    ItemKind.INSTANCE: UnitKind.INSTANCE,
    ItemKind.DERIVATION: UnitKind.DERIVATION,
    ItemKind.CLAUSE: UnitKind.CLAUSE,
}


@value
class NameDefinition:
    """Where an element's name stands, in which chunk, and the item it comes from."""

    chunk: int
    start: int
    end: int
    item: Item


@value
class ImportPlace:
    """An import with its chunk."""

    chunk: int
    item: ImportItem
    spans: ListSpans


@dataclass(slots=True)
class ModuleItems:
    """The item table of a module.

    `units` in source order; `definitions` of every element, constructors and members included. `own` is all that the
    module defines, exported or not; `nameless`: names that declarations which do not parse may define, ANY_NAME for all that nothing
    else defines. Diagnostics come with the index of their chunk.
    """

    name: str
    header: HeaderItem | None = None
    header_chunk: int = -1
    header_spans: ListSpans | None = None
    imports: list[ImportPlace] = field(default_factory=list)
    units: list[DeclarationUnit] = field(default_factory=list)
    definitions: dict[ElementKey, NameDefinition] = field(default_factory=dict)
    own: Exports = field(default_factory=lambda: Exports(""))
    own_values: frozenset[str] = frozenset()
    nameless: frozenset[tuple[Space, str]] = frozenset()
    signed: frozenset[ElementKey] = frozenset()
    diagnostics: list[tuple[int, Diagnostic]] = field(default_factory=list)


def combine_items(chunks: Sequence[ChunkItems], name: str = "") -> ModuleItems:
    """The structure of the module that these chunks make up, in source order.

    `name`: what the module is known by, since a header may not parse; without one it is the header's, or Main.
    """
    module = ModuleItems(name)
    for number, chunk in enumerate(chunks):
        _add_header_and_imports(module, number, chunk)
    module.name = module.name or "Main"
    everything = list(_entries(chunks))
    repeated = _begun_and_repeated(everything)
    entries = [each for each in everything if id(each) not in repeated] if repeated else everything
    module.own = own_exports(module.name, (entry.item for entry in entries))
    values = [
        entry.item for entry in entries if entry.item.kind in _VALUE_KINDS and not entry.item.begun
    ]
    named = (entry.item for entry in entries if entry.item.kind in _INSTANCE_KINDS)
    instances = [item.name for item in named if item.named]
    module.own_values = frozenset([value.name for value in values] + instances)
    module.nameless = module.own.unread = _nameless(module, entries) | _lost_names(chunks)
    combination = _Combination(module, entries, chunks)
    for entry in entries:
        combination.add(entry)
    for begun, whole in repeated.values():
        combination.report_begun(begun, whole)
    combination.compare_instances(entries)
    module.signed = frozenset(combination.signed)
    return module


@value
class _Entry:
    """An item in its place."""

    chunk: int
    position: int
    start: int
    end: int
    item: Item


def _entries(chunks: Sequence[ChunkItems]) -> Iterator[_Entry]:
    for number, chunk in enumerate(chunks):
        for item, (start, end), position in zip(
            chunk.items, chunk.spans, chunk.positions, strict=True
        ):
            if item.name:
                yield _Entry(number, position, start, end, item)


def _begun_and_repeated(entries: Sequence[_Entry]) -> dict[int, tuple[_Entry, _Entry]]:
    """Types and classes that have only been begun, by identity, each with a whole declaration of its name: that one counts."""
    begun = [entry for entry in entries if entry.item.begun]
    if not begun:
        return {}
    whole: dict[tuple[Space, str], _Entry] = {}
    for entry in entries:
        if entry.item.kind in _DECLARED_KINDS and not entry.item.begun:
            whole.setdefault((entry.item.space, entry.item.name), entry)
    named = [(entry, whole.get((entry.item.space, entry.item.name))) for entry in begun]
    return {id(entry): (entry, other) for entry, other in named if other is not None}


def _without_declaration(module: ModuleItems, entries: Sequence[_Entry]) -> Iterator[_Entry]:
    """Kind signatures of what the module does not define."""
    for entry in entries:
        item = entry.item
        if item.kind is ItemKind.KIND_SIGNATURE and module.own.get(item.space, item.name) is None:
            yield entry


def _nameless(module: ModuleItems, entries: Sequence[_Entry]) -> frozenset[tuple[Space, str]]:
    """Names that something damaged may define (see `ModuleItems`): nobody is told that they are unknown."""
    names = {
        (entry.item.space, entry.item.name)
        for entry in entries
        if (entry.item.kind is ItemKind.CONSTRUCTOR and not entry.item.owner)
        or (entry.item.kind is ItemKind.VALUE and entry.item.begun)
    }
    for entry in _without_declaration(module, entries):
        names.add((entry.item.space, entry.item.name))
        if entry.item.detail[0] in ("data", "newtype"):
            names.add((Space.CONSTRUCTOR, ANY_NAME))
    if any(_may_have_members(entry.item) for entry in entries):
        listed = None if module.header is None else module.header.references
        if listed is None:
            exported = [ANY_NAME]
        else:
            exported = [each.name for each in listed if each.space is Space.VALUE]
        undefined = (name for name in exported if module.own.get(Space.VALUE, name) is None)
        names.update((Space.VALUE, name) for name in undefined)
    return frozenset(names)


def _may_have_members(item: Item) -> bool:
    """Whether an item is a class that may have members which do not parse."""
    return item.members_unknown and item.kind is ItemKind.CLASS


def _is_of_data(items: Sequence[Item]) -> bool:
    """Whether the last item is a type with constructors, or one of these."""
    return bool(items) and items[-1].kind in _OF_DATA


def _lost_names(chunks: Sequence[ChunkItems]) -> frozenset[tuple[Space, str]]:
    """ANY_NAME of each space in which a declaration may define what its text does not tell."""
    spaces: set[Space] = set()
    above: Sequence[Item] = ()
    for chunk in chunks:
        if chunk.is_open:
            spaces.update(SPACES)
        for place in chunk.damaged:
            if _is_of_data(chunk.items if place else above):
                spaces.add(Space.CONSTRUCTOR)  # It may go on with the type above.
        above = chunk.items
        for item in chunk.items:
            if item.members_unknown and item.space is Space.TYPE:
                spaces.add(Space.CONSTRUCTOR)
            if not item.name and item.kind in _NAMING_KINDS:
                spaces.add(item.space)
                if item.kind is ItemKind.OPERATOR and not item.detail[1]:
                    spaces.add(Space.TYPE_OPERATOR)
    return frozenset((space, ANY_NAME) for space in spaces)


def _add_header_and_imports(module: ModuleItems, number: int, chunk: ChunkItems) -> None:
    spans = list(chunk.list_spans)
    if chunk.header is not None:
        header_spans = spans.pop(0)
        if module.header is None:
            module.header, module.header_chunk = chunk.header, number
            module.header_spans = header_spans
            module.name = module.name or chunk.header.name
            if is_prim_module(module.name):
                start, end = header_spans.name
                problem = Diagnostic(CannotDefinePrimModules(module.name), start, end)
                module.diagnostics.append((number, problem))
    for item, item_spans in zip(chunk.imports, spans, strict=True):
        module.imports.append(ImportPlace(number, item, item_spans))


class _Combination:
    """Goes through the items in source order and finds units, duplicates and orphans.

    `signed`: the values that have a signature. `adjacent`: for each outer item, by identity, the ones above and below it. `chain`, `index`: the
    first instance of the chain that the last instance is in, and its place there.
    """

    __slots__ = ("adjacent", "chain", "chunks", "index", "module", "names", "signed")

    def __init__(
        self, module: ModuleItems, entries: Sequence[_Entry], chunks: Sequence[ChunkItems]
    ) -> None:
        self.module = module
        self.chunks = chunks
        self.signed: set[ElementKey] = set()
        # Types, classes and constructors share one space of conflicts.
        self.names: dict[tuple[Space, str], _Entry] = {}
        self.chain: ElementKey | None = None
        self.index = 0
        outer = [entry for entry in entries if entry.item.kind not in _INNER_KINDS]
        self.adjacent = {
            id(entry): (outer[i - 1] if i else None, outer[i + 1] if i + 1 < len(outer) else None)
            for i, entry in enumerate(outer)
        }

    def add(self, entry: _Entry) -> None:
        """Take in the next item."""
        kind = entry.item.kind
        if kind in _VALUE_KINDS or kind is ItemKind.MEMBER:
            self._add_value(entry)
        elif kind in _DECLARED_KINDS or kind is ItemKind.CONSTRUCTOR:
            self._add_type(entry)
        elif kind is ItemKind.KIND_SIGNATURE:
            self._add_kind_signature(entry)
        elif kind is ItemKind.ROLES:
            self._add_roles(entry)
        elif kind in _INSTANCE_KINDS:
            self._add_instance(entry)
        else:
            self._add_operator(entry)

    def _add_value(self, entry: _Entry) -> None:
        item = entry.item
        key = element_key(self.module.name, Space.VALUE, item.name)
        if item.kind is ItemKind.SIGNATURE and not self._is_beside_damage(entry):
            self._report(entry, OrphanTypeDeclaration(item.name))
        existing = self.module.definitions.get(key)
        if existing is not None:
            # A signature that stands alone has its own diagnostic.
            if ItemKind.SIGNATURE not in (item.kind, existing.item.kind):
                self._report(entry, RedefinedIdent(item.name), existing)
            return
        if item.signed:
            self.signed.add(key)
        self._define(entry, key)

    def _is_beside_damage(self, signature: _Entry) -> bool:
        """Whether a definition that does not parse stands directly below, or a class without readable members above."""
        if self._is_damage_below(signature):
            return True
        above: _Entry | None = signature
        while above is not None and above.item.kind is ItemKind.SIGNATURE:
            above = self.adjacent[id(above)][0]
        return above is not None and _may_have_members(above.item)

    def _is_damage_below(self, entry: _Entry) -> bool:
        """Whether a piece that begins no declaration stands directly below a declaration."""
        chunk = self.chunks[entry.chunk]
        if entry.position + 1 < chunk.length:
            return entry.position + 1 in chunk.damaged
        following = self.chunks[entry.chunk + 1 : entry.chunk + 2]
        return bool(following) and 0 in following[0].damaged

    def _add_type(self, entry: _Entry) -> None:
        item = entry.item
        space, name = item.space, item.name
        conflict = self._conflict(entry)
        if conflict is not None and not self._comes_with_owner(entry, conflict):
            if space is Space.CLASS and conflict.item.space is Space.CLASS:
                self._report(entry, DuplicateTypeClass(name), self._at(conflict))
            else:
                problem = DeclConflict(space, name, conflict.item.space)
                self._report(entry, problem, self._at(conflict))
        self.names.setdefault((space, name), entry)
        key = element_key(self.module.name, space, name)
        if key not in self.module.definitions:
            self._define(entry, key)

    def report_begun(self, begun: _Entry, whole: _Entry) -> None:
        """A type or class that is declared twice, once by its name alone; where that does not parse, it is reported already."""
        item = begun.item
        if item.members_unknown or item.kind is ItemKind.SYNONYM:
            return
        is_first = (begun.chunk, begun.position) < (whole.chunk, whole.position)
        later, earlier = (whole, None) if is_first else (begun, self._at(whole))
        problem: Problem = DeclConflict(item.space, item.name, item.space)
        if item.space is Space.CLASS:
            problem = DuplicateTypeClass(item.name)
        told = (later.chunk, Diagnostic(problem, later.start, later.end))
        if told not in self.module.diagnostics:
            self._report(later, problem, earlier)

    def _conflict(self, entry: _Entry) -> _Entry | None:
        """An earlier item that this type, class or constructor cannot stand beside."""
        item = entry.item
        same = self.names.get((item.space, item.name))
        if same is not None:
            return same
        if item.space is Space.CLASS:
            others: tuple[Space, ...] = (Space.TYPE, Space.CONSTRUCTOR)
        else:
            others = (Space.CLASS,)
        found = (self.names.get((space, item.name)) for space in others)
        return next((other for other in found if other is not None), None)

    def _comes_with_owner(self, entry: _Entry, conflict: _Entry) -> bool:
        """Whether two constructors are of two declarations of one type: those are what is reported."""
        owner = entry.item.owner
        return (
            bool(owner)
            and owner == conflict.item.owner
            and (entry.chunk, entry.position) != (conflict.chunk, conflict.position)
        )

    def _add_kind_signature(self, entry: _Entry) -> None:
        item = entry.item
        following = self.adjacent[id(entry)][1]
        if (
            following is None
            or following.item.name != item.name
            or _KEYWORDS.get(following.item.kind) != item.detail[0]
        ):
            self._report(entry, OrphanKindDeclaration(item.name))
        elif following.chunk != entry.chunk:
            self._add_unit(entry, element_key(self.module.name, item.space, item.name))

    def _add_roles(self, entry: _Entry) -> None:
        item = entry.item
        before = self.adjacent[id(entry)][0]
        if before is None or before.item.name != item.name or before.item.kind in _VALUE_KINDS:
            self._report(entry, OrphanRoleDeclaration(item.name))
        elif before.item.kind is ItemKind.ROLES:
            self._report(entry, DuplicateRoleDeclaration(item.name), self._at(before))
        elif before.item.kind in (ItemKind.SYNONYM, ItemKind.CLASS):
            self._report(entry, UnsupportedRoleDeclaration())
        elif before.item.kind not in _TYPE_KINDS:
            self._report(entry, OrphanRoleDeclaration(item.name))
        elif before.chunk != entry.chunk:
            self._add_unit(entry, element_key(self.module.name, Space.TYPE, item.name))

    def _add_operator(self, entry: _Entry) -> None:
        item = entry.item
        key = element_key(self.module.name, item.space, item.name)
        existing = self.module.definitions.get(key)
        if existing is None:
            self._define(entry, key)
            return
        is_type = item.kind is ItemKind.TYPE_OPERATOR
        kind = MultipleTypeOpFixities if is_type else MultipleValueOpFixities
        self._report(entry, kind(item.name), existing)

    def _add_instance(self, entry: _Entry) -> None:
        item = entry.item
        definitions = self.module.definitions
        key = element_key(self.module.name, Space.INSTANCE, item.name)
        if key in definitions:
            if item.named and definitions[key].item.named:
                self._report(entry, DuplicateInstance(item.name), definitions[key])
            number = 2
            while key in definitions:
                key = element_key(self.module.name, Space.INSTANCE, f"{item.name} #{number}")
                number += 1
        if item.chained and self.chain is not None:
            self.index += 1
        else:
            self.chain, self.index = key, 0
        self._define(entry, key, InstancePlace(self.chain, self.index))

    def compare_instances(self, entries: Sequence[_Entry]) -> None:
        """RedefinedIdent: an instance that is named like a value of the module, wherever that stands."""
        for entry in entries:
            if entry.item.kind in _INSTANCE_KINDS and entry.item.named:
                name = entry.item.name
                value = element_key(self.module.name, Space.VALUE, name)
                existing = self.module.definitions.get(value)
                if existing is not None:
                    self._report(entry, RedefinedIdent(name), existing)

    def _define(self, entry: _Entry, key: ElementKey, place: InstancePlace | None = None) -> None:
        self.module.definitions[key] = self._at(entry)
        self._add_unit(entry, key, place)

    def _add_unit(self, entry: _Entry, key: ElementKey, place: InstancePlace | None = None) -> None:
        kind = _UNIT_KINDS.get(entry.item.kind)
        if kind is None:
            return  # Constructors and members belong to the unit of their owner.
        clause = int(entry.item.detail[2]) if kind is UnitKind.CLAUSE else 0
        self.module.units.append(
            DeclarationUnit(kind, key, entry.chunk, entry.position, place, clause)
        )

    def _at(self, entry: _Entry) -> NameDefinition:
        return NameDefinition(entry.chunk, entry.start, entry.end, entry.item)

    def _report(
        self, entry: _Entry, problem: Problem, earlier: NameDefinition | None = None
    ) -> None:
        related: tuple[Related, ...] = ()
        if earlier is not None and earlier.item.name:
            key = element_key(self.module.name, earlier.item.space, earlier.item.name)
            related = (Related(key, 0, 0, "first defined here"),)
        diagnostic = Diagnostic(problem, entry.start, entry.end, related)
        self.module.diagnostics.append((entry.chunk, diagnostic))

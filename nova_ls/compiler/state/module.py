"""The state of one module in a program: its text, its structure, its units and what they came to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from enum import Enum
from pathlib import Path
from typing import Final

from nova_ls.base.diagnostic import Diagnostic
from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.compiler.archive.module_record import ModuleRecord, exports_digest
from nova_ls.compiler.facts import Answer, Fact
from nova_ls.compiler.model import units
from nova_ls.compiler.model.at_sight import possible_imports
from nova_ls.compiler.model.chunk_table import ChunkTable
from nova_ls.compiler.model.module_mentions import Mentions
from nova_ls.compiler.model.source import Source, SourceChunk
from nova_ls.compiler.model.units import Unit
from nova_ls.compiler.state.module_problems import (
    About,
    LocatedDiagnostics,
    moved_problems,
)
from nova_ls.compiler.state.module_tables import Declared, ModuleTables
from nova_ls.log.entry import EntryId
from nova_ls.names.modules.binding_groups import Cycle
from nova_ls.names.modules.declaration_unit import UnitKind
from nova_ls.names.modules.eager import NOTHING, Eager
from nova_ls.names.modules.exports import Exports
from nova_ls.names.modules.items import ChunkItems, ItemKind
from nova_ls.names.modules.module_items import ModuleItems, combine_items
from nova_ls.names.modules.scope import Lookup, ModuleScope
from nova_ls.names.resolve.resolve_element import Depth, Resolved
from nova_ls.types.core.interface import OperatorInterface

_OWNERS: Final = {ItemKind.CONSTRUCTOR: Space.TYPE, ItemKind.MEMBER: Space.CLASS}
"""Where the owner stands of what has no unit of its own."""

_NO_ITEMS: Final = combine_items([])
"""Those of a module whose text was not looked at; nobody changes them."""

_NO_VALUES: Final[frozenset[str]] = frozenset()
_NO_KEYS: Final[frozenset[ElementKey]] = frozenset()

_BESIDE: Final = frozenset((UnitKind.KIND_SIGNATURE, UnitKind.ROLES))  # parts of a type's own unit


class ModuleOrigin(Enum):
    """Where a module's file lies; workspace files are edited, the others are read."""

    WORKSPACE = "workspace"
    PACKAGE = "package"
    LIBRARY = "library"


class Module(ModuleTables):
    """One module. Written by its own methods only, which queries do not call.

    `structure`: the unit of that. `declared`: the elements by key, the first declaration of each; `by_chunk`: their keys by chunk. `units`: what the resolver
    needs to know of those that have a unit of their own. `sources`: for each unit the text that it is computed from.
    `groups`: for each type and unsigned value the unit of its binding group; `members`: the elements of such a unit.
    `is_shallow`: it has a structure, or will have one, while nobody may have looked at what it imports, directly or not. `early`: what it declares, while no more is known of it than what that and its `exports` are. `eager`: what values and instances use of the module at once; `uses`: what values mention of it, operators as such; `circular`: elements that cannot be evaluated.
    `asked`: what units were told of this module's names and exports. `committed`: the record that was made of it at the last commit, with the `entries` that this tells of; None: the database has them.
    `asked_of_others`: for each unit its questions and answers when it was last committed, and those of them that other modules decide.
    `was_restored`: whether a record has told others of the module, in the place of units that are still to be made.
    `resolved`: elements that were resolved in this revision, each with the operators as they were then.
    `problems`: diagnostics of the module as a whole, by what they are about. `found`: those of its units.
    """

    __slots__ = (
        "_digest",
        "_names",
        "circular",
        "committed",
        "early",
        "entries",
        "exports",
        "imports",
        "is_shallow",
        "items",
        "key",
        "name",
        "origin",
        "own_values",
        "path",
        "rank",
        "record",
        "scope",
        "source",
        "structure",
        "was_restored",
    )

    def __init__(
        self, name: str, path: Path, origin: ModuleOrigin, source: Source, key: ElementKey
    ) -> None:
        self.name = name
        self.key = key
        self.structure = units.Structure(key)
        self.path = path
        self.origin = origin
        self.source = source
        self.rank = -1
        self._begin()

    def reset(self) -> None:
        """Forget all that was found out about the module's text."""
        self.forget_tables()
        self._begin()

    def _begin(self) -> None:
        self.imports: tuple[str, ...] = ()
        self.scope: ModuleScope | None = None
        self.exports: Exports | None = None
        self.early: ModuleItems | None = None
        self.is_shallow = True
        self.own_values: frozenset[str] = _NO_VALUES
        self._names: tuple[ModuleScope, bytes] | None = None
        self._digest: tuple[Exports, bytes] | None = None
        self.items = _NO_ITEMS
        self.circular: frozenset[ElementKey] = _NO_KEYS
        self.record: ModuleRecord | None = None
        self.entries: dict[Unit, EntryId] | None = None
        self.committed: ModuleRecord | None = None
        self.was_restored = False

    @property
    def is_restored(self) -> bool:
        """Whether a record stands in for the module: its units are not known to the engine."""
        return self.record is not None and self.scope is None

    @property
    def declaration_count(self) -> int:
        """How many elements the module declares."""
        if self.record is not None and self.scope is None:
            return self.record.declarations
        return len(self.declared)

    def owner_of(self, key: ElementKey) -> ElementKey:
        """The element whose unit makes a declared one: the type or class that it belongs to, or itself."""
        item = self.declared[key].item
        space = _OWNERS.get(item.kind)
        return key if space is None else element_key(self.name, space, item.owner)

    def lacks_member(self, unit: Unit) -> bool:
        """Whether an element of a binding group has gone since the groups were found."""
        members = () if unit in self.sources else self.members.get(unit, ())
        return any(units.References(key) not in self.sources for key in members)

    def typed_units(self, keys: Iterable[ElementKey]) -> Iterator[Unit]:
        """The units that type some of the module's elements."""
        for key in keys:
            group = self.groups.get(key)
            if group is not None:
                yield group
            for kind in units.TYPED_KINDS:
                unit = kind(key)
                if unit in self.sources:
                    yield unit

    def inner_keys(self, key: ElementKey) -> Iterator[ElementKey]:
        """The constructors of a type, the members of a class."""
        space = Space.VALUE if key.space is Space.CLASS else Space.CONSTRUCTOR
        for name in self.declared[key].item.detail:
            yield element_key(self.name, space, str(name))

    def duplicate_members(self, key: ElementKey) -> tuple[ElementKey, ...]:
        """Those of them that an earlier declaration has already: of two with the same name the first one counts."""
        named = (inner for inner in self.inner_keys(key) if inner in self.declared)
        return tuple(inner for inner in named if self.owner_of(inner) is not key)

    def replace_chunk(self, old: SourceChunk, new: SourceChunk) -> None:
        """Put a chunk in the place of another one that declares the same elements, their names in the same places."""
        keys = self.by_chunk.pop(old, [])
        self.by_chunk[new] = keys
        for key in keys:
            self.declared[key] = self.declared[key]._replace(chunk=new)
        for about in (About.CYCLES, About.USAGE):
            self.report(about, moved_problems(self.problems_about(about), old, new))

    def problems_about(self, about: About) -> LocatedDiagnostics:
        """The diagnostics of the module as a whole that are about something."""
        return self.problems.get(about, ())

    def report(self, about: About, problems: LocatedDiagnostics) -> None:
        """Make these the diagnostics of the module as a whole that are about something."""
        if problems:
            self.problems[about] = problems
        else:
            self.problems.pop(about, None)

    # ------------------------------------------------------------------ structure

    def declare(self, items: ModuleItems, chunks: Sequence[SourceChunk]) -> None:
        """Take note of what the module declares, by its chunks: for each element its chunk, and which of the chunk's items it is."""
        self.imports = tuple(dict.fromkeys(place.item.module for place in items.imports))
        self.own_values = items.own_values
        self.declared = {
            key: Declared(
                chunks[d.chunk], _index(chunks[d.chunk].items, d.start, d.end, key), d.item
            )
            for key, d in items.definitions.items()
        }
        self.units = {unit.key: unit for unit in items.units if unit.kind not in _BESIDE}
        self.early = None
        self.by_chunk = {}
        for key, declared in self.declared.items():
            self.by_chunk.setdefault(declared.chunk, []).append(key)
        if self.exports is None:
            # A query made while an import cycle is being followed sees at least what the module itself defines.
            self.exports = items.own

    def take_structure(self, items: ModuleItems, scope: ModuleScope, exports: Exports) -> None:
        """What was declared has a scope and exports now."""
        self.scope = scope
        self.items = items
        self.exports = exports
        self.forget_resolved()

    def take_exports(self, exports: Exports, early: ModuleItems | None = None) -> None:
        """What the module offers, as long as its structure is not known."""
        self.exports = exports
        self.early = early

    def take_depth(self, is_shallow: bool) -> None:
        """Take note of whether all that it imports was looked at before it."""
        self.is_shallow = is_shallow

    def forget_early(self) -> None:
        """The text is another one: what was found out early has to be compared with what it says now."""
        self.early = None

    def take_record(self, record: ModuleRecord | None) -> None:
        """Let a record stand in for the module; None: its own units are known from now on."""
        self.was_restored |= self.is_restored and record is None
        self.early = None
        self.record = record
        if record is not None:
            self.source.take_table(ChunkTable(self.name, record.chunks))

    def take_units(self) -> None:
        """Take note that its units were made, after a record that stood in for it, if one did."""
        self.was_restored = False

    def possible_imports(self) -> Iterable[str]:
        """What it imports; of one whose structure nobody has asked for, what it may import."""
        if self.scope is not None:
            return self.imports
        if self.record is not None:
            return [name for name, _ in self.record.imports]
        return self.source.ask(possible_imports)

    def take_imports(self, imports: Iterable[str]) -> None:
        """What a record says that the module imports."""
        self.imports = tuple(imports)

    def take_commit(self, record: ModuleRecord, entries: dict[Unit, EntryId]) -> None:
        """Take note of what was committed of the module."""
        self.committed = record
        self.entries = entries

    def become(self, text: str, exports: Exports, entries: dict[Unit, EntryId] | None) -> None:
        """Have another text, of which a record was kept; what is known of the text before is forgotten."""
        self.reset()
        self.entries = entries
        self.source.become(text)
        self.exports = exports

    # ------------------------------------------------------------------ units

    def take_source(self, unit: Unit, text: str) -> None:
        """Take note of the text that a unit is computed from."""
        self.sources[unit] = text

    def take_produced(self, unit: Unit, keys: Iterable[ElementKey]) -> None:
        """Take note of the elements that a unit makes."""
        self.produced[unit] = tuple(keys)

    def take_needs(self, key: ElementKey, eager: Eager, uses: frozenset[ElementKey] | None) -> bool:
        """Take note of what an element uses of its module (`uses` None: unknown); whether its cycles may have changed."""
        is_other = False
        before = self.eager.get(key, NOTHING)
        if before != eager:
            is_other = not eager.is_like(before) or key in self.circular
            self.eager[key] = eager
        if uses is not None and self.uses.get(key) != uses:
            self.uses[key] = uses
            is_other = True
        return is_other

    def take_cycles(self, types: Sequence[Cycle]) -> None:
        """Take note of the types and classes that need themselves."""
        self.type_cycles = list(types)

    def take_circular(self, keys: Iterable[ElementKey]) -> None:
        """Take note of the elements that cannot be evaluated."""
        self.circular = frozenset(keys)

    def take_resolved(
        self,
        key: ElementKey,
        depth: Depth,
        resolved: Resolved,
        operators: tuple[OperatorInterface | None, ...],
    ) -> None:
        """Keep a resolved element for others who need it in this revision."""
        self.resolved[(key, depth)] = (resolved, operators)

    def forget_resolved(self) -> None:
        """Elements have to be resolved anew: the revision has ended."""
        with suppress(AttributeError):
            del self.resolved

    def take_rank(self, rank: int) -> None:
        """Take note of the module's place in the order in which modules were first looked at."""
        self.rank = rank

    def take_asked(self, asked: Mapping[Fact, Answer]) -> None:
        """Take note of what units were told of the module's names and exports."""
        self.asked.take(asked)

    def forget_asked(self, fact: Fact) -> None:
        """Nothing relies any more on the answer to a question about the module's names and exports."""
        self.asked.forget(fact)

    def take_asked_of_others(
        self, asked: dict[Unit, tuple[Sequence[Fact], Sequence[Answer], dict[Fact, Answer]]]
    ) -> None:
        """Take note of the questions of the module's units as they are committed."""
        self.asked_of_others = asked

    def take_lookups(self, unit: Unit, lookups: list[Lookup]) -> bool:
        """Count the names that a unit looks up now instead of those before; whether one became used or unused."""
        usage = self.usage
        revision = usage.revision
        usage.add(lookups)
        usage.remove(self.counted_lookups.get(unit, ()))
        if lookups:
            self.counted_lookups[unit] = lookups
        else:
            self.counted_lookups.pop(unit, None)
        return usage.revision != revision

    def forget_unit(self, unit: Unit) -> tuple[tuple[ElementKey, ...], tuple[ElementKey, ...]]:
        """Forget a unit; gives the values that it typed, and what it produced."""
        self.sources.pop(unit, None)
        values: tuple[ElementKey, ...] = ()
        if isinstance(unit, units.Values):
            values = self.members.get(unit, (unit.key,))
            self.forget_needs(values)
        elif isinstance(unit, units.Body):
            self.forget_needs((unit.key,))
        self.found.pop(unit, None)
        self.members.pop(unit, None)
        return values, self.produced.pop(unit, ())

    def forget_needs(self, keys: Iterable[ElementKey]) -> None:
        """What values needed is not known, or not the module's matter any more."""
        for key in keys:
            self.eager.pop(key, None)
            self.uses.pop(key, None)

    def take_diagnostics(
        self, unit: Unit, found: Mapping[ElementKey, tuple[Diagnostic, ...]]
    ) -> None:
        """Make these the diagnostics of a unit's elements."""
        if found:
            self.found[unit] = found
        else:
            self.found.pop(unit, None)

    def take_mentions(self, key: ElementKey, mentions: Mentions) -> bool:
        """Take note of what an element mentions; whether that is something else than before."""
        is_other = self.references.get(key) != mentions
        if is_other:
            self.references[key] = mentions
        return is_other

    def keep_mentions(self, keys: AbstractSet[ElementKey]) -> None:
        """No other elements than these have mentions."""
        for key in [key for key in self.references if key not in keys]:
            del self.references[key]

    def take_groups(
        self, groups: Mapping[Unit, tuple[ElementKey, ...]]
    ) -> dict[Unit, tuple[ElementKey, ...] | None]:
        """Make these the binding groups; the members that each had before, None for a new one.

        Units that are in none of them any more are to be dropped by the caller before, unless they have a source of their own.
        """
        self.groups = {key: unit for unit, keys in groups.items() for key in keys}
        before: dict[Unit, tuple[ElementKey, ...] | None] = {}
        for unit in [unit for unit in self.members if unit not in groups]:
            self._leave(unit, (unit.key,))  # Its value has a signature now, and is checked alone.
            del self.members[unit]
        for unit, keys in groups.items():
            before[unit] = self.members.get(unit)
            self._leave(unit, keys)
            self.members[unit] = keys
        return before

    def _leave(self, unit: Unit, staying: tuple[ElementKey, ...]) -> None:
        """Forget what values needed that have left a group: they are gone, or another unit will say it of them."""
        if isinstance(unit, units.Values):
            self.forget_needs(key for key in self.members.get(unit, ()) if key not in staying)

    def exports_digest(self) -> bytes:
        """A hash of what the module is known to offer."""
        exports, record = self.exports, self.record
        if exports is None:
            return b""
        if record is not None and record.exports is exports:
            return record.digest
        if self._digest is None or self._digest[0] is not exports:
            self._digest = (exports, exports_digest(exports))
        return self._digest[1]

    def names_digest(self) -> bytes:
        """A hash of all names in scope: what suggestions are chosen from."""
        scope = self.scope
        if scope is None:
            return b""
        if self._names is None or self._names[0] is not scope:
            digest = hashlib.sha256()
            for entry in scope.entries:
                digest.update(f"\n{entry.module}\n{entry.qualifier}\n".encode())
                names = sorted(entry.names())
                digest.update("\n".join([f"{space:d}{name}" for space, name in names]).encode())
            self._names = (scope, digest.digest())
        return self._names[1]


def _index(items: ChunkItems, start: int, end: int, key: ElementKey) -> int:
    for index, (span, item) in enumerate(zip(items.spans, items.items, strict=True)):
        if span == (start, end) and item.space is key.space:
            return index
    return 0

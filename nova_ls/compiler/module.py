"""The state of one module in a program: its text, its structure, its units and what they came to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from enum import Enum
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

from nova_ls.base.diagnostic import Diagnostic, Severity
from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.compiler.facts import Answer, Fact
from nova_ls.compiler.module_record import ModuleRecord, exports_digest
from nova_ls.compiler.source import Source, SourceChunk
from nova_ls.compiler.units import Unit
from nova_ls.log.entry import EntryId
from nova_ls.names.declaration_unit import DeclarationUnit
from nova_ls.names.eager import Eager
from nova_ls.names.exports import Exports
from nova_ls.names.groups import Cycle
from nova_ls.names.items import Item, ItemKind
from nova_ls.names.module_items import ModuleItems, combine_items
from nova_ls.names.resolve_element import Depth, Resolved
from nova_ls.names.scope import Lookup, ModuleScope
from nova_ls.names.usage import Usage
from nova_ls.types.core.interface import OperatorInterface
from nova_ls.types.infer.infer_coverage import is_missing_case

_OWNERS: Final = {ItemKind.CONSTRUCTOR: Space.TYPE, ItemKind.MEMBER: Space.CLASS}
"""Where the owner stands of what has no unit of its own."""


class Mentions(NamedTuple):
    """What an element mentions of its own module, as far as binding groups depend on it.

    `signature`: what the kind signature of a type names. `superclasses`: of a class.
    """

    uses: frozenset[ElementKey]
    signature: frozenset[ElementKey] = frozenset()
    superclasses: frozenset[ElementKey] = frozenset()
    has_signature: bool = False


class Origin(Enum):
    """Where a module's file lies; workspace files are edited, the others are read."""

    WORKSPACE = "workspace"
    PACKAGE = "package"
    LIBRARY = "library"


class Declared(NamedTuple):
    """Where an element is declared: its chunk, and which of the chunk's items it is."""

    chunk: SourceChunk
    number: int
    item: Item

    @property
    def span(self) -> tuple[int, int]:
        """The span of its name, relative to the chunk."""
        return self.chunk.items.spans[self.number]


class Module:
    """One module. The program changes it; everybody else reads.

    `declared`: the elements by key, the first declaration of each; `by_chunk`: their keys by chunk. `units`: what the resolver
    needs to know of those that have a unit of their own. `sources`: for each unit the text that it is computed from.
    `groups`: for each type and unsigned value the unit of its binding group; `members`: the elements of such a unit.
    `eager`: what values and instances use of the module at once; `uses`: what values mention of it, operators as such; `circular`: elements that cannot be evaluated.
    `asked`: what units were told of this module's names and exports. `committed`: the record that was made of it at the last commit, with the `entries` that this tells of; None: the database has them.
    `asked_of_others`: for each unit its questions and answers when it was last committed, and those of them that other modules decide.
    `resolved`: elements that were resolved in this revision, each with the operators as they were then.
    `problems`: diagnostics of the module as a whole, with their chunks. `found`: those of its units.
    """

    __slots__ = (
        "_digest",
        "_names",
        "asked",
        "asked_of_others",
        "by_chunk",
        "circular",
        "circular_problems",
        "committed",
        "counted_lookups",
        "cycle_problems",
        "declared",
        "eager",
        "entries",
        "export_problems",
        "exports",
        "found",
        "groups",
        "imports",
        "items",
        "key",
        "members",
        "name",
        "origin",
        "own_values",
        "path",
        "problems",
        "produced",
        "rank",
        "record",
        "references",
        "resolved",
        "scope",
        "source",
        "sources",
        "type_cycles",
        "units",
        "usage",
        "usage_problems",
        "uses",
    )

    def __init__(
        self, name: str, path: Path, origin: Origin, source: Source, key: ElementKey
    ) -> None:
        self.name = name
        self.key = key
        self.path = path
        self.origin = origin
        self.source = source
        self.rank = -1
        self.reset()

    def reset(self) -> None:
        """Forget all that was found out about the module's text."""
        self.imports: tuple[str, ...] = ()
        self.scope: ModuleScope | None = None
        self.exports: Exports | None = None
        self.own_values: frozenset[str] = frozenset()
        self._names: tuple[ModuleScope, bytes] | None = None
        self._digest: tuple[Exports, bytes] | None = None
        self.declared: dict[ElementKey, Declared] = {}
        self.by_chunk: dict[SourceChunk, list[ElementKey]] = {}
        self.items: ModuleItems = combine_items([])
        self.units: dict[ElementKey, DeclarationUnit] = {}
        self.sources: dict[Unit, str] = {}
        self.produced: dict[Unit, tuple[ElementKey, ...]] = {}
        self.groups: dict[ElementKey, Unit] = {}
        self.members: dict[Unit, tuple[ElementKey, ...]] = {}
        self.references: dict[ElementKey, Mentions] = {}
        self.type_cycles: list[Cycle] = []
        self.eager: dict[ElementKey, Eager] = {}
        self.circular: frozenset[ElementKey] = frozenset()
        self.uses: dict[ElementKey, frozenset[ElementKey]] = {}
        self.record: ModuleRecord | None = None
        self.resolved: dict[
            tuple[ElementKey, Depth], tuple[Resolved, tuple[OperatorInterface | None, ...]]
        ] = {}
        self.asked: dict[Fact, Answer] = {}
        self.asked_of_others: dict[
            Unit, tuple[Sequence[Fact], Sequence[Answer], dict[Fact, Answer]]
        ] = {}
        self.problems: list[tuple[SourceChunk, Diagnostic]] = []
        self.usage_problems: list[tuple[SourceChunk, Diagnostic]] = []
        self.found: dict[Unit, Mapping[ElementKey, tuple[Diagnostic, ...]]] = {}
        self.circular_problems: list[tuple[SourceChunk, Diagnostic]] = []
        self.export_problems: list[tuple[SourceChunk, Diagnostic]] = []
        self.cycle_problems: list[tuple[SourceChunk, Diagnostic]] = []
        self.entries: dict[Unit, EntryId] | None = None
        self.committed: ModuleRecord | None = None
        self.usage = Usage()
        self.counted_lookups: dict[Unit, list[Lookup]] = {}

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
        self.usage_problems = _moved(self.usage_problems, old, new)
        self.circular_problems = _moved(self.circular_problems, old, new)

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

    def diagnostics(self) -> Iterator[tuple[SourceChunk, Diagnostic]]:
        """All that is known to be wrong in the module, each with the chunk that its span is relative to.

        Of a chunk that does not parse only the syntax errors are shown: the rest follows from them.
        """
        if self.record is not None and self.scope is None:
            yield from self._recorded(self.record)
            return
        unparsed: set[SourceChunk] = set()
        for chunk, found in self.source.complaints.items():
            for diagnostic in found:
                yield chunk, diagnostic
                if diagnostic.severity is Severity.ERROR:
                    unparsed.add(chunk)
        for chunk, diagnostic in self._semantic():
            if chunk not in unparsed:
                yield chunk, diagnostic

    def _semantic(self) -> Iterator[tuple[SourceChunk, Diagnostic]]:
        yield from self.problems
        yield from self.cycle_problems
        yield from self.circular_problems
        yield from self.export_problems
        yield from self.usage_problems
        repeated = {
            problem.related[0].element
            for _, problem in self.problems
            if problem.code == "RedefinedIdent" and problem.related
        }
        for by_element in self.found.values():
            for key, diagnostics in by_element.items():
                declared = self.declared.get(key)
                if declared is not None:
                    for diagnostic in diagnostics:
                        # Cases that seem to be missing may stand in the other declaration.
                        if not (repeated and _is_of(diagnostic, key, repeated)):
                            yield declared.chunk, diagnostic

    def _recorded(self, record: ModuleRecord) -> Iterator[tuple[SourceChunk, Diagnostic]]:
        for diagnostic in record.diagnostics:
            chunk, start = self.source.chunk_at(diagnostic.start)
            yield chunk, diagnostic.moved(start - diagnostic.start)


def _is_of(
    diagnostic: Diagnostic, key: ElementKey, repeated: AbstractSet[ElementKey | None]
) -> bool:
    """Whether a diagnostic of an element says that cases are missing in one of those, or in what it uses of them."""
    return is_missing_case(diagnostic) and (
        key in repeated
        or any(isinstance(a, ElementKey) and a in repeated for a in diagnostic.arguments)
    )


_Problems: TypeAlias = list[tuple[SourceChunk, Diagnostic]]


def _moved(problems: _Problems, old: SourceChunk, new: SourceChunk) -> _Problems:
    """The problems with a chunk put in the place of another one; the same object where they have none there."""
    if any(chunk is old for chunk, _ in problems):
        return [(new if chunk is old else chunk, problem) for chunk, problem in problems]
    return problems

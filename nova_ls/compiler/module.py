"""The state of one module in a program: its text, its structure, its units and what they came to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple

from nova_ls.base.diagnostic import Diagnostic
from nova_ls.base.keys import ElementKey
from nova_ls.compiler.source import Source, SourceChunk
from nova_ls.compiler.units import Answer, Fact, Unit
from nova_ls.names.exports import Exports
from nova_ls.names.items import Item
from nova_ls.names.module_items import ModuleItems, combine_items
from nova_ls.names.resolve_element import Depth, Resolved
from nova_ls.names.scope import ModuleScope
from nova_ls.names.unit import Unit as NamesUnit


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
    `asked`: what this module's names meant when units asked for them.
    `problems`: diagnostics of the module as a whole, with their chunks. `found`: those of its units.
    """

    __slots__ = (
        "asked",
        "by_chunk",
        "declared",
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
        "references",
        "resolved",
        "scope",
        "source",
        "sources",
        "units",
        "usage",
        "usage_problems",
    )

    def __init__(self, name: str, path: Path, origin: Origin, source: Source, key: ElementKey) -> None:
        self.name = name
        self.key = key
        self.path = path
        self.origin = origin
        self.source = source
        self.rank = -1
        self.imports: tuple[str, ...] = ()
        self.scope: ModuleScope | None = None
        self.exports: Exports | None = None
        self.own_values: frozenset[str] = frozenset()
        self.declared: dict[ElementKey, Declared] = {}
        self.by_chunk: dict[SourceChunk, list[ElementKey]] = {}
        self.items: ModuleItems = combine_items([])
        self.units: dict[ElementKey, NamesUnit] = {}
        self.sources: dict[Unit, str] = {}
        self.produced: dict[Unit, tuple[ElementKey, ...]] = {}
        self.groups: dict[ElementKey, Unit] = {}
        self.members: dict[Unit, tuple[ElementKey, ...]] = {}
        self.references: dict[ElementKey, frozenset[ElementKey]] = {}
        self.resolved: dict[tuple[ElementKey, Depth], Resolved] = {}
        self.asked: dict[Fact, Answer] = {}
        self.problems: list[tuple[SourceChunk, Diagnostic]] = []
        self.usage_problems: list[tuple[SourceChunk, Diagnostic]] = []
        self.found: dict[Unit, Mapping[ElementKey, tuple[Diagnostic, ...]]] = {}
        self.usage: Any = None

    def diagnostics(self) -> Iterator[tuple[SourceChunk, Diagnostic]]:
        """All that is known to be wrong in the module, each with the chunk that its span is relative to."""
        for chunk in self.source.chunks:
            for error in chunk.tree.errors:
                yield chunk, error
        yield from self.problems
        yield from self.usage_problems
        for by_element in self.found.values():
            for key, diagnostics in by_element.items():
                declared = self.declared.get(key)
                if declared is not None:
                    for diagnostic in diagnostics:
                        yield declared.chunk, diagnostic

"""The state of one module in a program: its text, its structure, its units and what they came to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple

from nova_ls.base.diagnostic import Diagnostic
from nova_ls.base.keys import ElementKey, element_key
from nova_ls.compiler.source import Source, SourceChunk
from nova_ls.compiler.units import Answer, Fact, Unit
from nova_ls.names.exports import Exports
from nova_ls.names.items import Item
from nova_ls.names.scope import ModuleScope


class Origin(Enum):
    """Where a module's file lies; workspace files are edited, the others are read."""

    WORKSPACE = "workspace"
    PACKAGE = "package"
    LIBRARY = "library"


class Declared(NamedTuple):
    """Where an element is declared: its chunk, and which of the chunk's items it is."""

    chunk: SourceChunk
    index: int

    @property
    def item(self) -> Item:
        return self.chunk.items.items[self.index]

    @property
    def span(self) -> tuple[int, int]:
        """The span of its name, relative to the chunk."""
        return self.chunk.items.spans[self.index]


class Module:
    """One module. The program changes it; everybody else reads.

    `declared`: the elements by key, the first declaration of each. `sources`: for each unit the text that it is computed from.
    `groups`: for each type and unsigned value the unit of its binding group; `members`: the elements of such a unit.
    `asked`: what this module's names meant when units asked for them.
    `problems`: diagnostics of the module as a whole, with their chunks. `found`: those of its units.
    """

    __slots__ = (
        "asked",
        "chains",
        "declared",
        "exports",
        "found",
        "groups",
        "imports",
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
        "regroup",
        "resolved",
        "scope",
        "source",
        "sources",
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
        self.chains: dict[ElementKey, tuple[ElementKey, int]] = {}
        self.sources: dict[Unit, str] = {}
        self.produced: dict[Unit, tuple[ElementKey, ...]] = {}
        self.groups: dict[ElementKey, Unit] = {}
        self.members: dict[Unit, tuple[ElementKey, ...]] = {}
        self.references: dict[ElementKey, tuple[frozenset[ElementKey], frozenset[ElementKey]]] = {}
        self.regroup = False
        self.resolved: dict[Unit, Any] = {}
        self.asked: dict[Fact, Answer] = {}
        self.problems: list[tuple[SourceChunk, Diagnostic]] = []
        self.usage_problems: list[tuple[SourceChunk, Diagnostic]] = []
        self.found: dict[Unit, Mapping[ElementKey, tuple[Diagnostic, ...]]] = {}
        self.usage: Any = None

    def key_of(self, item: Item) -> ElementKey:
        return element_key(self.name, item.space, item.name)

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

"""What is known of the parts of a module. A table is made when something is put into it, or somebody looks into it.

Of a module that a record stands in for there are none, and of such modules there may be thousands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from nova_ls.base.diagnostic import Diagnostic
from nova_ls.base.keys import ElementKey
from nova_ls.compiler.facts import Answer, Fact
from nova_ls.compiler.model.module_mentions import Mentions
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.model.units import Unit
from nova_ls.compiler.state.asked_names import AskedNames
from nova_ls.compiler.state.module_problems import About, LocatedDiagnostics
from nova_ls.names.checks.usage import LookupUsage
from nova_ls.names.modules.binding_groups import Cycle
from nova_ls.names.modules.declaration_unit import DeclarationUnit
from nova_ls.names.modules.eager import Eager
from nova_ls.names.modules.items import Item
from nova_ls.names.modules.scope import Lookup
from nova_ls.names.resolve.resolve_element import Depth, Resolved
from nova_ls.types.core.interface import OperatorInterface


class Declared(NamedTuple):
    """Where an element is declared: its chunk, and which of the chunk's items it is."""

    chunk: SourceChunk
    number: int
    item: Item

    @property
    def span(self) -> tuple[int, int]:
        """The span of its name, relative to the chunk."""
        return self.chunk.items.spans[self.number]


class ModuleTables:
    """The tables of `Module`, which says what they hold and is the only one to write to them."""

    __slots__ = (
        "asked",
        "asked_of_others",
        "by_chunk",
        "counted_lookups",
        "declared",
        "eager",
        "found",
        "groups",
        "members",
        "problems",
        "produced",
        "references",
        "resolved",
        "sources",
        "type_cycles",
        "units",
        "usage",
        "uses",
    )

    declared: dict[ElementKey, Declared]
    by_chunk: dict[SourceChunk, list[ElementKey]]
    units: dict[ElementKey, DeclarationUnit]
    sources: dict[Unit, str]
    produced: dict[Unit, tuple[ElementKey, ...]]
    groups: dict[ElementKey, Unit]
    members: dict[Unit, tuple[ElementKey, ...]]
    references: dict[ElementKey, Mentions]
    type_cycles: list[Cycle]
    eager: dict[ElementKey, Eager]
    uses: dict[ElementKey, frozenset[ElementKey]]
    resolved: dict[tuple[ElementKey, Depth], tuple[Resolved, tuple[OperatorInterface | None, ...]]]
    asked: AskedNames
    asked_of_others: dict[Unit, tuple[Sequence[Fact], Sequence[Answer], dict[Fact, Answer]]]
    problems: dict[About, LocatedDiagnostics]
    found: dict[Unit, Mapping[ElementKey, tuple[Diagnostic, ...]]]
    usage: LookupUsage
    counted_lookups: dict[Unit, list[Lookup]]

    if not TYPE_CHECKING:  # mypy is to know all attributes by their names.

        def __getattr__(self, name: str) -> Any:
            """A table that there was no need of so far."""
            empty = _EMPTY_AT_FIRST.get(name)
            if empty is None:
                raise AttributeError(name)
            made = empty()
            setattr(self, name, made)
            return made

    def forget_tables(self) -> None:
        """Let all of them be empty."""
        for name in ModuleTables.__slots__:
            with suppress(AttributeError):
                delattr(self, name)


_EMPTY_AT_FIRST: Final[dict[str, Callable[[], object]]] = dict.fromkeys(
    ModuleTables.__slots__, dict
) | {
    "type_cycles": list,
    "asked": AskedNames,
    "usage": LookupUsage,
}

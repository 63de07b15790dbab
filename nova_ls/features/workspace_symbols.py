"""Declarations of the workspace by a part of their name.

First the closest names are told, of modules that a record stands in for from that; then only the texts that have them are looked into.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, TypeAlias

from nova_ls.base.keys import ElementKey, element_key
from nova_ls.base.slotted import value
from nova_ls.compiler.state.module import Module, ModuleOrigin
from nova_ls.features.completion.matching import has_letters
from nova_ls.features.document_symbols import KINDS, Symbol, SymbolKind
from nova_ls.names.modules.items import Item, ItemKind
from nova_ls.workspace.snapshot import Place, Snapshot

LIMIT: Final = 500

_UNNAMED: Final = frozenset((ItemKind.INSTANCE, ItemKind.DERIVATION))

Rank: TypeAlias = tuple[int, str]
"""The lower, the closer is a name to what was sought."""


@value
class FoundSymbol:
    """A declaration whose name is one of the closest."""

    symbol: Symbol
    key: ElementKey
    rank: Rank


def workspace_symbols(snapshot: Snapshot, query: str) -> list[Symbol]:
    """Names that have the query's letters in its order, the closest first; at most LIMIT.

    Those of the workspace itself for an empty query; else those of packages and the library too.
    """
    closest = ClosestNames(query)
    for module in snapshot.modules():
        closest.add(module)
    found = [one for module, ranks in closest.by_module() for one in declarations(module, ranks)]
    found.sort(key=lambda one: one.rank)
    return [one.symbol for one in found[:LIMIT]]


class ClosestNames:
    """The closest names, at most LIMIT, of the modules that were added; a file that several sessions know counts once."""

    __slots__ = ("_found", "_modules", "_wanted", "_worst")

    def __init__(self, query: str) -> None:
        self._wanted = query.casefold()
        self._modules: list[Module] = []
        self._found: dict[tuple[Path, str], tuple[Rank, int]] = {}
        self._worst: Rank | None = None

    def add(self, module: Module) -> None:
        """Take a module's names into account."""
        wanted, worst, found = self._wanted, self._worst, self._found
        if not wanted and module.origin is not ModuleOrigin.WORKSPACE:
            return
        foreign = 0 if module.origin is ModuleOrigin.WORKSPACE else 4
        number = len(self._modules)
        for name, folded in _names(module, wanted):
            rank = (_distance(folded, wanted) + foreign, name)
            if worst is None or rank < worst:
                found.setdefault((module.path, name), (rank, number))
        self._modules.append(module)
        if len(found) > 4 * LIMIT:
            kept = sorted(found.items(), key=lambda one: one[1])[:LIMIT]
            self._found, self._worst = dict(kept), kept[-1][1][0]

    def by_module(self) -> Iterator[tuple[Module, dict[str, Rank]]]:
        """The modules that have one of the closest names, in the order in which they were added."""
        ranks: dict[int, dict[str, Rank]] = {}
        closest = sorted(self._found.items(), key=lambda one: one[1])[:LIMIT]
        for (_, name), (rank, number) in closest:
            ranks.setdefault(number, {})[name] = rank
        for number in sorted(ranks):
            yield self._modules[number], ranks[number]


def declarations(module: Module, ranks: dict[str, Rank]) -> Iterator[FoundSymbol]:
    """What a module declares under some names, in the order of its text."""
    for chunk in module.source.chunks:
        if not any(name in chunk.text for name in ranks):
            continue
        for number, item in enumerate(chunk.items.items):
            rank, kind = ranks.get(item.name), _kind(item)
            if rank is not None and kind is not None:
                place = Place(module, chunk, *chunk.items.spans[number])
                symbol = Symbol(item.name, kind, module.name, place, place)
                yield FoundSymbol(symbol, element_key(module.name, item.space, item.name), rank)


def _names(module: Module, wanted: str) -> Iterator[tuple[str, str]]:
    """The names of a module that have the letters, as they are and in one case."""
    for name in _recorded_names(module) or _written_names(module, wanted):
        folded = name.casefold()
        if has_letters(folded, wanted):
            yield name, folded


def _recorded_names(module: Module) -> Iterable[str]:
    record = module.record
    return record.names.split("\n") if record is not None and module.is_restored else ()


def _written_names(module: Module, wanted: str) -> Iterator[str]:
    for chunk in module.source.chunks:
        if has_letters(chunk.text.casefold(), wanted):
            yield from (item.name for item in chunk.items.items if _kind(item) is not None)


def _kind(item: Item) -> SymbolKind | None:
    return None if item.kind in _UNNAMED else KINDS.get(item.kind)


def _distance(name: str, wanted: str) -> int:
    """0: equal, 1: begins so, 2: contains it, 3: has its letters."""
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    return 2 if wanted in name else 3

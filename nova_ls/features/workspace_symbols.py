"""Declarations of the workspace by a part of their name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from nova_ls.base.keys import ElementKey, element_key
from nova_ls.compiler.state.module import Module, Origin
from nova_ls.features.completion.matching import has_letters
from nova_ls.features.document_symbols import KINDS, Symbol
from nova_ls.names.modules.items import ItemKind
from nova_ls.workspace.snapshot import Place, Snapshot

LIMIT: Final = 500

_UNNAMED: Final = frozenset((ItemKind.INSTANCE, ItemKind.DERIVATION))


@dataclass(frozen=True, slots=True)
class FoundSymbol:
    """`rank`: the lower, the closer is the name to what was sought."""

    symbol: Symbol
    key: ElementKey
    rank: tuple[int, str]


def workspace_symbols(snapshot: Snapshot, query: str) -> list[Symbol]:
    """Names that have the query's letters in its order, the closest first; at most LIMIT.

    Those of the workspace itself for an empty query; else those of packages and the library too.
    """
    found = [one for module in snapshot.modules() for one in search_names(module, query)]
    found.sort(key=lambda one: one.rank)
    return [one.symbol for one in found[:LIMIT]]


def search_names(module: Module, query: str) -> Iterator[FoundSymbol]:
    """What `workspace_symbols` finds in one module, in the order of its text."""
    wanted = query.casefold()
    if not wanted and module.origin is not Origin.WORKSPACE:
        return
    foreign = 0 if module.origin is Origin.WORKSPACE else 4
    for chunk in module.source.chunks:
        if not has_letters(chunk.text.casefold(), wanted):
            continue
        for number, item in enumerate(chunk.items.items):
            kind, name = KINDS.get(item.kind), item.name.casefold()
            if kind is None or item.kind in _UNNAMED or not has_letters(name, wanted):
                continue
            place = Place(module, chunk, *chunk.items.spans[number])
            symbol = Symbol(item.name, kind, module.name, place, place)
            key = element_key(module.name, item.space, item.name)
            yield FoundSymbol(symbol, key, (_distance(name, wanted) + foreign, item.name))


def _distance(name: str, wanted: str) -> int:
    """0: equal, 1: begins so, 2: contains it, 3: has its letters."""
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    return 2 if wanted in name else 3

"""Declarations of the workspace by a part of their name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from nova_ls.compiler.state.module import Module, Origin
from nova_ls.features.document_symbols import KINDS, Symbol
from nova_ls.names.modules.items import ItemKind
from nova_ls.workspace.snapshot import Place, Snapshot

LIMIT: Final = 500

_UNNAMED: Final = frozenset((ItemKind.INSTANCE, ItemKind.DERIVATION))


def workspace_symbols(snapshot: Snapshot, query: str) -> list[Symbol]:
    """Names that have the query's letters in its order, the closest first; at most LIMIT.

    Those of the workspace itself for an empty query; else those of packages and the library too.
    """
    wanted = query.casefold()
    found: list[tuple[int, str, Symbol]] = []
    for module in snapshot.modules():
        if not wanted and module.origin is not Origin.WORKSPACE:
            continue
        foreign = 0 if module.origin is Origin.WORKSPACE else 4
        for symbol in _symbols(module, wanted):
            found.append((_distance(symbol.name.casefold(), wanted) + foreign, symbol.name, symbol))
    found.sort(key=lambda entry: entry[:2])
    return [symbol for _, _, symbol in found[:LIMIT]]


def _symbols(module: Module, wanted: str) -> Iterator[Symbol]:
    for chunk in module.source.chunks:
        if not _has_letters(chunk.text.casefold(), wanted):
            continue
        for number, item in enumerate(chunk.items.items):
            kind = KINDS.get(item.kind)
            if (
                kind is None
                or item.kind in _UNNAMED
                or not _has_letters(item.name.casefold(), wanted)
            ):
                continue
            place = Place(module, chunk, *chunk.items.spans[number])
            yield Symbol(item.name, kind, module.name, place, place)


def _has_letters(name: str, wanted: str) -> bool:
    at = 0
    for letter in wanted:
        at = name.find(letter, at) + 1
        if not at:
            return False
    return True


def _distance(name: str, wanted: str) -> int:
    """0: equal, 1: begins so, 2: contains it, 3: has its letters."""
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    return 2 if wanted in name else 3

"""Where a line about its history may stand above a declaration."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from nova_ls.base.keys import ElementKey, Space
from nova_ls.compiler.state.module import Module
from nova_ls.workspace.snapshot import Place

_SPACES: Final = frozenset((Space.VALUE, Space.TYPE, Space.CLASS, Space.INSTANCE))


@dataclass(frozen=True, slots=True)
class Lens:
    """`place`: the beginning of a declaration, its signature included, below its comments."""

    place: Place
    key: ElementKey


def code_lenses(module: Module) -> Iterator[Lens]:
    """One for each top-level declaration, in the order of the text. Reads no history."""
    for chunk in module.source.chunks:
        for key in module.by_chunk.get(chunk, ()):
            declared = module.declared[key]
            if key.space in _SPACES and not declared.item.owner:
                node = chunk.tree.declarations[chunk.items.positions[declared.number]]
                yield Lens(Place(module, chunk, node.start, node.start), key)

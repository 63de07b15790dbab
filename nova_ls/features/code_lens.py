"""Where lines about declarations may stand above them: their history, who uses them, the signature that is missing."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Final

from nova_ls.base.keys import ElementKey, Space
from nova_ls.base.slotted import value
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.state.module import Module
from nova_ls.features.lens_kind import LensKind
from nova_ls.syntax import tree as t
from nova_ls.workspace.snapshot import Place

_SPACES: Final = {
    LensKind.SIGNATURE: frozenset((Space.VALUE,)),
    LensKind.REFERENCES: frozenset((Space.VALUE, Space.TYPE, Space.CLASS)),
    LensKind.TEST: frozenset((Space.VALUE,)),
    LensKind.HISTORY: frozenset((Space.VALUE, Space.TYPE, Space.CLASS, Space.INSTANCE)),
}


@value
class Lens:
    """`place`: the beginning of a declaration, its signature included, below its comments. `kinds`: what may be said of it."""

    place: Place
    key: ElementKey
    kinds: tuple[LensKind, ...]


def code_lenses(module: Module, kinds: AbstractSet[LensKind]) -> Iterator[Lens]:
    """One for each top-level declaration, in the order of the text. Reads nothing of what the lenses say."""
    for chunk in module.source.chunks:
        for key in module.by_chunk.get(chunk, ()):
            declared = module.declared[key]
            if not declared.item.owner:
                node = chunk.tree.declarations[chunk.items.positions[declared.number]]
                place = Place(module, chunk, node.start, node.start)
                yield Lens(place, key, tuple(_kinds_of(chunk, key, kinds)))


def _kinds_of(
    chunk: SourceChunk, key: ElementKey, kinds: AbstractSet[LensKind]
) -> Iterator[LensKind]:
    for kind, spaces in _SPACES.items():
        if kind in kinds and key.space in spaces:
            if kind is not LensKind.SIGNATURE or _is_unsigned(chunk, key.name):
                yield kind


def _is_unsigned(chunk: SourceChunk, name: str) -> bool:
    """Whether a chunk has equations of a name and no signature."""
    nodes = [
        node
        for node in chunk.tree.declarations
        if isinstance(node, t.Signature | t.Equation) and node.name.text == name
    ]
    return bool(nodes) and all(isinstance(node, t.Equation) for node in nodes)

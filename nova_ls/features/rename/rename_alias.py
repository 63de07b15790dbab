"""Another alias for imports: behind `as`, before the names that are used by it, and where the header exports it again.

An alias is known in its module only, and a qualifier is what stands before the last dot of a token: that is told from the tokens alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from nova_ls.base.keys import Space
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.state.module import Module
from nova_ls.features.rename.chunk_edits import ChunkRenaming, PunPart, rename_in_chunk
from nova_ls.features.rename.new_name import check_name
from nova_ls.features.rename.rename_refused import RenameRefused
from nova_ls.syntax import tree as t
from nova_ls.syntax.parser import parse_chunk
from nova_ls.syntax.tokens import (
    QUALIFIED_LOWER,
    QUALIFIED_OPERATOR,
    QUALIFIED_SYMBOL,
    QUALIFIED_UPPER,
)
from nova_ls.workspace.snapshot import Place

_QUALIFIED: Final = frozenset(
    (QUALIFIED_LOWER, QUALIFIED_UPPER, QUALIFIED_OPERATOR, QUALIFIED_SYMBOL)
)


def alias_at(module: Module, offset: int) -> Place | None:
    """The alias of an import at an offset: behind `as`, or as the qualifier of a name."""
    chunk, within = module.source.chunk_at(offset)
    aliases = {import_.item.alias for import_ in module.items.imports} - {""}
    for start, alias in _mentions(chunk) if aliases else ():
        if start <= within <= start + len(alias) and alias in aliases:
            return Place(module, chunk, start, start + len(alias))
    return None


def rename_alias(place: Place, new: str) -> dict[Module, list[ChunkRenaming]]:
    """Refused where the module uses the new alias already, whatever for."""
    check_name(Space.MODULE, new)
    module, old = place.module, place.text
    if new == module.name or any(new in _names(node) for node in _imports(module)):
        raise RenameRefused(f"`{new}` is the name of a module, or an alias, here already")
    if any(node.alias is None and node.module.text == old for node in _imports(module)):
        raise RenameRefused(f"`{old}` is the name of an imported module, too")
    renamings: list[ChunkRenaming] = []
    for chunk in module.source.chunks:
        if old not in chunk.text and new not in chunk.text:
            continue
        mentions = list(_mentions(chunk))
        if any(alias == new for _, alias in mentions):
            raise RenameRefused(f"`{new}` qualifies names here already")
        starts = [start for start, alias in mentions if alias == old]
        if starts:
            renamings.append(_renamed(chunk, starts, old, new))
    return {module: renamings}


def _renamed(chunk: SourceChunk, starts: list[int], old: str, new: str) -> ChunkRenaming:
    renaming = rename_in_chunk(chunk, starts, old, new, PunPart.VARIABLE)
    tree = parse_chunk(renaming.code(), first=chunk.chunk.is_first)
    if len(tree.errors) != len(chunk.errors):
        raise RenameRefused("a declaration would be read in another way")
    return renaming


def _imports(module: Module) -> Iterator[t.Import]:
    for chunk in module.source.chunks:
        if chunk.items.imports:
            for node in chunk.tree.declarations:
                if isinstance(node, t.Import):
                    yield node


def _names(node: t.Import) -> tuple[str, ...]:
    return (node.module.text,) if node.alias is None else (node.module.text, node.alias.text)


def _mentions(chunk: SourceChunk) -> Iterator[tuple[int, str]]:
    """Where an alias may begin, and which: those that are made and exported again, and all qualifiers."""
    modules: set[int] = set()
    for node in chunk.tree.declarations:
        if isinstance(node, t.ModuleHeader):
            modules.add(node.name.start)
            for item in node.exports or ():
                if isinstance(item, t.ModuleItem):
                    modules.add(item.name.start)
                    yield item.name.start, item.name.text
        elif isinstance(node, t.Import):
            modules.add(node.module.start)
            if node.alias is not None:
                modules.add(node.alias.start)
                yield node.alias.start, node.alias.text
    tokens = chunk.tree.tokens
    for kind, start, text in zip(tokens.kinds, tokens.starts, tokens.texts, strict=True):
        if kind in _QUALIFIED and start not in modules:
            yield start, _qualifier(text)


def _qualifier(text: str) -> str:
    """What stands before the name in a token: `A.B` of `A.B.c`, of `A.B.<.>` and of `A.B.(<.>)`."""
    parts: list[str] = []
    rest = text
    while rest[:1].isupper():
        first, dot, behind = rest.partition(".")
        if not dot:
            break
        parts.append(first)
        rest = behind
    return ".".join(parts)

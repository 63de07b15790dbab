"""Documentation comments: the `-- |` lines above a declaration, as Markdown."""

from __future__ import annotations

from typing import Final

from nova_ls.base.keys import ElementKey, Space
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.types.core.prim import PRIM_DOCS
from nova_ls.workspace.snapshot import Snapshot

_MARK: Final = "-- |"
_WITH_KINDS: Final = frozenset((Space.TYPE, Space.CLASS))


def documentation(snapshot: Snapshot, key: ElementKey) -> str:
    """What the author wrote about an element; "" where there is nothing."""
    known = PRIM_DOCS.get(key)
    if known is not None:
        return known
    if key.space is Space.MODULE:
        module = snapshot.module(key.namespace)
        if module is None:
            return ""
        chunk = module.source.chunks[0]
        return (
            comment_above(chunk, chunk.items.list_spans[0].whole[0]) if chunk.items.header else ""
        )
    found = snapshot.declared(key)
    if found is None:
        return ""
    declared = found[1]
    chunk = declared.chunk
    text = comment_above(chunk, declared.span[0])
    if text:
        return text
    # An operator is told about by what it stands for; a value by its signature, which may be the first.
    position = chunk.items.positions[declared.number]
    text = comment_above(chunk, chunk.tree.declarations[position].start)
    if text or key.space not in _WITH_KINDS:
        return text
    beside = found[0].source.items_of(key.name, key.space)  # The kind signature comes first.
    texts = (comment_above(chunk, chunk.items.spans[number][0]) for chunk, number in beside)
    return next(filter(None, texts), "")


def comment_above(chunk: SourceChunk, offset: int) -> str:
    """The documentation in the comment lines directly above the line of an offset; blank lines do not part them."""
    above = chunk.text[: chunk.text.rfind("\n", 0, chunk.origin + offset) + 1].splitlines()
    lines: list[str] = []
    for line in reversed(above):
        line = line.strip()
        if line.startswith(_MARK):
            lines.append(line[len(_MARK) :].removeprefix(" "))
        elif line and not line.startswith("--"):
            break
    return "\n".join(reversed(lines)).strip()

"""Putting an earlier version of a declaration back into a text, as one edit."""

from __future__ import annotations

from nova_ls.base.slotted import value
from nova_ls.compiler.model.source import Source
from nova_ls.history.declaration import StoredDeclaration
from nova_ls.names.modules.module_items import combine_items


@value
class EarlierText:
    """Replace what lies between two offsets (code points)."""

    start: int
    end: int
    text: str


def restoring_edit(source: Source, declaration: StoredDeclaration) -> EarlierText | None:
    """The edit that gives a declaration its text of another version; None where it has that already.

    A declaration that the text no longer has is put at its end.
    """
    chunks = source.chunks
    items = combine_items([chunk.items for chunk in chunks], declaration.key.namespace)
    definition = items.definitions.get(declaration.key)
    if definition is None:
        text = declaration.text.strip("\n")
        end = source.starts[-1]
        gap = "\n" if chunks[-1].text.endswith("\n") else "\n\n"
        return EarlierText(end, end, f"{gap}{text}\n")
    chunk = chunks[definition.chunk]
    before, after = _framed(chunk.text)
    start = source.starts[definition.chunk] + before
    end = source.starts[definition.chunk] + after
    wanted = declaration.text[slice(*_framed(declaration.text))]
    if chunk.text[before:after] == wanted:
        return None
    return EarlierText(start, end, wanted)


def _framed(text: str) -> tuple[int, int]:
    """Where a chunk begins and ends without the blank lines around it, which belong to the place."""
    body = text.strip("\r\n")
    start = text.find(body) if body else 0
    return start, start + len(body)

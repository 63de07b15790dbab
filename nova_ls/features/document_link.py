"""What in a text leads elsewhere: the modules that it imports, and addresses in its comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from nova_ls.base.keys import ElementKey, Space
from nova_ls.base.slotted import value
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.state.module import Module
from nova_ls.syntax.lexer import lex
from nova_ls.workspace.snapshot import Place, Snapshot, listed_names

_ADDRESS: Final = re.compile(r"https?://[^\s<>\"`{}|\\^\[\]]+")
_CLOSERS: Final = {")": "(", "]": "["}


@value
class DocumentLink:
    """`target`: a module, or an address."""

    place: Place
    target: Module | str


def document_links(snapshot: Snapshot, module: Module) -> Iterator[DocumentLink]:
    """The links of a module in the order of its text; modules that are not there have none."""
    for chunk in module.source.chunks:
        if chunk.items.imports:
            yield from _imports(snapshot, module, chunk)
        if "://" in chunk.text:
            yield from _addresses(module, chunk)


def _imports(snapshot: Snapshot, module: Module, chunk: SourceChunk) -> Iterator[DocumentLink]:
    for use in listed_names(snapshot, module, chunk):
        target = use.target
        if isinstance(target, ElementKey) and target.space is Space.MODULE:
            imported = snapshot.module(target.namespace)
            if imported is not None and imported is not module:
                yield DocumentLink(use.place, imported)


def _addresses(module: Module, chunk: SourceChunk) -> Iterator[DocumentLink]:
    text = chunk.text
    tokens = lex(text, shebang=chunk.chunk.is_first)
    for begin, end in zip([0, *tokens.ends], [*tokens.starts, len(text)], strict=True):
        for match in _ADDRESS.finditer(text, begin, end):
            address = _without_punctuation(match[0])
            start = match.start() - chunk.origin
            yield DocumentLink(Place(module, chunk, start, start + len(address)), address)


def _without_punctuation(address: str) -> str:
    """An address without what ends the sentence or the parenthesis that it stands in."""
    while address:
        last = address[-1]
        opening = _CLOSERS.get(last)
        is_closing = opening is not None and address.count(opening) < address.count(last)
        if last not in ".,;:!?'*_" and not is_closing:
            break
        address = address[:-1]
    return address

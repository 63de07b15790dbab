"""What can be named in the list of an import or of a header."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from nova_ls.base.keys import Space
from nova_ls.compiler.state.module import Module
from nova_ls.features.completion.candidate import Candidate, CompletionKind, Reach
from nova_ls.features.completion.matching import match
from nova_ls.features.completion.modules import exportable_modules
from nova_ls.features.completion.names import KINDS, type_of
from nova_ls.features.completion.word import word_at
from nova_ls.features.cursor_context import CursorContext, cursor_at
from nova_ls.features.item_list import ItemList, open_list
from nova_ls.names.modules.exports import Exports
from nova_ls.names.modules.items import HeaderItem, ImportItem, Reference, ReferenceShape
from nova_ls.syntax.tokens import OPERATOR, SYMBOL
from nova_ls.workspace.snapshot import Snapshot

_SPACES: Final = (Space.VALUE, Space.TYPE, Space.CLASS)
_OPERATORS: Final = (Space.VALUE_OPERATOR, Space.TYPE_OPERATOR)


def list_at(cursor: CursorContext, length: int) -> ItemList | None:
    """The list that is open before the word at the cursor, whose length is given."""
    listed = open_list(cursor.tokens, cursor.count_before(length))
    index = cursor.count_before(0) - 1
    if listed is None or length or index < 0:
        return listed
    kind, end = cursor.tokens.kinds[index], cursor.tokens.ends[index]
    if kind == SYMBOL and end > len(cursor.before):
        # Behind `(<` of `(<)`, which is one token.
        outside = open_list(cursor.tokens, index)
        return None if outside is None else replace(outside, is_operator=True)
    if kind == OPERATOR and end == len(cursor.before):
        return open_list(cursor.tokens, index)
    return listed


def listed_module(module: Module, offset: int) -> str | None:
    """The module of an import whose list a place is in: completion reads its exports; None: the place is in no such list."""
    source = module.source
    around = (source.chunk_at(offset)[0], source.chunk_at(max(offset - 1, 0))[0])
    if not any(chunk.code.startswith("import") for chunk in around):
        return None
    cursor = cursor_at(module, offset)
    word = word_at(cursor)
    listed = None if word is None else list_at(cursor, word.length)
    return None if listed is None else listed.imported


def listable(
    snapshot: Snapshot, cursor: CursorContext, listed: ItemList, typed: str
) -> Iterator[Candidate]:
    """What the list has not named yet."""
    module = cursor.module
    if listed.keyword == "module":
        yield from exportable_modules(module, typed)
        return
    exports: Exports | None
    if listed.imported is not None:
        exports = snapshot.exports(listed.imported)
    else:
        exports = None if module.scope is None else module.scope.own
    named = _named(cursor, listed)
    if exports is None:
        return
    for candidate, name in _importable(exports, listed):
        key = candidate.key
        if key is None or (key.space, name) in named:
            continue
        if match(typed, candidate.label) is not None or match(typed, name) is not None:
            candidate.type = type_of(snapshot, key)
            yield candidate


def _named(cursor: CursorContext, listed: ItemList) -> set[tuple[Space, str]]:
    """What stands in the list already, the word at the cursor left out."""
    items = cursor.chunk.items
    references: list[tuple[Reference, tuple[int, int]]] = []
    item_lists: list[HeaderItem | ImportItem] = [*items.imports]
    if items.header is not None:
        item_lists.insert(0, items.header)
    for item, spans in zip(item_lists, items.list_spans, strict=True):
        if spans.whole[0] <= cursor.offset <= spans.whole[1] and item.references:
            references += zip(item.references, spans.references, strict=True)
    found: set[tuple[Space, str]] = set()
    for reference, (start, end) in references:
        if listed.owner is not None:
            if reference.name == listed.owner and reference.shape is ReferenceShape.SOME:
                found |= {(Space.CONSTRUCTOR, each) for each in reference.members}
        elif not start <= cursor.offset <= end:
            found.add((reference.space, reference.name))
    return found


def _importable(exports: Exports, listed: ItemList) -> Iterator[tuple[Candidate, str]]:
    """What can be named in a list, without the keyword and the parentheses that stand there already; each with its bare name."""
    if listed.owner is not None:
        for name in exports.constructors.get(listed.owner, ()):
            key = exports.get(Space.CONSTRUCTOR, name)
            kind = CompletionKind.CONSTRUCTOR
            yield Candidate(name, kind, Reach.MODULE, key), name
        return
    for space in _SPACES:
        prefix = "class" if space is Space.CLASS else ""
        if listed.is_operator or listed.keyword not in ("", prefix):
            continue
        for name, key in exports.tables[space].items():
            label = _after(listed, prefix, name)
            yield Candidate(label, KINDS[space], Reach.MODULE, key), name
    for space in _OPERATORS:
        prefix = "type" if space is Space.TYPE_OPERATOR else ""
        is_told_apart = bool(listed.keyword) or listed.is_operator
        if is_told_apart and listed.keyword != prefix:
            continue
        for name, key in exports.tables[space].items():
            label = _after(listed, prefix, name if listed.is_operator else f"({name})")
            yield Candidate(label, CompletionKind.OPERATOR, Reach.MODULE, key), name


def _after(listed: ItemList, keyword: str, label: str) -> str:
    """An item with the keyword that it needs, unless that stands there."""
    return f"{keyword} {label}" if keyword and not listed.keyword else label

"""What may stand at the cursor: names in scope, record fields, modules, what a module exports, keywords.

All that is possible is given, whatever letters are there already: editors choose among it as one types. Types are told
one by one, when the user looks at an entry (`completion_detail`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Final, get_args

from nova_ls.base.keys import ElementKey, Space
from nova_ls.compiler.state.module import Module
from nova_ls.features.cursor_context import Cursor, cursor_at
from nova_ls.features.documentation import documentation
from nova_ls.features.item_list import ItemList, is_module_wanted, open_list
from nova_ls.features.local_names import local_names
from nova_ls.features.module_names import module_names
from nova_ls.features.record_fields import record_fields
from nova_ls.features.signature import signature
from nova_ls.names.modules.exports import Exports
from nova_ls.syntax import tree as t
from nova_ls.syntax.tokens import OPERATOR, SYMBOL
from nova_ls.types.render.render_type import render_type
from nova_ls.workspace.snapshot import Place, Snapshot


class CompletionKind(IntEnum):
    """As LSP numbers them."""

    FUNCTION = 3
    CONSTRUCTOR = 4
    FIELD = 5
    VARIABLE = 6
    CLASS = 7
    MODULE = 9
    KEYWORD = 14
    STRUCT = 22
    OPERATOR = 24


@dataclass(frozen=True, slots=True)
class Completion:
    """One entry. `key`: the element it stands for; `detail`: its type, where that is known already."""

    label: str
    kind: CompletionKind
    key: ElementKey | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Completions:
    """The entries, the likeliest group first, and the word that each of them would replace."""

    word: Place
    entries: list[Completion]


KEYWORDS: Final = (
    "ado", "case", "class", "data", "derive", "do", "else", "false", "forall", "foreign", "if", "import",
    "in", "infix", "infixl", "infixr", "instance", "let", "module", "newtype", "of", "then", "true", "type",
    "where",
)  # fmt: skip

_DOTTED: Final = re.compile(r"[\w'.]*+")
_UPPER_PART: Final = re.compile(r"[A-Z][\w']*+")
_TYPES: Final = tuple(get_args(t.TypeNode))

_SPACES: Final = {
    Space.VALUE: CompletionKind.FUNCTION,
    Space.CONSTRUCTOR: CompletionKind.CONSTRUCTOR,
    Space.TYPE: CompletionKind.STRUCT,
    Space.CLASS: CompletionKind.CLASS,
}
_OPERATORS: Final = (Space.VALUE_OPERATOR, Space.TYPE_OPERATOR)


def completion(snapshot: Snapshot, module: Module, offset: int) -> Completions | None:
    """None: nothing is to be completed here (in a comment, in a string)."""
    cursor = cursor_at(module, offset)
    if cursor.is_in_text:
        return None
    dotted = _dotted_before(cursor.before)
    if is_module_wanted(cursor.tokens, cursor.count_before(len(dotted))):
        return _completions(cursor, len(dotted), _modules(snapshot))
    listed = _open_list(cursor, len(dotted))
    if listed is not None and listed.keyword == "module":
        return _completions(cursor, len(dotted), _exportable_modules(cursor.module))
    if listed is not None and listed.is_operator:
        length = len(cursor.before) - cursor.before.rindex("(") - 1
        return _completions(cursor, length, _listable(snapshot, cursor.module, listed))
    length = len(dotted.rpartition(".")[2].lstrip("0123456789'"))
    if listed is not None:
        return _completions(cursor, length, _listable(snapshot, cursor.module, listed))
    qualifier = _qualifier(dotted[: len(dotted) - length])
    return _completions(cursor, length, _entries(snapshot, cursor, length, qualifier))


def _dotted_before(text: str) -> str:
    """The names and dots at the end of a text, as many as stand together."""
    found = _DOTTED.match(text[::-1])
    return text[len(text) - found.end() :] if found else ""


def _qualifier(dotted: str) -> str:
    """What a name behind `dotted` is qualified with: `Data.Map.`, or nothing."""
    parts = dotted.split(".")
    if parts.pop():
        return ""
    first = len(parts)
    while first and _UPPER_PART.fullmatch(parts[first - 1]):
        first -= 1
    return "".join(f"{part}." for part in parts[first:])


def _completions(cursor: Cursor, length: int, entries: Iterable[Completion]) -> Completions:
    word = Place(cursor.module, cursor.chunk, cursor.offset - length, cursor.offset)
    return Completions(word, list(entries))


def listed_module(module: Module, offset: int) -> str | None:
    """The module of an import whose list a place is in: completion reads its exports; None: the place is in no such list."""
    source = module.source
    around = (source.chunk_at(offset)[0], source.chunk_at(max(offset - 1, 0))[0])
    if not any(chunk.code.startswith("import") for chunk in around):
        return None
    cursor = cursor_at(module, offset)
    listed = _open_list(cursor, len(_dotted_before(cursor.before)))
    return None if listed is None else listed.imported


def completion_detail(snapshot: Snapshot, key: ElementKey) -> tuple[str, str]:
    """Signature and documentation of an entry."""
    return signature(snapshot, key) or "", documentation(snapshot, key)


def _open_list(cursor: Cursor, length: int) -> ItemList | None:
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


def _entries(
    snapshot: Snapshot, cursor: Cursor, length: int, qualifier: str
) -> Iterator[Completion]:
    """`length`: that of the word at the cursor; `qualifier`: what stands before it, with its last dot."""
    if qualifier:
        yield from _in_scope(cursor.module, qualifier[:-1])
        yield from _qualifiers(cursor.module, qualifier)
        return
    before = cursor.before[: len(cursor.before) - length]
    if before.endswith(".") and not before.endswith(".."):
        for label, type in record_fields(snapshot, cursor, cursor.offset - length - 1):
            yield Completion(label, CompletionKind.FIELD, detail=render_type(type))
        return
    yield from _plain(snapshot, cursor)


def _plain(snapshot: Snapshot, cursor: Cursor) -> Iterator[Completion]:
    path = cursor.path()
    if not any(isinstance(node, _TYPES) for node in path):
        for name, (start, end) in local_names(path, cursor.offset).items():
            type = snapshot.type_of_span(Place(cursor.module, cursor.chunk, start, end))
            detail = "" if type is None else render_type(type)
            yield Completion(name, CompletionKind.VARIABLE, detail=detail)
    yield from _in_scope(cursor.module, "")
    yield from _qualifiers(cursor.module, "")
    for keyword in KEYWORDS:
        yield Completion(keyword, CompletionKind.KEYWORD)


def _in_scope(module: Module, qualifier: str) -> Iterator[Completion]:
    scope = module.scope
    if scope is None:
        return
    for space, kind in _SPACES.items():
        for name in dict.fromkeys(scope.names_in(space, qualifier)):
            key = scope.lookup(space, qualifier, name)
            if isinstance(key, ElementKey):
                yield Completion(name, kind, key)


def _qualifiers(module: Module, begun: str) -> Iterator[Completion]:
    """The aliases that may follow what has been written of one: `Data.` of `Data.Map.insert`."""
    if module.scope is None:
        return
    aliases = {
        entry.qualifier for entry in module.scope.entries if entry.qualifier.startswith(begun)
    }
    for alias in sorted(aliases):
        if len(alias) > len(begun):
            yield Completion(alias[len(begun) :], CompletionKind.MODULE)


def _modules(snapshot: Snapshot) -> Iterator[Completion]:
    for name in module_names(snapshot):
        yield Completion(name, CompletionKind.MODULE)


def _exportable_modules(module: Module) -> Iterator[Completion]:
    """What may follow `module` in a header's list: the module itself, and what it imports something as."""
    imported = () if module.scope is None else module.scope.entries
    written = [entry for entry in imported if entry.order >= 0]
    names = {entry.qualifier or entry.module for entry in written} | {module.name}
    for name in sorted(names):
        yield Completion(name, CompletionKind.MODULE)


def _listable(snapshot: Snapshot, module: Module, listed: ItemList) -> Iterator[Completion]:
    if listed.imported is not None:
        yield from _importable(snapshot.exports(listed.imported), listed)
    elif module.scope is not None:
        yield from _importable(module.scope.own, listed)


def _importable(exports: Exports | None, listed: ItemList) -> Iterator[Completion]:
    """What can be named in a list, without the keyword and the parentheses that stand there already."""
    if exports is None:
        return
    if listed.owner is not None:
        for name in exports.constructors.get(listed.owner, ()):
            yield Completion(name, CompletionKind.CONSTRUCTOR, exports.get(Space.CONSTRUCTOR, name))
        return
    for space, kind in _SPACES.items():
        prefix = "class" if space is Space.CLASS else ""
        if space is Space.CONSTRUCTOR or listed.is_operator or listed.keyword not in ("", prefix):
            continue
        for name, key in exports.tables[space].items():
            yield Completion(_after(listed, prefix, name), kind, key)
    for space in _OPERATORS:
        prefix = "type" if space is Space.TYPE_OPERATOR else ""
        is_told_apart = bool(listed.keyword) or listed.is_operator
        if is_told_apart and listed.keyword != prefix:
            continue
        for name, key in exports.tables[space].items():
            label = name if listed.is_operator else f"({name})"
            yield Completion(_after(listed, prefix, label), CompletionKind.OPERATOR, key)


def _after(listed: ItemList, keyword: str, label: str) -> str:
    """An item with the keyword that it needs, unless that stands there."""
    return f"{keyword} {label}" if keyword and not listed.keyword else label

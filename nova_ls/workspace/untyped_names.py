"""The names in a chunk that no typed AST tells of: those of headers and imports, of operators' targets, of kinds and roles apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.state.module import Module
from nova_ls.names.modules.exports import Exports
from nova_ls.names.modules.items import ItemKind
from nova_ls.syntax import tree as t
from nova_ls.syntax.parser import parse_chunk

Mention: TypeAlias = tuple[int, int, ElementKey]
"""The span of a name, relative to its chunk, and what it means."""

ExportsOf: TypeAlias = Callable[[str], Exports | None]

_ITEM_SPACES: Final[dict[type[t.Node], Space]] = {
    t.ValueItem: Space.VALUE,
    t.OperatorItem: Space.VALUE_OPERATOR,
    t.TypeItem: Space.TYPE,
    t.TypeOperatorItem: Space.TYPE_OPERATOR,
    t.ClassItem: Space.CLASS,
    t.ModuleItem: Space.MODULE,
}
_BESIDE: Final = frozenset(
    (ItemKind.OPERATOR, ItemKind.TYPE_OPERATOR, ItemKind.KIND_SIGNATURE, ItemKind.ROLES)
)

_Listed: TypeAlias = tuple[int, int, Space, str]
"""A name in a list: its span, which names it is one of, and how it is written."""

_IMPORTS: Final = 128
"""So many imports are remembered as they are written."""


class _ImportList(NamedTuple):
    """An import: the module that it names, where, and the names that it lists."""

    module: str
    start: int
    end: int
    names: tuple[_Listed, ...]


def names_in_lists(module: Module, chunk: SourceChunk, exports_of: ExportsOf) -> Iterator[Mention]:
    """The names of a header or an import, modules included, as far as they mean something."""
    items = chunk.items
    if items.header is None and not items.imports:
        return
    for node in chunk.tree.declarations:
        if isinstance(node, t.ModuleHeader):
            yield node.name.start, node.name.end, module.key
            yield from _meant(module, _listed(node.exports or ()), module.exports)
        elif isinstance(node, t.Import):
            yield from _imported(module, _import_list(node), exports_of)


def names_in_import(module: Module, chunk: SourceChunk, exports_of: ExportsOf) -> Iterator[Mention]:
    """The same for a chunk that begins with an import: many modules have the same one, which is not parsed anew for each."""
    for found in _import_lists(chunk.chunk.anchored):
        yield from _imported(module, found, exports_of)


@lru_cache(maxsize=_IMPORTS)
def _import_lists(code: str) -> tuple[_ImportList, ...]:
    nodes = parse_chunk(code).declarations
    return tuple(_import_list(node) for node in nodes if isinstance(node, t.Import))


def _import_list(node: t.Import) -> _ImportList:
    name = node.module
    return _ImportList(name.text, name.start, name.end, tuple(_listed(node.items or ())))


def _imported(module: Module, found: _ImportList, exports_of: ExportsOf) -> Iterator[Mention]:
    exports = exports_of(found.module)
    if exports is not None:
        yield found.start, found.end, _module_key(found.module)
    yield from _meant(module, found.names, exports)


def names_beside(module: Module, chunk: SourceChunk) -> Iterator[Mention]:
    """The targets of a chunk's fixity declarations, and the names of kind signatures and role declarations that stand alone."""
    scope = module.scope
    if not any(item.kind in _BESIDE for item in chunk.items.items):
        return
    for node in chunk.tree.declarations:
        if isinstance(node, t.FixityDeclaration) and scope is not None:
            target = node.target
            meant = scope.lookup(fixity_space(node), target.qualifier, target.text)
            if isinstance(meant, ElementKey):
                yield target.start, target.end, meant
        elif isinstance(node, t.KindSignature | t.RoleDeclaration):
            is_class = isinstance(node, t.KindSignature) and node.keyword is t.DataKeyword.CLASS
            key = element_key(module.name, Space.CLASS if is_class else Space.TYPE, node.name.text)
            declared = module.declared.get(key)
            if declared is not None and declared.chunk is not chunk:
                yield node.name.start, node.name.end, key


def fixity_space(node: t.FixityDeclaration) -> Space:
    """Where the target of an operator is looked up."""
    if node.is_type:
        return Space.TYPE
    return Space.CONSTRUCTOR if node.target.text[:1].isupper() else Space.VALUE


def _listed(items: tuple[t.Item, ...]) -> Iterator[_Listed]:
    for item in items:
        if not isinstance(item, t.ErrorItem):
            yield item.name.start, item.name.end, _ITEM_SPACES[type(item)], item.name.text
            for member in item.members if isinstance(item, t.TypeItem) else ():
                yield member.start, member.end, Space.CONSTRUCTOR, member.text


def _meant(module: Module, names: Iterable[_Listed], exports: Exports | None) -> Iterator[Mention]:
    for start, end, space, name in names:
        if space is Space.MODULE:
            for each in _modules_meant(module, name):
                yield start, end, _module_key(each)
            continue
        key = None if exports is None else exports.get(space, name)
        if key is not None:
            yield start, end, key


def _modules_meant(module: Module, name: str) -> Iterator[str]:
    """The module that `module name` in an export list exports; nothing where an alias stands for several."""
    if module.scope is None:
        return
    entries = module.scope.entries
    found = {entry.module for entry in entries if entry.qualifier == name and entry.order >= 0}
    found = found or {e.module for e in entries if not e.qualifier and e.module == name}
    if len(found) == 1:
        yield from found


def _module_key(name: str) -> ElementKey:
    return element_key(name, Space.MODULE, "")

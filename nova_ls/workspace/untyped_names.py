"""The names in a chunk that no typed AST tells of: those of headers and imports, of operators' targets, of kinds and roles apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.state.module import Module
from nova_ls.names.modules.exports import Exports
from nova_ls.names.modules.items import ItemKind
from nova_ls.syntax import tree as t

Mention: TypeAlias = tuple[int, int, ElementKey]
"""The span of a name, relative to its chunk, and what it means."""

ExportsOf: TypeAlias = Callable[[str], Exports | None]

_ITEM_SPACES: Final[dict[type[t.Node], Space]] = {
    t.ValueItem: Space.VALUE,
    t.OperatorItem: Space.VALUE_OPERATOR,
    t.TypeItem: Space.TYPE,
    t.TypeOperatorItem: Space.TYPE_OPERATOR,
    t.ClassItem: Space.CLASS,
}
_BESIDE: Final = frozenset(
    (ItemKind.OPERATOR, ItemKind.TYPE_OPERATOR, ItemKind.KIND_SIGNATURE, ItemKind.ROLES)
)


def names_in_lists(module: Module, chunk: SourceChunk, exports_of: ExportsOf) -> Iterator[Mention]:
    """The names of a header or an import, modules included, as far as they mean something."""
    items = chunk.items
    if items.header is None and not items.imports:
        return
    for node in chunk.tree.declarations:
        if isinstance(node, t.ModuleHeader):
            yield node.name.start, node.name.end, module.key
            yield from _items(module, node.exports or (), module.exports)
        elif isinstance(node, t.Import):
            exports = exports_of(node.module.text)
            if exports is not None:
                yield node.module.start, node.module.end, _module_key(node.module.text)
            yield from _items(module, node.items or (), exports)


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


def _items(module: Module, items: tuple[t.Item, ...], exports: Exports | None) -> Iterator[Mention]:
    for item in items:
        if isinstance(item, t.ErrorItem):
            continue
        if isinstance(item, t.ModuleItem):
            for name in _modules_meant(module, item.name.text):
                yield item.name.start, item.name.end, _module_key(name)
            continue
        space, written = _ITEM_SPACES[type(item)], item.name
        key = None if exports is None else exports.get(space, written.text)
        if key is not None:
            yield written.start, written.end, key
        for member in item.members if isinstance(item, t.TypeItem) else ():
            key = None if exports is None else exports.get(Space.CONSTRUCTOR, member.text)
            if key is not None:
                yield member.start, member.end, key


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

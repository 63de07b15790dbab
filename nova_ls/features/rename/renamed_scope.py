"""The scope of a module as it will be once an element has another name."""

from __future__ import annotations

from dataclasses import replace

from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.features.rename.rename_refused import RenameRefused
from nova_ls.names.modules.exports import Exports
from nova_ls.names.modules.scope import ImportEntry, ModuleScope, Provenance


def renamed_key(target: ElementKey, new: str) -> ElementKey:
    """The key of an element by its new name."""
    return element_key(target.namespace, target.space, new)


def renamed_scope(scope: ModuleScope, target: ElementKey, new: str) -> ModuleScope:
    """Refused where a module that is imported gives another element by the new name."""
    own = _renamed_exports(scope.own, target, new)
    entries = [_renamed_entry(entry, scope, own, target, new) for entry in scope.entries]
    values = scope.own_values
    if scope.module == target.namespace and target.space is Space.VALUE and target.name in values:
        values = (values - {target.name}) | {new}
    return ModuleScope(scope.module, own, values, entries)


def _renamed_entry(
    entry: ImportEntry, scope: ModuleScope, own: Exports, target: ElementKey, new: str
) -> ImportEntry:
    if entry.provenance is Provenance.OWN:
        return replace(entry, exports=own)
    if entry.exports is None or entry.exports.get(target.space, target.name) is not target:
        return entry
    exports = _renamed_exports(entry.exports, target, new)
    visible = None if entry.visible is None else _renamed_names(entry.visible, target, new)
    hidden = _renamed_names(entry.hidden, target, new)
    return replace(entry, exports=exports, visible=visible, hidden=hidden)


def _renamed_names(
    names: frozenset[tuple[Space, str]], target: ElementKey, new: str
) -> frozenset[tuple[Space, str]]:
    before = (target.space, target.name)
    return (names - {before}) | {(target.space, new)} if before in names else names


def _renamed_exports(exports: Exports, target: ElementKey, new: str) -> Exports:
    if exports.get(target.space, target.name) is not target:
        return exports
    if exports.get(target.space, new) is not None:
        raise RenameRefused(f"`{exports.module}` has a `{new}` already")
    renamed = Exports(exports.module)
    renamed.tables = tuple(dict(table) for table in exports.tables)
    table = renamed.tables[target.space]
    del table[target.name]
    table[new] = renamed_key(target, new)
    renamed.constructors, renamed.owners = exports.constructors, exports.owners
    renamed.unread = exports.unread
    if target.space is Space.TYPE:
        constructors = dict(exports.constructors)
        if target.name in constructors:
            constructors[new] = constructors.pop(target.name)
        renamed.constructors = constructors
    elif target.space is Space.CONSTRUCTOR:
        renamed.constructors = {
            type: tuple(new if name == target.name else name for name in names)
            for type, names in exports.constructors.items()
        }
    return renamed

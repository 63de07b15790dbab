"""What has to be exported with a declaration, because its interface mentions it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nova_ls.base.keys import ElementKey, Space
from nova_ls.compiler.state.module import Module
from nova_ls.names.modules.items import ItemKind
from nova_ls.types.core.interface import (
    ClassInterface,
    DataInterface,
    OperatorInterface,
    SynonymInterface,
    ValueInterface,
)
from nova_ls.types.core.mentions import keys_in
from nova_ls.workspace.snapshot import Snapshot

_AS_WRITTEN = (ItemKind.SYNONYM, ItemKind.FOREIGN)
"""What keeps the synonyms in it: its importers need them."""


def needed_exports(
    snapshot: Snapshot, module: Module, key: ElementKey
) -> tuple[ElementKey, ...] | None:
    """The data types of the module that are missing in its export list beside an element; None: more than data types are, or nobody knows."""
    mentioned = _mentioned(snapshot, module, key)
    if mentioned is None:
        return None
    hidden = tuple(each for each in dict.fromkeys(mentioned) if not _is_visible(module, each))
    for each in hidden:
        interface = snapshot.interface(each)
        if not isinstance(interface, DataInterface):
            return None
        if any(not _is_visible(module, one) for one in keys_in([interface.kind])):
            return None
    return hidden


def _mentioned(snapshot: Snapshot, module: Module, key: ElementKey) -> Iterable[ElementKey] | None:
    """Types, classes, members and targets in an interface."""
    match snapshot.interface(key):
        case ValueInterface(type=type):
            return [*keys_in([type]), *_written(snapshot, module, key)]
        case SynonymInterface(kind=kind, body=body):
            return [*keys_in([kind, body]), *_written(snapshot, module, key)]
        case DataInterface(kind=kind):
            return keys_in([kind])
        case OperatorInterface(target=target):
            return [target]
        case ClassInterface(members=members, superclasses=superclasses):
            return [*(member for member, _ in members), *(above.key for above in superclasses)]
        case _:
            return None


def _written(snapshot: Snapshot, module: Module, key: ElementKey) -> Iterator[ElementKey]:
    declared, ast = module.declared.get(key), snapshot.ast(key)
    if declared is not None and ast is not None and declared.item.kind in _AS_WRITTEN:
        for target in ast.references.targets:
            if isinstance(target, ElementKey) and target.space is Space.TYPE and target is not key:
                yield target


def _is_visible(module: Module, key: ElementKey) -> bool:
    """Whether an element is another module's, or exported."""
    exports = module.exports
    if key.namespace != module.name:
        return True
    return exports is not None and exports.get(key.space, key.name) is key

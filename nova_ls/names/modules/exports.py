"""What a module offers to its importers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.names.modules.items import Item, ItemKind

_TYPE_KINDS: Final = frozenset(
    (ItemKind.DATA, ItemKind.NEWTYPE, ItemKind.SYNONYM, ItemKind.FOREIGN_DATA)
)
_EXPORTED_KINDS: Final = _TYPE_KINDS | {
    ItemKind.VALUE,
    ItemKind.SIGNATURE,
    ItemKind.FOREIGN,
    ItemKind.CLASS,
    ItemKind.CONSTRUCTOR,
    ItemKind.MEMBER,
    ItemKind.OPERATOR,
    ItemKind.TYPE_OPERATOR,
}


Names: TypeAlias = frozenset[tuple[Space, str]]

NO_NAMES: Final[Names] = frozenset()
ANY_NAME: Final = ""


class Exports:
    """The names that importers of a module may use, by space, with the element each one means.

    `constructors` gives the exported constructors of each exported type, in the order of declaration. `unread`: names that
    declarations which do not parse may define, ANY_NAME for all that nothing else defines. Treated as immutable once built; equal when
    they offer the same.
    """

    __slots__ = ("constructors", "module", "owners", "tables", "unread")

    def __init__(self, module: str) -> None:
        self.module = module
        self.tables: tuple[dict[str, ElementKey], ...] = tuple({} for _ in Space)
        self.constructors: dict[str, tuple[str, ...]] = {}
        self.owners: dict[str, str] = {}
        self.unread: Names = NO_NAMES

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Exports):
            return NotImplemented
        return (
            self.module == other.module
            and self.tables == other.tables
            and self.constructors == other.constructors
            and self.unread == other.unread
        )

    __hash__ = None  # type: ignore[assignment]  # Compared, never a key.

    def get(self, space: Space, name: str) -> ElementKey | None:
        """The element that a name stands for; None where it is not exported."""
        return self.tables[space].get(name)

    def may_have(self, space: Space, name: str) -> bool:
        """Whether something that does not parse may define a name that is not there."""
        unread = self.unread
        return bool(unread) and ((space, name) in unread or (space, ANY_NAME) in unread)

    def add(self, space: Space, name: str, key: ElementKey) -> None:
        """Export an element under a name."""
        self.tables[space][name] = key

    def add_type(self, name: str, key: ElementKey, constructors: Sequence[str]) -> None:
        """A type with its exported constructors; adds to those that are there."""
        self.tables[Space.TYPE][name] = key
        known = self.constructors.get(name, ())
        merged = known + tuple(c for c in constructors if c not in known)
        self.constructors[name] = merged
        for constructor in merged:
            self.owners[constructor] = name
            self.tables[Space.CONSTRUCTOR][constructor] = element_key(
                key.namespace, Space.CONSTRUCTOR, constructor
            )


def own_exports(module: str, items: Iterable[Item]) -> Exports:
    """Everything that a module itself defines, exported or not."""
    exports = Exports(module)
    for item in items:
        kind = item.kind
        if kind not in _EXPORTED_KINDS or kind is ItemKind.CONSTRUCTOR:
            continue
        key = element_key(module, item.space, item.name)
        if kind in _TYPE_KINDS:
            constructors = [str(name) for name in item.detail]
            if item.name not in exports.tables[Space.TYPE]:
                exports.add_type(item.name, key, constructors)
        else:
            exports.add(item.space, item.name, key)
    return exports


def changed_exports(before: Exports, after: Exports) -> set[ElementKey]:
    """The elements that a module exports by their own names in one of two states only."""
    return _own_keys(before) ^ _own_keys(after)


def _own_keys(exports: Exports) -> set[ElementKey]:
    return {
        key
        for table in exports.tables
        for name, key in table.items()
        if key.name == name and key.namespace == exports.module
    }

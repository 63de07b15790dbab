"""The order that PureScript's editor support gives to imports: whole modules first, then by module and by what is imported."""

from __future__ import annotations

from typing import Final, TypeAlias

from nova_ls.syntax import tree as t

ItemKey: TypeAlias = tuple[int, str, bool, tuple[str, ...]]

_SORTS: Final[dict[type, int]] = {
    t.ClassItem: 0,
    t.TypeOperatorItem: 1,
    t.TypeItem: 2,
    t.ValueItem: 3,
    t.OperatorItem: 4,
}


def is_open(node: t.Import) -> bool:
    """Whether an import brings names that it does not list."""
    return node.alias is None and (node.items is None or node.hiding)


def import_key(node: t.Import) -> tuple[bool, str, int, tuple[ItemKey, ...], str]:
    """What imports are sorted by."""
    items = tuple(sorted(item_key(item) for item in node.items or ()))
    order = 2 if node.items is None else 3 if node.hiding else 1
    alias = "" if node.alias is None else node.alias.text
    return not is_open(node), node.module.text, order, items, alias


def item_key(item: t.Item) -> ItemKey:
    """What the items of an import are sorted by: classes, operators of types, types, values, operators."""
    sort = _SORTS.get(type(item), 5)
    if isinstance(item, t.TypeItem):
        members = tuple(member.text for member in item.members)
        return sort, item.name.text, not item.all_members, members
    return sort, "" if isinstance(item, t.ErrorItem) else item.name.text, False, ()

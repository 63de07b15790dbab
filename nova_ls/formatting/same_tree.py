"""Whether two trees mean the same: all is equal but where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nova_ls.formatting.import_order import item_key
from nova_ls.syntax.tree import Import, Node

_SPAN: Final = 2  # the fields that say where a node stands, before all others


def are_same(left: Sequence[Node], right: Sequence[Node], *, in_any_order: bool = False) -> bool:
    """Whether declarations mean the same. `in_any_order`: the items of imports may be sorted otherwise."""
    pending: list[tuple[object, object]] = [(tuple(left), tuple(right))]
    while pending:
        one, other = pending.pop()
        if type(one) is not type(other):
            return False
        if isinstance(one, tuple) and isinstance(other, tuple):
            if len(one) != len(other):
                return False
            pending.extend(zip(one, other, strict=True))
        elif isinstance(one, Import) and isinstance(other, Import) and in_any_order:
            pending.append((one.module, other.module))
            pending.append((one.alias, other.alias))
            pending.append((one.hiding, other.hiding))
            pending.append((_sorted_items(one), _sorted_items(other)))
        elif isinstance(one, Node):
            parts = one.__match_args__[_SPAN:]
            pending.extend([(getattr(one, name), getattr(other, name)) for name in parts])
        elif one != other:
            return False
    return True


def _sorted_items(node: Import) -> object:
    return None if node.items is None else tuple(sorted(node.items, key=item_key))

"""Units and facts as nodes of the database's graph: what was made from what, for those whose units are not in memory."""

from __future__ import annotations

from typing import Final

import msgpack

from nova_ls.base.keys import ElementKey
from nova_ls.compiler import units
from nova_ls.compiler.units import Fact, Unit
from nova_ls.registry import encode_element
from nova_ls.store import ArtifactKind, Node

_END: Final = b"\0"


def unit_node(unit: Unit) -> Node:
    """The node of a unit; its module's name comes first."""
    kind, key = unit
    data = (key.namespace, kind, int(key.space), key.name)
    head = key.namespace.encode("utf-8", "surrogatepass") + _END
    return Node(
        ArtifactKind.DIAGNOSTICS, head + msgpack.packb(data[1:], unicode_errors="surrogatepass")
    )


def module_of_node(node: Node) -> str:
    """The module of a unit's node."""
    return node.key.split(_END, 1)[0].decode("utf-8", "surrogatepass")


def fact_nodes(fact: Fact) -> list[Node]:
    """What a unit that asked this relies on: an interface, or instances.

    Who asks for instances of a class relies on the class, and on those whose first argument has the head asked for.
    """
    kind = fact[0]
    if kind in (units.INTERFACE, units.EXPORTED):
        return [Node(ArtifactKind.SCHEME, encode_element(fact[1]))]
    if kind == units.INSTANCES:
        return [_class_node(fact[1]), _head_node(fact[1], fact[2][0] if fact[2] else None)]
    return []


def reached_nodes(fact: Fact) -> list[Node]:
    """What a changed fact concerns; that of an instance has the heads of the instance, none where a chain has them."""
    if fact[0] != units.INSTANCES:
        return fact_nodes(fact)
    class_key, heads = fact[1], fact[2]
    if not heads or heads[0] is None:
        return [_class_node(class_key)]
    return [_head_node(class_key, heads[0]), _head_node(class_key, None)]


def _class_node(class_key: ElementKey) -> Node:
    return Node(ArtifactKind.SCOPE, encode_element(class_key))


def _head_node(class_key: ElementKey, head: ElementKey | None) -> Node:
    """The instances of a class with this head; None: a variable, which any head could match."""
    named = b"" if head is None else encode_element(head)
    return Node(ArtifactKind.SCOPE, encode_element(class_key) + _END + _END + named)

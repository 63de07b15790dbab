"""Nodes of the database's graph that facts rely on: elements, classes, the instances of a class by head."""

from __future__ import annotations

from typing import Final

from nova_ls.base.element_bytes import encode_element
from nova_ls.base.keys import ElementKey
from nova_ls.store import ArtifactKind, GraphNode

_END: Final = b"\0"


def scheme_node(key: ElementKey) -> GraphNode:
    """An element's interface."""
    return GraphNode(ArtifactKind.SCHEME, encode_element(key))


def class_node(class_key: ElementKey) -> GraphNode:
    """All instances of a class."""
    return GraphNode(ArtifactKind.INSTANCES, encode_element(class_key))


def head_node(class_key: ElementKey, head: ElementKey | None) -> GraphNode:
    """The instances of a class with this head; None: a variable, which any head could match."""
    named = b"" if head is None else encode_element(head)
    return GraphNode(ArtifactKind.INSTANCES, encode_element(class_key) + _END + _END + named)

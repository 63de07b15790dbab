"""Nodes of the database's graph that facts rely on: elements, classes, the instances of a class by head."""

from __future__ import annotations

from typing import Final

from nova_ls.base.element_bytes import encode_element
from nova_ls.base.keys import ElementKey
from nova_ls.store import ArtifactKind, Node

_END: Final = b"\0"


def scheme_node(key: ElementKey) -> Node:
    """An element's interface."""
    return Node(ArtifactKind.SCHEME, encode_element(key))


def class_node(class_key: ElementKey) -> Node:
    """All instances of a class."""
    return Node(ArtifactKind.INSTANCES, encode_element(class_key))


def head_node(class_key: ElementKey, head: ElementKey | None) -> Node:
    """The instances of a class with this head; None: a variable, which any head could match."""
    named = b"" if head is None else encode_element(head)
    return Node(ArtifactKind.INSTANCES, encode_element(class_key) + _END + _END + named)

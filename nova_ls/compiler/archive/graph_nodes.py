"""Units as nodes of the database's graph: what was made from what, for those whose units are not in memory."""

from __future__ import annotations

from typing import Final

from nova_ls.base.packing import pack
from nova_ls.compiler.model.units import Unit
from nova_ls.store import ArtifactKind, GraphNode

_END: Final = b"\0"


def unit_node(unit: Unit) -> GraphNode:
    """The node of a unit; its module's name comes first."""
    key = unit.key
    head = key.namespace.encode("utf-8", "surrogatepass") + _END
    return GraphNode(ArtifactKind.UNIT, head + pack((unit.tag, int(key.space), key.name)))


def module_of_node(node: GraphNode) -> str:
    """The module of a unit's node."""
    return node.key.split(_END, 1)[0].decode("utf-8", "surrogatepass")

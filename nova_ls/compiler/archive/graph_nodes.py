"""Units as nodes of the database's graph: what was made from what, for those whose units are not in memory."""

from __future__ import annotations

from typing import Final

from nova_ls.base.packing import pack
from nova_ls.compiler.model.units import Unit
from nova_ls.store import ArtifactKind, GraphNode, Index, Reader
from nova_ls.store.node import node_row, row_node

_END: Final = b"\0"


def unit_node(unit: Unit) -> GraphNode:
    """The node of a unit; its module's name comes first."""
    key = unit.key
    rest = pack((unit.tag, int(key.space), key.name))
    return GraphNode(ArtifactKind.UNIT, _prefix(key.namespace) + rest)


def unit_nodes(reader: Reader, module: str) -> list[GraphNode]:
    """The nodes of a module's units that are known to rely on anything."""
    first = node_row(ArtifactKind.UNIT, _prefix(module))
    return [row_node(row) for row, _ in reader.scan_rows(Index.FORWARD, first)]


def _prefix(module: str) -> bytes:
    return module.encode("utf-8", "surrogatepass") + _END


def module_of_node(node: GraphNode) -> str:
    """The module of a unit's node."""
    return node.key.split(_END, 1)[0].decode("utf-8", "surrogatepass")

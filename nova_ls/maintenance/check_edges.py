"""Checking the graph of the database against the log: what a unit looked up is what its edges lead to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nova_ls.base.keys import element_key
from nova_ls.compiler.archive.graph_nodes import unit_node
from nova_ls.compiler.archive.log_names import MODULE, module_of, typed_kinds
from nova_ls.compiler.facts.codec import FactCodec
from nova_ls.log.entry import Entry, decode_entry
from nova_ls.log.follow import checked_branch
from nova_ls.log.reading import read_heads
from nova_ls.log.rows import entry_row, head_row
from nova_ls.store import GraphNode, Index
from nova_ls.store.fault import Fault, FaultKind, RowEdit
from nova_ls.store.node import encode_nodes, node_row, reverse_prefix
from nova_ls.store.stored import StoredDatabase


def check_edges(database: StoredDatabase) -> Iterator[Fault]:
    """Edges that are gone on both sides, which only the log can tell; what they were follows from it."""
    facts = FactCodec()
    branch = checked_branch(database)
    heads = dict(read_heads(database, branch))
    modules = {unit.name for unit in heads if unit.kind == MODULE}
    for unit, head in heads.items():
        module = module_of(unit, modules)
        if head.entry is None or module is None or unit.kind == MODULE:
            continue
        data = database.get_row(Index.LOG, entry_row(head.entry))
        entry = None if data is None else decode_entry(head.entry, data)
        if entry is None:
            continue  # Reported where the log is checked.
        wanted = _relied_on(entry, facts)
        name = unit.name[len(module) + 1 :]
        nodes = [
            unit_node(kind(element_key(module, space, name)))
            for kind, space in typed_kinds(unit.kind)
        ]
        known = {node: database.get_dependencies(node) for node in nodes}
        if not any(set(wanted) <= set(found) for found in known.values()):
            message = f"{unit.name} ({unit.kind}) does not know all that it looked up"
            yield Fault(
                FaultKind.MISSING_EDGE,
                Index.FORWARD,
                node_row(*nodes[0]),
                message,
                _mended(known, wanted, head_row(branch, unit)),
            )


def _relied_on(entry: Entry, facts: FactCodec) -> list[GraphNode]:
    found = (node for data, _ in entry.deps for node in facts.decode(data).relied_nodes())
    return list(dict.fromkeys(found))


def _mended(
    known: Mapping[GraphNode, tuple[GraphNode, ...]], wanted: list[GraphNode], head: bytes
) -> tuple[RowEdit, ...]:
    """All edges of a unit, both ways; where its node cannot be told, it loses its head and is made again."""
    nodes = [node for node, found in known.items() if found or len(known) == 1]
    if not nodes:
        return ((Index.HEADS, head, None),)
    row = node_row(*nodes[0])
    rows = [node_row(*each) for each in wanted]
    reverse: list[RowEdit] = [(Index.REVERSE, reverse_prefix(each) + row, b"") for each in rows]
    return ((Index.FORWARD, row, encode_nodes(tuple(rows))), *reverse)

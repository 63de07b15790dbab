"""Checking the graph of the database against the log: what a unit looked up is what its edges lead to."""

from __future__ import annotations

from collections.abc import Iterator

from nova_ls.compiler.archive.graph_nodes import unit_node
from nova_ls.compiler.archive.log_names import MODULE, module_of, opt_unit
from nova_ls.compiler.facts.codec import FactCodec
from nova_ls.log.entry import Entry, decode_entry
from nova_ls.log.follow import checked_branch
from nova_ls.log.reading import read_heads
from nova_ls.log.rows import entry_row
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
    for named, head in heads.items():
        module = module_of(named, modules)
        unit = None if module is None else opt_unit(named, module)
        if head.entry is None or unit is None:
            continue
        data = database.get_row(Index.LOG, entry_row(head.entry))
        entry = None if data is None else decode_entry(head.entry, data)
        if entry is None:
            continue  # Reported where the log is checked.
        wanted = _relied_on(entry, facts)
        node = unit_node(unit)
        if not set(wanted) <= set(database.get_dependencies(node)):
            message = f"{named.name} ({named.kind}) does not know all that it looked up"
            row = node_row(*node)
            yield Fault(FaultKind.MISSING_EDGE, Index.FORWARD, row, message, _repaired(row, wanted))


def _relied_on(entry: Entry, facts: FactCodec) -> list[GraphNode]:
    found = (node for data, _ in entry.deps for node in facts.decode(data).relied_nodes())
    return list(dict.fromkeys(found))


def _repaired(row: bytes, wanted: list[GraphNode]) -> tuple[RowEdit, ...]:
    """All edges of the unit whose node a row is of, both ways."""
    rows = [node_row(*each) for each in wanted]
    reverse: list[RowEdit] = [(Index.REVERSE, reverse_prefix(each) + row, b"") for each in rows]
    return ((Index.FORWARD, row, encode_nodes(tuple(rows))), *reverse)

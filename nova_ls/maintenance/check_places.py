"""Checking the modules of the log against the rows that say which files they come from."""

from __future__ import annotations

from collections.abc import Iterator

from nova_ls.compiler.archive.module_heads import module_heads, opt_path_key
from nova_ls.compiler.archive.module_rows import missing_places
from nova_ls.log.follow import checked_branch
from nova_ls.store import ArtifactKind, Index, make_record
from nova_ls.store.fault import Fault, FaultKind, RowEdit
from nova_ls.store.kind import DEFAULT_POLICIES
from nova_ls.store.node import node_row
from nova_ls.store.stored import StoredDatabase
from nova_ls.store.writeback import Rows, write_artifacts


def check_places(database: StoredDatabase) -> Iterator[Fault]:
    """Modules of the branch that was checked last whose rows are gone, though the log has them."""
    branch = checked_branch(database)
    for name, entry_id in module_heads(database, branch):
        path = opt_path_key(database, entry_id)
        if path is None:
            continue  # Reported where the log is checked.
        for key, payload in missing_places(database, name, path, branch):
            message = f"a row that says which file {name} comes from is gone"
            row = node_row(ArtifactKind.MODULE_PLACE, key)
            edits = _written(database, row, payload)
            yield Fault(FaultKind.DANGLING, Index.ARTIFACTS, row, message, edits)


def _written(database: StoredDatabase, row: bytes, payload: bytes) -> tuple[RowEdit, ...]:
    """What puts a module's row back, with its index rows."""
    version = DEFAULT_POLICIES[ArtifactKind.MODULE_PLACE].schema_version
    record = make_record(payload, database.revision, version)
    rows: Rows = {index: {} for index in Index}
    write_artifacts(database.store, {row: record}, rows)
    return tuple((index, key, value) for index in rows for key, value in rows[index].items())

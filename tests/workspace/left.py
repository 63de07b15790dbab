"""What a check leaves in a database, for comparing one way of checking with another."""

from __future__ import annotations

from dataclasses import replace

from nova_ls.log.entry import decode_entry
from nova_ls.store import Database, Index
from nova_ls.store.artifact_record import decode_record


def heads_in(database: Database) -> dict[bytes, object]:
    """The entries that are heads, with all their parts, but for when they were made."""
    found: dict[bytes, object] = {}
    for key, row in database.scan_rows(Index.HEADS):
        entry_id = row[3:35]
        data = database.get_row(Index.LOG, b"e" + entry_id)
        if key[:1] == b"h" and data is not None:
            entry = decode_entry(entry_id, data)
            assert entry is not None
            parts = dict(database.scan_rows(Index.LOG, b"p" + entry_id))
            found[key] = replace(entry, time=0.0), parts
    return found


def artifacts_in(database: Database) -> dict[bytes, bytes]:
    """All artifacts, by the rows they lie in."""
    rows = database.store.scan(Index.ARTIFACTS)  # type: ignore[attr-defined]  # the rows themselves
    decoded = {key: decode_record(row) for key, row in rows}
    return {key: record.payload for key, record in decoded.items() if record is not None}

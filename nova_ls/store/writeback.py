"""From what a transaction means to the rows that say so, derived indexes included."""

from __future__ import annotations

from collections.abc import Mapping

from nova_ls.store.artifact_record import (
    ArtifactRecord,
    RecordSummary,
    decode_summary,
    encode_record,
    encode_summary,
    make_record,
)
from nova_ls.store.keyvalue import Index, KeyValue
from nova_ls.store.kind import DEFAULT_POLICIES, ArtifactKind
from nova_ls.store.node import (
    decode_nodes,
    encode_nodes,
    node_row,
    produced_row,
    reverse_prefix,
    schema_row,
)

Rows = dict[Index, dict[bytes, bytes | None]]


def write_artifacts(
    store: KeyValue, changes: Mapping[bytes, ArtifactRecord | None], rows: Rows
) -> None:
    """Add to `rows` what keeps the artifacts and their three indexes in step."""
    summaries = store.get_many(Index.KIND, list(changes))
    artifacts, kinds = rows[Index.ARTIFACTS], rows[Index.KIND]
    for (row, record), old in zip(changes.items(), summaries, strict=True):
        if old is not None:
            _delete_index_rows(row, decode_summary(old), rows)
        if record is None:
            artifacts[row] = kinds[row] = None
            continue
        artifacts[row] = encode_record(record)
        kinds[row] = encode_summary(record)
        rows[Index.PRODUCED_AT][produced_row(record.produced_at, row)] = b""
        rows[Index.SCHEMA_VERSION][schema_row(row, record.schema_version)] = b""


def rows_of_artifact(
    kind: ArtifactKind, key: bytes, payload: bytes, revision: int
) -> dict[Index, tuple[bytes, bytes]]:
    """The rows in which readers find an artifact, those apart that maintenance looks into."""
    row = node_row(kind, key)
    record = make_record(payload, revision, DEFAULT_POLICIES[kind].schema_version)
    return {
        Index.ARTIFACTS: (row, encode_record(record)),
        Index.KIND: (row, encode_summary(record)),
    }


def write_edges(store: KeyValue, changes: Mapping[bytes, tuple[bytes, ...]], rows: Rows) -> None:
    """Add to `rows` what keeps the edges, both ways, in step."""
    stored = store.get_many(Index.FORWARD, list(changes))
    forward, reverse = rows[Index.FORWARD], rows[Index.REVERSE]
    for (row, dependencies), old in zip(changes.items(), stored, strict=True):
        before = _readable_nodes(old)
        if before == dependencies and old is not None:
            continue
        forward[row] = encode_nodes(dependencies) if dependencies else None
        after = frozenset(dependencies)
        for dependency in before:
            if dependency not in after:
                reverse[reverse_prefix(dependency) + row] = None
        known = frozenset(before)
        for dependency in dependencies:
            if dependency not in known:
                reverse[reverse_prefix(dependency) + row] = b""


def _delete_index_rows(row: bytes, old: RecordSummary, rows: Rows) -> None:
    rows[Index.PRODUCED_AT][produced_row(old.produced_at, row)] = None
    rows[Index.SCHEMA_VERSION][schema_row(row, old.schema_version)] = None


def _readable_nodes(data: bytes | None) -> tuple[bytes, ...]:
    try:
        return decode_nodes(data)
    except ValueError:
        return ()  # What is damaged is replaced; fsck finds the reverse rows that are left over.

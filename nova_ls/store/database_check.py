"""Checking that artifacts, edges and indexes say the same, and repairing what sources can rebuild."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from nova_ls.store.artifact_record import (
    ArtifactRecord,
    RecordSummary,
    decode_record,
    decode_summary,
    encode_summary,
    is_intact,
)
from nova_ls.store.fault import Fault, FaultKind, RowEdit
from nova_ls.store.keyvalue import Index, KeyValue
from nova_ls.store.kind import DEFAULT_POLICIES, ArtifactKind, KindPolicy
from nova_ls.store.node import (
    decode_nodes,
    produced_row,
    reverse_prefix,
    row_node,
    schema_row,
    split_produced,
    split_reverse,
    split_schema,
)
from nova_ls.store.store_errors import StoreDamaged
from nova_ls.store.stored import StoredDatabase

_PASSES = 4  # repairing one fault may show another


def check_database(
    database: StoredDatabase, policies: Mapping[ArtifactKind, KindPolicy] = DEFAULT_POLICIES
) -> list[Fault]:
    """Every fault of the artifacts, the edges and the indexes; reads everything."""
    store = database.store
    checks: list[Callable[[], Iterator[Fault]]] = [
        lambda: _check_artifacts(store, policies),
        lambda: _check_kinds(store),
        lambda: _check_derived(store, Index.PRODUCED_AT),
        lambda: _check_derived(store, Index.SCHEMA_VERSION),
        lambda: _check_forward(store),
        lambda: _check_reverse(store),
    ]
    return [fault for check in checks for fault in until_unreadable(check())]


def repair(
    database: StoredDatabase, check: Callable[[], Iterable[Fault]]
) -> tuple[list[Fault], list[Fault]]:
    """Repair what `check` finds until it finds nothing more; what was repaired, and what is left."""
    repaired: list[Fault] = []
    for _ in range(_PASSES):
        faults = list(check())
        repairable = [fault for fault in faults if fault.edits]
        if not repairable:
            return repaired, faults
        database.repair_rows(edit for fault in repairable for edit in fault.edits)
        repaired += repairable
    return repaired, list(check())


def until_unreadable(faults: Iterator[Fault]) -> Iterator[Fault]:
    """The faults of one check; a damaged block ends it and is a fault itself."""
    try:
        yield from faults
    except StoreDamaged as damage:
        yield Fault(FaultKind.UNREADABLE, Index.META, b"", str(damage))


def _check_artifacts(
    store: KeyValue, policies: Mapping[ArtifactKind, KindPolicy]
) -> Iterator[Fault]:
    for row, data in store.scan(Index.ARTIFACTS):
        record = decode_record(data)
        if record is None or not _has_kind(row) or not is_intact(record):
            yield Fault(
                FaultKind.WRONG_HASH,
                Index.ARTIFACTS,
                row,
                f"{_show(row)}: the artifact is not what was written",
                _forget(store, row),
            )
            continue
        if record.schema_version > policies[row_node(row).kind].schema_version:
            yield Fault(
                FaultKind.WRONG_SCHEMA,
                Index.ARTIFACTS,
                row,
                f"{_show(row)}: schema version {record.schema_version} is not known",
                _forget(store, row),
            )
            continue
        yield from _check_indexed(store, row, record)


def _check_indexed(store: KeyValue, row: bytes, record: ArtifactRecord) -> Iterator[Fault]:
    wanted: list[tuple[Index, bytes, bytes]] = [
        (Index.KIND, row, encode_summary(record)),
        (Index.PRODUCED_AT, produced_row(record.produced_at, row), b""),
        (Index.SCHEMA_VERSION, schema_row(row, record.schema_version), b""),
    ]
    for index, key, value in wanted:
        if store.get(index, key) != value:
            message = f"{_show(row)}: its row in {index.value} is missing or wrong"
            yield Fault(FaultKind.WRONG_INDEX, index, key, message, ((index, key, value),))


def _check_kinds(store: KeyValue) -> Iterator[Fault]:
    for row, _ in store.scan(Index.KIND):
        if store.get(Index.ARTIFACTS, row) is None:
            message = f"{_show(row)}: listed by kind, but there is no artifact"
            yield Fault(FaultKind.WRONG_INDEX, Index.KIND, row, message, ((Index.KIND, row, None),))


def _check_derived(store: KeyValue, index: Index) -> Iterator[Fault]:
    for key, _ in store.scan(index):
        number, row = split_produced(key) if index is Index.PRODUCED_AT else split_schema(key)
        data = store.get(Index.KIND, row)
        if data is None or _indexed_number(decode_summary(data), index) != number:
            message = f"{_show(row)}: {index.value} lists it under {number}, where it is not"
            yield Fault(FaultKind.WRONG_INDEX, index, key, message, ((index, key, None),))


def _indexed_number(summary: RecordSummary, index: Index) -> int:
    return summary.produced_at if index is Index.PRODUCED_AT else summary.schema_version


def _check_forward(store: KeyValue) -> Iterator[Fault]:
    for row, data in store.scan(Index.FORWARD):
        try:
            dependencies = decode_nodes(data)
        except ValueError:
            message = f"{_show(row)}: its dependencies cannot be read"
            edits = (*_forget(store, row), (Index.FORWARD, row, None))
            yield Fault(FaultKind.MISSING_EDGE, Index.FORWARD, row, message, edits)
            continue
        for dependency in dependencies:
            key = reverse_prefix(dependency) + row
            if store.get(Index.REVERSE, key) is None:
                message = f"{_show(dependency)} does not know its dependant {_show(row)}"
                edit: RowEdit = (Index.REVERSE, key, b"")
                yield Fault(FaultKind.ONE_SIDED_EDGE, Index.REVERSE, key, message, (edit,))


def _check_reverse(store: KeyValue) -> Iterator[Fault]:
    for key, _ in store.scan(Index.REVERSE):
        dependency, row = split_reverse(key)
        try:
            known = dependency in decode_nodes(store.get(Index.FORWARD, row))
        except ValueError:
            continue  # Reported where forward rows are checked.
        if not known:
            # What the dependant was made from is uncertain, so that it must be made again.
            message = f"{_show(row)} does not know its dependency {_show(dependency)}"
            edits = (*_forget(store, row), (Index.REVERSE, key, None))
            yield Fault(FaultKind.MISSING_EDGE, Index.FORWARD, row, message, edits)


def _forget(store: KeyValue, row: bytes) -> tuple[RowEdit, ...]:
    """The edits that delete an artifact with its index rows."""
    edits: list[RowEdit] = [(Index.ARTIFACTS, row, None), (Index.KIND, row, None)]
    data = store.get(Index.KIND, row)
    if data is not None:
        summary = decode_summary(data)
        edits.append((Index.PRODUCED_AT, produced_row(summary.produced_at, row), None))
        if row:
            edits.append((Index.SCHEMA_VERSION, schema_row(row, summary.schema_version), None))
    return tuple(edits)


def _has_kind(row: bytes) -> bool:
    try:
        row_node(row)
    except ValueError:
        return False
    return True


def _show(row: bytes) -> str:
    """A node as a person reads it."""
    if not _has_kind(row):
        return repr(row[:40])
    kind, key = row_node(row)
    return f"{kind.name.lower()} {key.decode('utf-8', 'backslashreplace')}"

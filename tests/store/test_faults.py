"""What fsck finds and repairs, what counts as a miss, and what is counted."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from nova_ls.store import (
    ArtifactKind,
    Database,
    GraphNode,
    Index,
    make_record,
    open_database,
    open_in_memory,
)
from nova_ls.store.artifact_record import encode_record
from nova_ls.store.database_check import check_database, repair
from nova_ls.store.fault import FaultKind, RowEdit
from nova_ls.store.node import node_row, produced_row, reverse_prefix, schema_row
from nova_ls.store.purge import (
    bytes_by_kind,
    clean_up,
    purge_kind,
    purge_old_schemas,
    purge_older,
)
from nova_ls.store.stored import StoredDatabase
from tests.store.versions import CURRENT, OTHER

SCHEME = ArtifactKind.SCHEME
A, B = node_row(SCHEME, b"a"), node_row(SCHEME, b"b")

PLANTED: dict[str, tuple[FaultKind, RowEdit]] = {
    "payload": (
        FaultKind.WRONG_HASH,
        (Index.ARTIFACTS, A, encode_record(make_record(b"a", 1, CURRENT))[:-1] + b"x"),
    ),
    "header": (FaultKind.WRONG_HASH, (Index.ARTIFACTS, A, b"short")),
    "kind": (FaultKind.WRONG_HASH, (Index.ARTIFACTS, b"\xfa", b"short")),
    "schema of the future": (
        FaultKind.WRONG_SCHEMA,
        (Index.ARTIFACTS, A, encode_record(make_record(b"a", 1, OTHER))),
    ),
    "summary gone": (FaultKind.WRONG_INDEX, (Index.KIND, A, None)),
    "summary alone": (FaultKind.WRONG_INDEX, (Index.KIND, node_row(SCHEME, b"x"), bytes(22))),
    "artifact gone": (FaultKind.WRONG_INDEX, (Index.ARTIFACTS, A, None)),
    "revision gone": (FaultKind.WRONG_INDEX, (Index.PRODUCED_AT, produced_row(1, A), None)),
    "revision wrong": (FaultKind.WRONG_INDEX, (Index.PRODUCED_AT, produced_row(5, A), b"")),
    "schema gone": (FaultKind.WRONG_INDEX, (Index.SCHEMA_VERSION, schema_row(A, CURRENT), None)),
    "schema wrong": (
        FaultKind.WRONG_INDEX,
        (Index.SCHEMA_VERSION, schema_row(A, CURRENT + 1), b""),
    ),
    "reverse gone": (
        FaultKind.ONE_SIDED_EDGE,
        (Index.REVERSE, reverse_prefix(A) + B, None),
    ),
    "forward gone": (FaultKind.MISSING_EDGE, (Index.FORWARD, B, None)),
    "forward unreadable": (FaultKind.MISSING_EDGE, (Index.FORWARD, B, b"\xc1")),
}


@pytest.fixture
def stored() -> StoredDatabase:
    database = open_in_memory()
    with database.transaction() as transaction:
        for name in (b"a", b"b"):
            transaction.put_artifact(SCHEME, name, make_record(name, 1, CURRENT))
        transaction.set_dependencies(GraphNode(SCHEME, b"b"), [GraphNode(SCHEME, b"a")])
    return database


@pytest.mark.parametrize(("kind", "edit"), PLANTED.values(), ids=PLANTED)
def test_fsck_finds_and_repairs_what_was_planted(
    stored: StoredDatabase, kind: FaultKind, edit: RowEdit
) -> None:
    assert check_database(stored) == []
    stored.repair_rows([edit])
    assert kind in {fault.kind for fault in check_database(stored)}
    _, left = repair(stored, lambda: check_database(stored))
    assert left == []
    # What is still there is right, and what is gone can be made again.
    for name in (b"a", b"b"):
        record = stored.get_artifact(SCHEME, name)
        assert record is None or record.payload == name
        stored.put_artifact(SCHEME, name, make_record(name, 2, CURRENT))
    stored.set_dependencies(GraphNode(SCHEME, b"b"), [GraphNode(SCHEME, b"a")])
    assert stored.get_dependents(GraphNode(SCHEME, b"a")) == (GraphNode(SCHEME, b"b"),)
    assert check_database(stored) == []


def test_a_record_with_a_wrong_hash_is_a_miss_and_counted(stored: StoredDatabase) -> None:
    stored.repair_rows([PLANTED["payload"][1]])
    assert stored.get_artifact(SCHEME, b"a") is None
    assert counted(stored, "damaged_total") == 1
    several = stored.get_artifacts([GraphNode(SCHEME, b"a"), GraphNode(SCHEME, b"b")])
    assert [record is None for record in several] == [True, False]
    stored.put_artifact(SCHEME, b"a", make_record(b"again", 1, CURRENT))
    assert stored.get_artifact(SCHEME, b"a") is not None


def test_hits_and_misses_are_counted_by_kind(stored: StoredDatabase) -> None:
    stored.get_artifact(SCHEME, b"a")
    stored.get_artifact(SCHEME, b"a")
    stored.get_artifact(SCHEME, b"nothing")
    stored.get_artifact(ArtifactKind.INSTANCES, b"a")
    stored.invalidate_from([GraphNode(SCHEME, b"a")])
    assert counted(stored, "artifact_hits_total", kind="scheme") == 2
    assert counted(stored, "artifact_misses_total", kind="scheme") == 1
    assert counted(stored, "artifact_misses_total", kind="instances") == 1
    assert counted(stored, "transactions_total") == 1
    assert counted(stored, "closure_size_count") == 1
    assert counted(stored, "closure_size_sum") == 2


def counted(stored: StoredDatabase, name: str, **labels: str) -> float | None:
    samples = [sample for metric in stored.metrics.registry.collect() for sample in metric.samples]
    named = (sample for sample in samples if sample.name == f"nova_ls_{name}")
    return next((sample.value for sample in named if sample.labels == labels), None)


def test_a_replaced_record_does_not_come_back_from_memory(stored: StoredDatabase) -> None:
    for number in range(100):
        payload = b"%d" % number * 1000
        stored.put_artifact(SCHEME, b"a", make_record(payload, number, CURRENT))
        record = stored.get_artifact(SCHEME, b"a")
        assert record is not None
        assert record.payload == payload
    assert check_database(stored) == []


def test_what_is_read_once_takes_no_place_in_memory(
    stored: StoredDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    with stored.transaction() as transaction:
        for kind in (ArtifactKind.MODULE_RECORD, ArtifactKind.CODE):
            transaction.put_payload(kind, b"a", b"what it says")
    read: list[bytes] = []
    get = stored.store.get

    def noted(index: Index, key: bytes) -> bytes | None:
        read.append(key[1:])
        return get(index, key)

    monkeypatch.setattr(stored.store, "get", noted)
    for kind, reads in ((ArtifactKind.MODULE_RECORD, 2), (ArtifactKind.CODE, 1)):
        read.clear()
        for _ in range(2):
            record = stored.get_artifact(kind, b"a")
            assert record is not None and record.payload == b"what it says"
        assert read == [b"a"] * reads


def test_maintenance_deletes_what_it_is_asked_to(database: Database) -> None:
    with database.transaction() as transaction:
        for number in range(1200):
            key = b"%d" % number
            version = CURRENT - number % 2
            record = make_record(b"123", number, version, float(number))
            transaction.put_artifact(SCHEME, key, record)
        transaction.put_artifact(ArtifactKind.INSTANCES, b"a", make_record(b"12", 1, 1))
    assert bytes_by_kind(database) == {ArtifactKind.INSTANCES: 2, SCHEME: 3600}
    assert list(purge_old_schemas(database)) == [500, 100]
    assert sum(purge_older(database, 600, [SCHEME])) == 300
    assert bytes_by_kind(database) == {ArtifactKind.INSTANCES: 2, SCHEME: 900}
    assert sum(clean_up(database)) == 0
    assert sum(purge_kind(database, SCHEME)) == 300
    assert bytes_by_kind(database) == {ArtifactKind.INSTANCES: 2}


def test_threads_read_while_one_writes_and_see_the_last_state(tmp_path: Path) -> None:
    database = open_database(tmp_path / "db").database
    keys = [b"%d" % number for number in range(20)]
    last = 300
    wrong: list[object] = []

    def write() -> None:
        for number in range(1, last + 1):
            with database.transaction() as transaction:
                for key in keys:
                    transaction.put_artifact(
                        SCHEME, key, make_record(b"%d" % number, number, CURRENT)
                    )

    def read() -> None:
        seen = dict.fromkeys(keys, 0)
        while min(seen.values()) < last:
            for key in keys:
                record = database.get_artifact(SCHEME, key)
                number = 0 if record is None else int(record.payload)
                if number < seen[key]:
                    wrong.append((key, seen[key], number))
                seen[key] = number

    threads = [threading.Thread(target=act) for act in (write, read, read)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert check_database(database) == []
    database.close()

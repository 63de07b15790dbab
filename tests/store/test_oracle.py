"""Disk, memory and the dict model, driven at random with the same operations, always agree.

NOVA_ORACLE=long drives them for some ten minutes.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from nova_ls.store import (
    DEFAULT_POLICIES,
    Access,
    ArtifactKind,
    Database,
    GraphNode,
    Index,
    Reader,
    StoreError,
    Transaction,
    make_record,
    open_database,
)
from nova_ls.store.database_check import check_database
from nova_ls.store.keyvalue import KeyAndValue
from nova_ls.store.purge import (
    bytes_by_kind,
    clean_up,
    purge_kind,
    purge_old_schemas,
    purge_older,
)
from nova_ls.store.rocks import RocksKeyValue, RocksLocation
from nova_ls.store.stored import StoredDatabase
from tests.store.faulty import FaultyKeyValue
from tests.store.model import ModelDatabase

ALL_KINDS = (
    ArtifactKind.SCHEME,
    ArtifactKind.INSTANCES,
    ArtifactKind.UNIT,
    ArtifactKind.MODULE_PLACE,
)
ALL_KEYS = (b"", b"a", b"b", b"a\0", b"a\xff", b"\xff")
ALL_NODES = tuple(GraphNode(kind, key) for kind in ALL_KINDS for key in ALL_KEYS)
FREE = (Index.LOG, Index.HEADS, Index.META)
SHORT_LIVED = {
    kind: replace(policy, retention=policy.retention and 3)
    for kind, policy in DEFAULT_POLICIES.items()
}

KINDS = st.sampled_from(ALL_KINDS)
KEYS = st.sampled_from(ALL_KEYS)
# Few, so that edges meet: that one node is written twice and then asked for must be common.
NODES = st.sampled_from(
    [
        GraphNode(ArtifactKind.SCHEME, b""),
        GraphNode(ArtifactKind.SCHEME, b"a"),
        GraphNode(ArtifactKind.SCHEME, b"a\0"),
        GraphNode(ArtifactKind.INSTANCES, b"a"),
        GraphNode(ArtifactKind.UNIT, b"a\xff"),
    ]
)
INDEXES = st.sampled_from(FREE)
RECORDS = st.builds(
    make_record,
    st.binary(max_size=4),
    st.integers(0, 5),
    st.sampled_from([1, 1, 1, 0]),
    st.sampled_from([None, 1.5, 2.5]),
)
ON_ARTIFACTS = st.one_of(
    st.tuples(st.just("put_artifact"), KINDS, KEYS, RECORDS),
    st.tuples(st.just("put_payload"), KINDS, KEYS, st.binary(max_size=4)),
    st.tuples(st.just("delete_artifact"), KINDS, KEYS),
    st.tuples(st.just("get_artifact"), KINDS, KEYS),
    st.tuples(st.just("has_artifact"), KINDS, KEYS),
)
ON_EDGES = st.one_of(
    st.tuples(st.just("set_dependencies"), NODES, st.lists(NODES, max_size=4)),
    st.tuples(st.just("get_dependencies"), NODES),
    st.tuples(st.just("get_dependents"), NODES),
)
ON_ROWS = st.one_of(
    st.tuples(st.just("put_row"), INDEXES, KEYS, st.binary(max_size=3)),
    st.tuples(st.just("delete_row"), INDEXES, KEYS),
    st.tuples(st.just("get_row"), INDEXES, KEYS),
    st.tuples(st.just("get_rows"), INDEXES, st.lists(KEYS, max_size=3)),
    st.tuples(st.just("scan_rows"), INDEXES, KEYS, KEYS),
)
# Mapped, so that one_of does not take them for one long list, of which edges would be a small part.
OPERATIONS = st.one_of(*(group.map(tuple) for group in (ON_ARTIFACTS, ON_EDGES, ON_ROWS)))


class _Abandon(Exception):
    pass


class ThreeDatabases(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.open_disk()
        self.memory_faults = FaultyKeyValue(RocksKeyValue(None, RocksLocation.MEMORY))
        self.memory = StoredDatabase(self.memory_faults, Access.MEMORY)
        self.model = ModelDatabase()

    def open_disk(self) -> None:
        self.disk_faults = FaultyKeyValue(open_database(self.folder / "db").database.store)
        self.disk = StoredDatabase(self.disk_faults, Access.OWNER)

    def everywhere(self, act: Callable[[Database], object]) -> None:
        wanted = act(self.model)
        assert act(self.disk) == wanted
        assert act(self.memory) == wanted

    @rule(operations=st.lists(OPERATIONS, max_size=8))
    def transaction(self, operations: list[tuple[Any, ...]]) -> None:
        def act(database: Database) -> list[object]:
            with database.transaction() as transaction:
                return [_apply(transaction, operation) for operation in operations]

        self.everywhere(act)

    @rule(operations=st.lists(OPERATIONS, min_size=1, max_size=8), place=st.integers(0, 7))
    def a_transaction_fails_in_the_middle(
        self, operations: list[tuple[Any, ...]], place: int
    ) -> None:
        def act(database: Database) -> list[object]:
            before = _state(database)
            results: list[object] = []
            with suppress(_Abandon), database.transaction() as transaction:
                for operation in operations[:place]:
                    results.append(_apply(transaction, operation))
                raise _Abandon
            assert _state(database) == before
            return results

        self.everywhere(act)

    @rule(
        operations=st.lists(OPERATIONS, min_size=1, max_size=8),
        place=st.integers(0, 12),
        is_taken_back=st.booleans(),
    )
    def a_transaction_is_written_in_slices(
        self, operations: list[tuple[Any, ...]], place: int, is_taken_back: bool
    ) -> None:
        """Nobody sees any of it before its end; given up in the middle, it is taken back before the next one, or earlier."""

        def act(database: Database, steps: int | None) -> list[object]:
            before = _state(database)
            with suppress(_Abandon), database.transaction() as transaction:
                results = [_apply(transaction, operation) for operation in operations]
                for number, _ in enumerate(transaction.prepare()):
                    assert _state(database) == before
                    if number == steps:
                        break
                if steps is not None:
                    raise _Abandon
                return results
            assert _state(database) == before
            while is_taken_back and not database.make_safe(0.0):
                assert _state(database) == before
            return []

        with pytest.MonkeyPatch.context() as small:
            small.setattr("nova_ls.store.transaction.SLICE", 2)
            small.setattr("nova_ls.store.rocks.rocks._PORTION", 1)
            for database in (self.disk, self.memory):
                act(database, place)
            self.everywhere(lambda database: act(database, None))

    @rule(operations=st.lists(OPERATIONS, min_size=1, max_size=4))
    def a_write_fails_and_is_done_again(self, operations: list[tuple[Any, ...]]) -> None:
        for database, faults in (
            (self.memory, self.memory_faults),
            (self.disk, self.disk_faults),
        ):
            before = _state(database)
            faults.failing_writes = 1
            with suppress(StoreError), database.transaction() as transaction:
                for operation in operations:
                    _apply(transaction, operation)
            faults.failing_writes = 0
            assert _state(database) == before
        self.transaction(operations)

    @rule(seeds=st.lists(NODES, max_size=3))
    def invalidate(self, seeds: list[GraphNode]) -> None:
        self.everywhere(lambda database: database.invalidate_from(seeds))

    @rule(kind=KINDS)
    def purge(self, kind: ArtifactKind) -> None:
        self.everywhere(lambda database: list(purge_kind(database, kind)))

    @rule(revision=st.integers(0, 6))
    def purge_older(self, revision: int) -> None:
        self.everywhere(lambda database: sum(purge_older(database, revision)))

    @rule()
    def purge_old_schemas(self) -> None:
        self.everywhere(lambda database: sum(purge_old_schemas(database)))

    @rule()
    def clean_up(self) -> None:
        self.everywhere(lambda database: sum(clean_up(database, SHORT_LIVED)))

    @rule()
    def reopen(self) -> None:
        assert check_database(self.disk) == []
        self.disk.close()
        self.open_disk()

    @invariant()
    def all_say_the_same(self) -> None:
        self.everywhere(_state)

    def teardown(self) -> None:
        assert check_database(self.disk) == []
        assert check_database(self.memory) == []
        self.disk.close()
        self.memory.close()
        shutil.rmtree(self.folder)


def _apply(transaction: Transaction, operation: tuple[Any, ...]) -> object:
    name, *arguments = operation
    result = getattr(transaction, name)(*arguments)
    if name != "scan_rows":
        return result
    return _own_rows(result)


def _state(database: Database) -> object:
    """All that a database says, of one state where a reader can ask for it."""
    with database.reading() as reader:
        return (*_readable(reader), *_listed(database))


def _readable(reader: Reader) -> list[object]:
    return [
        [reader.get_artifact(*node) for node in ALL_NODES],
        [reader.has_artifact(*node) for node in ALL_NODES],
        [reader.get_dependencies(node) for node in ALL_NODES],
        [reader.get_dependents(node) for node in ALL_NODES],
        [reader.get_rows(index, ALL_KEYS) for index in FREE],
        [_own_rows(reader.scan_rows(index)) for index in FREE],
        [_own_rows(reader.scan_rows(Index.LOG, b"a", start)) for start in ALL_KEYS],
    ]


def _listed(database: Database) -> list[object]:
    return [
        database.revision,
        [database.get_artifact(kind, key) for kind in ALL_KINDS for key in ALL_KEYS],
        [list(database.list_artifacts(kind)) for kind in ALL_KINDS],
        [list(database.list_artifacts(kind, b"a")) for kind in ALL_KINDS],
        [database.list_schemas(kind) for kind in ALL_KINDS],
        [list(database.list_schema(kind, version)) for kind in ALL_KINDS for version in (0, 1)],
        [list(database.list_produced_before(revision)) for revision in (0, 3, 99)],
        [_own_rows(database.scan_rows_back(index)) for index in FREE],
        [list(database.scan_rows_back(Index.LOG, key)) for key in ALL_KEYS],
        bytes_by_kind(database),
    ]


def _own_rows(rows: Iterator[KeyAndValue]) -> list[KeyAndValue]:
    """Without the rows that a stored database keeps for itself."""
    return [row for row in rows if not row[0].startswith(b"store:")]


LONG = os.environ.get("NOVA_ORACLE") == "long"
TestThreeDatabases = pytest.mark.slow(ThreeDatabases.TestCase)
TestThreeDatabases.settings = settings(
    max_examples=1_200 if LONG else 40,
    stateful_step_count=50 if LONG else 20,
    deadline=None,
)

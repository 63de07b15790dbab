"""Disk, memory and the dict model, driven at random with the same operations, always agree."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from nova_ls.store import (
    Access,
    ArtifactKind,
    Database,
    Index,
    Node,
    StoreError,
    Transaction,
    make_record,
    open_database,
)
from nova_ls.store.fsck import check_database
from nova_ls.store.maintenance import purge_kind, purge_old_schemas, purge_older
from nova_ls.store.rocks import Place, RocksKeyValue
from nova_ls.store.stored import StoredDatabase
from tests.store.faulty import FaultyKeyValue
from tests.store.model import ModelDatabase

KINDS = st.sampled_from([ArtifactKind.SCHEME, ArtifactKind.TREE, ArtifactKind.CODE])
KEYS = st.sampled_from([b"", b"a", b"b", b"a\0", b"a\xff", b"\xff"])
NODES = st.builds(Node, KINDS, KEYS)
INDEXES = st.sampled_from([Index.LOG, Index.HEADS, Index.META])
RECORDS = st.builds(
    make_record,
    st.binary(max_size=4),
    st.integers(0, 5),
    st.sampled_from([1, 1, 1, 0]),
    st.none() | st.just(1.5),
)
OPERATIONS = st.one_of(
    st.tuples(st.just("put_artifact"), KINDS, KEYS, RECORDS),
    st.tuples(st.just("delete_artifact"), KINDS, KEYS),
    st.tuples(st.just("set_dependencies"), NODES, st.lists(NODES, max_size=4)),
    st.tuples(st.just("invalidate_from"), st.lists(NODES, min_size=1, max_size=2)),
    st.tuples(st.just("put_row"), INDEXES, KEYS, st.binary(max_size=3)),
    st.tuples(st.just("delete_row"), INDEXES, KEYS),
    st.tuples(st.just("get_dependents"), NODES),
    st.tuples(st.just("get_artifact"), KINDS, KEYS),
    st.tuples(st.just("has_artifact"), KINDS, KEYS),
)


class _Abandon(Exception):
    pass


class ThreeDatabases(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.disk = open_database(self.folder / "db").database
        self.faults = FaultyKeyValue(RocksKeyValue(None, Place.MEMORY))
        self.memory = StoredDatabase(self.faults, Access.MEMORY)
        self.model = ModelDatabase()

    def everywhere(self, act: Callable[[Database], object]) -> None:
        wanted = act(self.model)
        assert act(self.disk) == wanted
        assert act(self.memory) == wanted

    @rule(operations=st.lists(OPERATIONS, max_size=6), abandoned=st.sampled_from([0, 0, 1]))
    def transaction(self, operations: list[tuple], abandoned: int) -> None:
        def act(database: Database) -> list[object]:
            results: list[object] = []
            try:
                with database.transaction() as transaction:
                    results = [_apply(transaction, operation) for operation in operations]
                    if abandoned:
                        raise _Abandon
            except _Abandon:
                pass
            return results

        self.everywhere(act)

    @rule(operations=st.lists(OPERATIONS, min_size=1, max_size=4))
    def a_write_fails_and_is_done_again(self, operations: list[tuple]) -> None:
        before = _state(self.memory)
        self.faults.failing_writes = 1
        try:
            with self.memory.transaction() as transaction:
                for operation in operations:
                    _apply(transaction, operation)
        except StoreError:
            pass
        self.faults.failing_writes = 0
        assert _state(self.memory) == before
        self.transaction(operations, 0)

    @rule(seeds=st.lists(NODES, max_size=3))
    def invalidate(self, seeds: list[Node]) -> None:
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
    def reopen(self) -> None:
        self.disk.close()
        self.disk = open_database(self.folder / "db").database

    @invariant()
    def all_say_the_same(self) -> None:
        self.everywhere(_state)

    def teardown(self) -> None:
        assert check_database(self.disk) == []
        assert check_database(self.memory) == []
        self.disk.close()
        self.memory.close()
        shutil.rmtree(self.folder)


def _apply(transaction: Transaction, operation: tuple) -> object:
    name, *arguments = operation
    return getattr(transaction, name)(*arguments)


def _state(database: Database) -> object:
    keys = [b"", b"a", b"b", b"a\0", b"a\xff", b"\xff"]
    kinds = [ArtifactKind.SCHEME, ArtifactKind.TREE, ArtifactKind.CODE]
    nodes = [Node(kind, key) for kind in kinds for key in keys]
    return (
        database.revision,
        [database.get_artifact(*node) for node in nodes],
        [database.get_artifacts(kind, keys) for kind in kinds],
        [database.get_dependencies(node) for node in nodes],
        [database.get_dependents(node) for node in nodes],
        [list(database.list_artifacts(kind)) for kind in kinds],
        [database.list_schemas(kind) for kind in kinds],
        list(database.list_produced_before(99)),
        list(database.scan_rows(Index.LOG)),
        list(database.scan_rows(Index.HEADS)),
        [row for row in database.scan_rows(Index.META) if not row[0].startswith(b"store:")],
    )


TestThreeDatabases = ThreeDatabases.TestCase
TestThreeDatabases.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)

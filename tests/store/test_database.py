"""What any database must do, on each of them; graphs are written as data."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from nova_ls.store import DEFAULT_POLICIES, ArtifactKind, Database, GraphNode, Index, make_record
from tests.store.versions import CURRENT, OTHER

SCHEME, TREE = ArtifactKind.SCHEME, ArtifactKind.INSTANCES

GRAPHS = {
    "nothing": ({}, "a", "a"),
    "one edge": ({"b": "a"}, "a", "a b"),
    "against the edge": ({"b": "a"}, "b", "b"),
    "chain": ({"b": "a", "c": "b", "d": "c"}, "a", "a b c d"),
    "diamond": ({"b": "a", "c": "a", "d": "b c"}, "a", "a b c d"),
    "nearest first, then sorted": ({"z": "a", "b": "z", "y": "a", "c": "y"}, "a", "a y z b c"),
    "circle": ({"a": "c", "b": "a", "c": "b"}, "b", "b c a"),
    "to itself": ({"a": "a"}, "a", "a"),
    "two seeds": ({"c": "a", "d": "b"}, "b a", "a b c d"),
    "a seed below a seed": ({"b": "a", "c": "b"}, "c a", "a c b"),
    "unknown seed": ({"b": "a"}, "nowhere", "nowhere"),
    "prefixes are not confused": ({"x": "a", "y": "aa", "z": "a\0"}, "a", "a x"),
}


def node(name: str, kind: ArtifactKind = SCHEME) -> GraphNode:
    return GraphNode(kind, name.encode())


def nodes(names: str) -> list[GraphNode]:
    return [node(name) for name in names.split(" ") if name]


@pytest.mark.parametrize(("edges", "seeds", "closure"), GRAPHS.values(), ids=GRAPHS)
def test_invalidation_gives_the_closure_in_order(
    database: Database, edges: dict[str, str], seeds: str, closure: str
) -> None:
    with database.transaction() as transaction:
        for name, dependencies in edges.items():
            transaction.set_dependencies(node(name), nodes(dependencies))
    assert database.invalidate_from(nodes(seeds)) == tuple(nodes(closure))


def test_what_was_put_is_there_until_it_is_deleted(database: Database) -> None:
    record = make_record(b"payload", 7, CURRENT, 12.5)
    assert not database.has_artifact(SCHEME, b"a")
    database.put_artifact(SCHEME, b"a", record)
    assert database.get_artifact(SCHEME, b"a") == record
    assert database.has_artifact(SCHEME, b"a")
    assert database.get_artifact(TREE, b"a") is None
    nodes = [GraphNode(SCHEME, b"a"), GraphNode(TREE, b"a"), GraphNode(SCHEME, b"b")]
    assert database.get_artifacts(nodes) == [record, None, None]
    database.delete_artifact(SCHEME, b"a")
    assert database.get_artifact(SCHEME, b"a") is None
    database.delete_artifact(SCHEME, b"a")


def test_setting_dependencies_replaces_and_never_merges(database: Database) -> None:
    database.set_dependencies(node("x"), nodes("b a b"))
    assert database.get_dependencies(node("x")) == tuple(nodes("b a"))
    database.set_dependencies(node("x"), nodes("c a"))
    assert database.get_dependencies(node("x")) == tuple(nodes("c a"))
    assert database.get_dependents(node("b")) == ()
    assert database.get_dependents(node("a")) == (node("x"),)
    database.set_dependencies(node("x"), [])
    assert database.get_dependents(node("c")) == ()


def test_deleting_forgets_what_a_node_was_made_from_not_what_was_made_from_it(
    database: Database,
) -> None:
    database.put_artifact(SCHEME, b"b", make_record(b"", 1, CURRENT))
    database.set_dependencies(node("b"), nodes("a"))
    database.set_dependencies(node("c"), nodes("b"))
    database.delete_artifact(SCHEME, b"b")
    assert database.get_dependents(node("a")) == ()
    assert database.get_dependents(node("b")) == (node("c"),)


def test_a_record_of_another_schema_version_is_a_miss(database: Database) -> None:
    database.put_artifact(SCHEME, b"a", make_record(b"", 1, OTHER))
    assert database.get_artifact(SCHEME, b"a") is None
    assert not database.has_artifact(SCHEME, b"a")
    assert list(database.list_schema(SCHEME, OTHER)) == [b"a"]
    assert database.list_schemas(SCHEME) == [OTHER]


def test_only_a_transaction_itself_reads_its_writes(database: Database) -> None:
    record = make_record(b"new", 1, CURRENT)
    database.put_artifact(SCHEME, b"old", record)
    database.set_dependencies(node("y"), nodes("a"))
    with database.transaction() as transaction:
        transaction.put_artifact(SCHEME, b"a", record)
        transaction.delete_artifact(SCHEME, b"old")
        transaction.set_dependencies(node("x"), nodes("a"))
        transaction.set_dependencies(node("x"), nodes("a b"))
        transaction.put_row(Index.META, b"k1", b"v")
        assert transaction.get_artifact(SCHEME, b"a") == record
        assert not transaction.has_artifact(SCHEME, b"old")
        assert transaction.get_dependents(node("a")) == tuple(nodes("x y"))
        assert list(transaction.scan_rows(Index.META, b"k")) == [(b"k1", b"v")]
        assert database.get_artifact(SCHEME, b"a") is None
        assert database.get_dependents(node("a")) == (node("y"),)
        assert database.get_row(Index.META, b"k1") is None
    assert database.get_dependents(node("a")) == tuple(nodes("x y"))


def test_a_transaction_that_raises_leaves_nothing(database: Database) -> None:
    database.put_artifact(SCHEME, b"a", make_record(b"before", 1, CURRENT))
    revision = database.revision
    with pytest.raises(ZeroDivisionError), database.transaction() as transaction:
        transaction.put_artifact(SCHEME, b"a", make_record(b"after", 2, CURRENT))
        transaction.put_row(Index.LOG, b"k", b"v")
        transaction.set_dependencies(node("a"), nodes("b"))
        raise ZeroDivisionError
    assert database.revision == revision
    record = database.get_artifact(SCHEME, b"a")
    assert record is not None
    assert record.payload == b"before"
    assert database.get_row(Index.LOG, b"k") is None
    assert database.get_dependents(node("b")) == ()


def test_a_transaction_inside_another_is_refused(database: Database) -> None:
    with database.transaction() as transaction:
        transaction.put_row(Index.META, b"k", b"v")
        with pytest.raises(RuntimeError), database.transaction():
            pass
    assert database.get_row(Index.META, b"k") == b"v"


@contextmanager
def writing(database: Database) -> Iterator[threading.Event]:
    """A thread that writes number after number, in two artifacts, an edge and a row at once, until it is told to stop."""
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            payload = b"%d" % number
            with database.transaction() as transaction:
                for name in (b"a", b"b"):
                    transaction.put_payload(SCHEME, name, payload)
                transaction.set_dependencies(node("a"), [GraphNode(TREE, payload)])
                transaction.put_row(Index.META, b"number", payload)

    thread = threading.Thread(target=write)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    thread.start()
    try:
        yield stop
    finally:
        stop.set()
        thread.join()
        sys.setswitchinterval(interval)


def test_readers_never_see_half_of_a_writeback(database: Database) -> None:
    with writing(database):
        for _ in range(300):
            with database.reading() as reader:
                seen = {
                    record.payload if record else None
                    for record in (
                        reader.get_artifact(SCHEME, b"a"),
                        reader.get_artifact(SCHEME, b"b"),
                    )
                }
                seen |= {dependency.key for dependency in reader.get_dependencies(node("a"))}
                seen.add(reader.get_row(Index.META, b"number"))
                assert len(seen) == 1
                for number in filter(None, seen):
                    assert reader.get_dependents(GraphNode(TREE, number)) == (node("a"),)


def test_many_artifacts_are_read_as_of_one_state(database: Database) -> None:
    for name in (b"a", b"b"):
        database.put_artifact(SCHEME, name, make_record(b"0", 1, CURRENT))
    with writing(database):
        for _ in range(10_000):
            with database.reading():
                one = database.get_artifact(SCHEME, b"a")
                two = database.get_artifact(SCHEME, b"b")
            assert one is not None
            assert two is not None
            assert one.payload == two.payload


def test_a_transaction_while_reading_is_refused(database: Database) -> None:
    with database.reading():
        with database.reading() as reader:
            assert reader.get_row(Index.META, b"k") is None
        with pytest.raises(RuntimeError), database.transaction():
            pass
    database.set_dependencies(node("a"), [])
    assert database.revision == 1


def test_reading_within_a_transaction_sees_what_is_committed(database: Database) -> None:
    with database.transaction() as transaction:
        transaction.put_row(Index.META, b"k", b"v")
        transaction.set_dependencies(node("b"), nodes("a"))
        with database.reading() as reader:
            assert reader.get_row(Index.META, b"k") is None
        assert database.invalidate_from(nodes("a")) == (node("a"),)
    assert database.invalidate_from(nodes("a")) == tuple(nodes("a b"))


def test_a_payload_is_stamped_with_revision_and_version(database: Database) -> None:
    with database.transaction() as transaction:
        transaction.put_payload(SCHEME, b"a", b"payload")
        wanted = make_record(b"payload", 1, DEFAULT_POLICIES[SCHEME].schema_version)
        assert transaction.get_artifact(SCHEME, b"a") == wanted
    assert database.get_artifact(SCHEME, b"a") == wanted


def test_the_revision_counts_transactions_that_wrote(database: Database) -> None:
    assert database.revision == 0
    with database.transaction() as transaction:
        assert transaction.revision == 1
    assert database.revision == 0
    database.set_dependencies(node("a"), [])
    assert database.revision == 1


def test_a_walk_ends_at_what_nothing_is_made_from(database: Database) -> None:
    unit = node("b", ArtifactKind.UNIT)
    database.set_dependencies(unit, nodes("a"))
    database.set_dependencies(node("c"), [unit])
    assert database.invalidate_from(nodes("a")) == (node("a"), unit)


def test_rows_are_scanned_in_order_both_ways(database: Database) -> None:
    keys = [b"a", b"a\0", b"a\xff", b"a\xff\xff", b"b", b"\xff", b"\xff\xff"]
    with database.transaction() as transaction:
        for key in keys:
            transaction.put_row(Index.LOG, key, key)
        transaction.delete_row(Index.LOG, b"b")
    for prefix in (b"", b"a", b"a\xff", b"\xff", b"b", b"c"):
        wanted = [key for key in sorted(keys) if key.startswith(prefix) and key != b"b"]
        assert [key for key, _ in database.scan_rows(Index.LOG, prefix)] == wanted
        assert [key for key, _ in database.scan_rows_back(Index.LOG, prefix)] == wanted[::-1]
    assert [key for key, _ in database.scan_rows(Index.LOG, b"a", b"a\1")] == keys[2:4]


def test_listings_follow_every_change(database: Database) -> None:
    database.put_artifact(SCHEME, b"M.a", make_record(b"12", 5, CURRENT))
    database.put_artifact(SCHEME, b"M.b", make_record(b"1", 3, CURRENT))
    database.put_artifact(SCHEME, b"N.a", make_record(b"", 4, CURRENT))
    database.put_artifact(SCHEME, b"M.a", make_record(b"123", 6, CURRENT, 1.5))
    listed = [(key, tuple(summary)) for key, summary in database.list_artifacts(SCHEME, b"M.")]
    assert listed == [(b"M.a", (CURRENT, 6, 1.5, 3)), (b"M.b", (CURRENT, 3, None, 1))]
    assert list(database.list_produced_before(6)) == [node("M.b"), node("N.a")]
    database.delete_artifact(SCHEME, b"M.b")
    assert list(database.list_produced_before(99)) == [node("N.a"), node("M.a")]

"""Each operation of the registry as a black box."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterable

import pytest

from nova_ls.base.element_bytes import decode_element, encode_element
from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.base.steps import all_steps
from nova_ls.registry import (
    ArtifactSource,
    CommitConflict,
    CommitResult,
    ElementContent,
    InterfaceRegistry,
    Layer,
    LayerChanges,
    dump,
    restore,
)
from nova_ls.registry import registry as registry_module
from nova_ls.store import ArtifactKind, make_record, open_in_memory
from tests.store.versions import CURRENT


def value(name: str, namespace: str = "A") -> ElementKey:
    return element_key(namespace, Space.VALUE, name)


F, G, H = value("f"), value("g"), value("h")


@pytest.fixture
def registry() -> InterfaceRegistry:
    return InterfaceRegistry()


@pytest.fixture
def baseline(registry: InterfaceRegistry) -> Layer:
    root = registry.new_root("standard library")
    root.put(value("map", "Prelude"), b"map", b"map ast", b"m")
    layer = registry.begin_batch(root, "baseline")
    layer.put(F, b"f0", b"f0 ast", b"0")
    layer.put(G, b"g0", b"g0 ast", b"0")
    return layer


def test_a_look_up_falls_through_to_the_root(registry: InterfaceRegistry, baseline: Layer) -> None:
    batch = registry.begin_batch(baseline)
    assert batch.depth == 3
    assert batch.get_scheme(value("map", "Prelude")) == b"map"
    assert batch.get_ast(value("map", "Prelude")) == b"map ast"
    assert batch.get_scheme(value("nothing")) is None


def test_a_put_hides_the_parent_s_element_here_only(
    registry: InterfaceRegistry, baseline: Layer
) -> None:
    batch = registry.begin_batch(baseline)
    batch.put(F, b"f1")
    assert (batch.get_scheme(F), baseline.get_scheme(F)) == (b"f1", b"f0")


def test_a_put_without_an_ast_does_not_show_the_parent_s(
    registry: InterfaceRegistry, baseline: Layer
) -> None:
    batch = registry.begin_batch(baseline)
    batch.put(F, b"f1")
    assert batch.get_ast(F) is None
    batch.put_ast(F, b"f1 ast")
    assert (batch.get_scheme(F), batch.get_ast(F)) == (b"f1", b"f1 ast")


def test_a_deleted_element_is_gone_here_and_there_below(
    registry: InterfaceRegistry, baseline: Layer
) -> None:
    batch = registry.begin_batch(baseline)
    batch.delete(F)
    assert batch.get(F) is None
    assert batch.list_namespace("A") == [G]
    assert baseline.list_namespace("A") == [F, G]


def test_two_batches_over_one_parent_never_see_each_other(
    registry: InterfaceRegistry, baseline: Layer
) -> None:
    one, two = registry.begin_batch(baseline), registry.begin_batch(baseline)
    one.put(H, b"h")
    one.delete(F)
    assert two.list_namespace("A") == [F, G]
    assert two.get_scheme(H) is None


def test_a_commit_moves_everything_into_the_parent(
    registry: InterfaceRegistry, baseline: Layer
) -> None:
    batch = registry.begin_batch(baseline)
    batch.put(H, b"h1", b"h1 ast", b"1")
    batch.delete(F)
    committed = registry.commit_batch(batch, label=b"c1")
    assert committed == CommitResult(baseline, baseline.version, (F, H), b"c1")
    assert baseline.list_namespace("A") == [G, H]
    assert batch.is_empty()
    assert batch.get_scheme(H) == b"h1"


def test_a_commit_of_one_namespace_leaves_the_others_in_the_batch(
    registry: InterfaceRegistry, baseline: Layer
) -> None:
    batch = registry.begin_batch(baseline)
    batch.put(F, b"f1")
    batch.put(value("x", "B"), b"x1")
    registry.commit_batch(batch, {"A"})
    assert baseline.get_scheme(F) == b"f1"
    assert baseline.get_scheme(value("x", "B")) is None
    assert batch.get_scheme(value("x", "B")) == b"x1"


def test_a_commit_names_only_interfaces_that_changed(
    registry: InterfaceRegistry, baseline: Layer
) -> None:
    batch = registry.begin_batch(baseline)
    batch.put(F, b"f0", b"another body", b"0")
    batch.put(G, b"g1", b"g1 ast", b"1")
    batch.delete(value("never there"))
    committed = registry.commit_batch(batch)
    assert isinstance(committed, CommitResult)
    assert committed.interfaces == (G,)
    assert baseline.get_ast(F) == b"another body"


def test_a_commit_is_looked_up_in_steps_before_it_and_compares_nothing_then(
    registry: InterfaceRegistry, baseline: Layer, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = registry.begin_batch(baseline)
    for number in range(1_000):
        batch.put(value(f"x{number}"), b"x", b"x ast", b"1")
    batch.put(F, b"f0", b"another body", b"0")
    draft, steps = registry.draft_commit(batch), 0
    while True:
        try:
            next(draft)
            steps += 1
        except StopIteration as end:
            found = end.value
            break
    assert steps >= 4
    assert baseline.get_scheme(value("x0")) is None
    with monkeypatch.context() as patch:
        patch.setattr(registry_module, "_is_other_interface", None)
        committed = registry.commit_batch(batch, draft=found)
    assert isinstance(committed, CommitResult)
    assert set(committed.interfaces) == {value(f"x{number}") for number in range(1_000)}
    assert baseline.get_ast(F) == b"another body"
    assert batch.is_empty()


@pytest.mark.parametrize("is_parent", [False, True])
def test_what_was_looked_up_before_something_was_written_does_not_count(
    registry: InterfaceRegistry, baseline: Layer, is_parent: bool
) -> None:
    batch, other = registry.begin_batch(baseline), registry.begin_batch(baseline)
    batch.put(F, b"f1", fingerprint=b"1")
    draft = all_steps(registry.draft_commit(batch))
    if is_parent:
        other.put(F, b"f2", fingerprint=b"2")
        registry.commit_batch(other)
        assert registry.commit_batch(batch, draft=draft) == CommitConflict((F,))
    else:
        batch.put(H, b"h1", fingerprint=b"1")
        committed = registry.commit_batch(batch, draft=draft)
        assert isinstance(committed, CommitResult)
        assert committed.interfaces == (F, H)


def test_a_commit_over_another_s_is_a_conflict_and_changes_nothing(
    registry: InterfaceRegistry, baseline: Layer
) -> None:
    one, two = registry.begin_batch(baseline), registry.begin_batch(baseline)
    one.put(F, b"one")
    two.put(F, b"two")
    two.put(H, b"two")
    registry.commit_batch(one)
    assert registry.commit_batch(two) == CommitConflict((F,))
    assert (baseline.get_scheme(F), baseline.get_scheme(H)) == (b"one", None)
    assert two.get_scheme(F) == b"two"
    registry.rebase(two)
    assert isinstance(registry.commit_batch(two), CommitResult)
    assert baseline.get_scheme(F) == b"two"


def test_a_batch_does_not_conflict_with_itself(
    registry: InterfaceRegistry, baseline: Layer
) -> None:
    batch = registry.begin_batch(baseline)
    batch.put(value("x", "B"), b"x")
    for scheme in (b"1", b"2"):
        batch.put(F, scheme)
        assert isinstance(registry.commit_batch(batch, {"A"}), CommitResult)


def test_a_write_that_fails_leaves_batch_and_parent_alone(
    registry: InterfaceRegistry, baseline: Layer
) -> None:
    batch = registry.begin_batch(baseline)
    batch.put(F, b"f1")

    def fail(changes: LayerChanges) -> None:
        assert dict(changes.schemes) == {F: b"f1"}
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        registry.commit_batch(batch, write=fail)
    assert (baseline.get_scheme(F), batch.get_scheme(F)) == (b"f0", b"f1")
    assert isinstance(registry.commit_batch(batch), CommitResult)


def test_a_version_grows_by_one_with_each_change(
    registry: InterfaceRegistry, baseline: Layer
) -> None:
    batch = registry.begin_batch(baseline)
    seen = [batch.version]
    batch.put(F, b"f1")
    seen.append(batch.version)
    batch.delete(F)
    seen.append(batch.version)
    assert seen == [0, 1, 2]
    before = baseline.version
    registry.commit_batch(batch)
    assert baseline.version == before + 1


def test_observers_hear_of_commits_until_they_unsubscribe(
    registry: InterfaceRegistry, baseline: Layer
) -> None:
    heard: list[CommitResult] = []
    unsubscribe = registry.subscribe(heard.append)
    batch = registry.begin_batch(baseline)
    batch.put(F, b"f1", None, b"1")
    registry.commit_batch(batch, label=b"c1")
    unsubscribe()
    batch.put(F, b"f2", None, b"2")
    registry.commit_batch(batch, label=b"c2")
    assert [(event.label, event.interfaces) for event in heard] == [(b"c1", (F,))]


def test_an_observer_that_fails_hides_no_commit(
    registry: InterfaceRegistry, baseline: Layer, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[CommitResult] = []

    def fail(committed: CommitResult) -> None:
        raise ZeroDivisionError

    registry.subscribe(fail)
    registry.subscribe(heard.append)
    batch = registry.begin_batch(baseline)
    batch.put(F, b"f1")
    assert registry.commit_batch(batch) == heard[0]
    assert baseline.get_scheme(F) == b"f1"
    assert "an observer of baseline failed" in caplog.text


def test_readers_see_all_of_a_commit_or_none(registry: InterfaceRegistry, baseline: Layer) -> None:
    keys = [value(f"x{number}") for number in range(50)]
    stop = threading.Event()
    torn: list[set[object]] = []

    def read() -> None:
        while not stop.is_set():
            with registry.reading():
                seen = {baseline.get_scheme(key) for key in keys}
                seen |= {baseline.get_ast(key) for key in keys}
            if len(seen) > 1:
                torn.append(seen)

    thread = threading.Thread(target=read)
    thread.start()
    batch = registry.begin_batch(baseline)
    for number in range(1, 100):
        for key in keys:
            batch.put(key, number, number)
        registry.commit_batch(batch)
    stop.set()
    thread.join()
    assert [seen for seen in torn if seen != {None}] == []


def test_a_namespace_is_listed_while_another_thread_writes_to_it(
    registry: InterfaceRegistry, baseline: Layer
) -> None:
    batch = registry.begin_batch(baseline)
    keys = [value(f"x{number}") for number in range(20_000)]
    wrong: list[BaseException] = []
    done = threading.Event()

    def read() -> None:
        try:
            while not done.is_set():
                assert F in batch.list_namespace("A")
        except BaseException as error:
            wrong.append(error)

    thread = threading.Thread(target=read)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    thread.start()
    for key in keys:
        batch.put(key, b"x")
    registry.commit_batch(batch)
    done.set()
    thread.join()
    sys.setswitchinterval(interval)
    assert wrong == []


class SlowSource:
    """Knows F as it was; while it is asked, something happens."""

    def __init__(self, meanwhile: Callable[[], None]) -> None:
        self.meanwhile = meanwhile

    def scheme(self, key: ElementKey) -> object | None:
        self.meanwhile()
        return b"old" if key is F else None

    def ast(self, key: ElementKey) -> object | None:
        self.meanwhile()
        return b"old ast" if key is F else None

    def fingerprint(self, key: ElementKey) -> bytes:
        self.meanwhile()
        return b"old hash" if key is F else b""

    def list_namespace(self, namespace: str) -> Iterable[ElementKey]:
        return [F] if namespace == "A" else []


@pytest.mark.parametrize("key", [F, G])
@pytest.mark.parametrize("asked", ["get_scheme", "get_ast", "get_fingerprint"])
def test_what_is_committed_while_the_source_is_asked_stays(
    registry: InterfaceRegistry, key: ElementKey, asked: str
) -> None:
    def commit() -> None:
        if pending:
            registry.commit_batch(pending.pop())

    pending: list[Layer] = []
    baseline = registry.new_root("baseline", SlowSource(commit))
    batch = registry.begin_batch(baseline)
    batch.put(key, b"new", b"new ast", b"new hash")
    pending.append(batch)
    getattr(baseline, asked)(key)
    assert baseline.get(key) == ElementContent(b"new", b"new ast", b"new hash")


def test_what_is_only_looked_at_is_the_same_and_is_not_kept(registry: InterfaceRegistry) -> None:
    database = open_in_memory()
    with database.transaction() as transaction:
        for key in (F, G):
            record = make_record(b"scheme", 1, CURRENT)
            transaction.put_artifact(ArtifactKind.SCHEME, encode_element(key), record)
        record = make_record(b"ast", 1, CURRENT)
        transaction.put_artifact(ArtifactKind.TYPED_AST, encode_element(F), record)
    root = registry.new_root("standard library")
    root.put(value("map", "Prelude"), b"map", b"map ast")
    baseline = registry.begin_batch(root, "baseline", ArtifactSource(database, bytes, bytes))
    batch = registry.begin_batch(baseline)
    batch.put(H, b"scheme", b"own ast")
    keys = (F, G, H, value("map", "Prelude"), value("none"))
    looked_at = [batch.look_at_ast(key) for key in keys]
    assert looked_at == [b"ast", None, b"own ast", b"map ast", None]
    assert not baseline._asts
    assert [batch.get_ast(key) for key in keys] == looked_at
    assert [batch.look_at_ast(key) for key in keys] == looked_at


@pytest.mark.parametrize("is_seen_before", [True, False])
def test_a_typed_ast_that_a_source_has_left_of_an_element_is_of_none(
    registry: InterfaceRegistry, is_seen_before: bool
) -> None:
    database = open_in_memory()
    with database.transaction() as transaction:
        record = make_record(b"ast", 1, CURRENT)
        transaction.put_artifact(ArtifactKind.TYPED_AST, encode_element(F), record)
    root = registry.new_root("baseline", ArtifactSource(database, bytes, bytes))
    batch = registry.begin_batch(root)
    if is_seen_before:
        batch.get_ast(F)
    assert batch.get_scheme(F) is None
    assert (batch.get_ast(F), batch.look_at_ast(F)) == (None, None)
    batch.put(F, b"scheme", b"own ast")
    assert batch.get_ast(F) == b"own ast"


def test_a_layer_with_a_source_decodes_each_element_once(registry: InterfaceRegistry) -> None:
    database = open_in_memory()
    with database.transaction() as transaction:
        record = make_record(b"f0", 1, CURRENT)
        transaction.put_artifact(ArtifactKind.SCHEME, encode_element(F), record)
    decoded: list[bytes] = []

    def decode(data: bytes) -> bytes:
        decoded.append(data)
        return data

    root = registry.new_root("standard library")
    source = ArtifactSource(database, decode, decode)
    baseline = registry.begin_batch(root, "baseline", source)
    batch = registry.begin_batch(baseline)
    assert [batch.get_scheme(F), batch.get_scheme(F)] == [b"f0", b"f0"]
    assert [batch.get_scheme(G), batch.get_scheme(G)] == [None, None]
    assert batch.get_ast(F) is None
    assert decoded == [b"f0"]
    assert batch.list_namespace("A") == [F]
    assert baseline.get_fingerprint(F) == record.content_hash
    batch.delete(F)
    batch.put(G, b"g1")
    registry.commit_batch(batch)
    assert baseline.list_namespace("A") == [G]
    assert baseline.get_scheme(F) is None


def test_encoded_elements_decode_to_themselves() -> None:
    for name in ("f", "", "a\0b", "α", "<$>", "\ud800"):
        for space in Space:
            key = element_key("Data.Array", space, name)
            assert decode_element(encode_element(key)) is key


def test_a_dump_carries_the_elements_to_another_database() -> None:
    here, there = open_in_memory(), open_in_memory()
    with here.transaction() as transaction:
        for key in (F, G):
            transaction.put_payload(ArtifactKind.SCHEME, encode_element(key), key.name.encode())
        transaction.put_payload(ArtifactKind.TYPED_AST, encode_element(F), b"f ast")
    with there.transaction() as transaction:
        for key in (F, H):
            transaction.put_payload(ArtifactKind.SCHEME, encode_element(key), b"old")
        transaction.put_payload(ArtifactKind.TYPED_AST, encode_element(H), b"h ast")
    dumped = list(dump(here))
    with there.transaction() as transaction:
        restore(there, transaction, dumped)
    source = ArtifactSource(there, lambda data: data, lambda data: data)
    assert list(source.list_namespace("A")) == [F, G]
    assert [source.scheme(key) for key in (F, G, H)] == [b"f", b"g", None]
    assert [source.ast(key) for key in (F, G, H)] == [b"f ast", None, None]
    assert list(dump(there)) == dumped

"""Transactions that are written in slices: nobody sees any of one before its end, and what was given up, failed or was killed leaves nothing."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from nova_ls.store import Access, ArtifactKind, Index, StoreError, open_database, open_in_memory
from nova_ls.store.database_check import check_database
from nova_ls.store.keyvalue import Durability, RowChanges
from nova_ls.store.rocks import RocksKeyValue, rocks
from nova_ls.store.stored import StoredDatabase
from nova_ls.store.transaction import SLICE, PendingTransaction

ROWS = 2 * SLICE + 500
"""Of the log; so many again are told of while they are written."""

STREAMED = 250
LARGEST = SLICE + 600
"""Rows of one write: a slice ends between two portions."""

SEEN = (Index.LOG, Index.HEADS, Index.KIND, Index.META)


def key(number: int) -> bytes:
    return b"%06d" % number


@pytest.fixture(params=["disk", "memory"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[StoredDatabase]:
    database = open_database(tmp_path / "db").database
    if request.param == "memory":
        database.close()
        database = open_in_memory()
    begin(database)
    yield database
    database.close()


@pytest.fixture
def on_disk(tmp_path: Path) -> Iterator[StoredDatabase]:
    database = open_database(tmp_path / "db").database
    begin(database)
    yield database
    database.close()


def begin(database: StoredDatabase) -> None:
    """Every third row is there already."""
    with database.transaction() as transaction:
        for number in range(0, ROWS, 3):
            transaction.put_row(Index.LOG, key(number), b"old")
        transaction.put_payload(ArtifactKind.SCHEME, b"a", b"old")
        transaction.put_payload(ArtifactKind.SCHEME, b"b", b"old")


def fill(transaction: PendingTransaction) -> Iterator[None]:
    """Change rows, delete some, add others; in steps."""

    def streamed() -> Iterator[RowChanges]:
        for first in range(0, ROWS, STREAMED):
            some = range(first, min(first + STREAMED, ROWS))
            yield {Index.HEADS: {key(number): b"new" for number in some}}

    for number in range(ROWS):
        if number % 2:
            transaction.delete_row(Index.LOG, key(number))
        else:
            transaction.put_row(Index.LOG, key(number), b"new")
    transaction.put_payload(ArtifactKind.SCHEME, b"a", b"new")
    transaction.delete_artifact(ArtifactKind.SCHEME, b"b")
    transaction.stream_rows(streamed)
    yield from transaction.prepare()


def seen(database: StoredDatabase) -> list[object]:
    """What a reader finds, asking in every way there is."""
    keys = [key(number) for number in range(0, ROWS, 97)]
    return [
        *(list(database.store.scan(index)) for index in SEEN),
        *(list(database.store.scan_back(index)) for index in SEEN),
        list(database.store.scan(Index.LOG, b"00", key(77))),
        list(database.store.scan_back(Index.LOG, b"0001")),
        database.get_rows(Index.LOG, keys),
        [database.get_row(Index.LOG, key) for key in keys],
        [database.get_artifact(ArtifactKind.SCHEME, key) for key in (b"a", b"b")],
        database.revision,
    ]


def give_up_after(database: StoredDatabase, slices: int) -> None:
    """Leave a transaction once so many of its slices are written."""
    store = database.store
    assert isinstance(store, RocksKeyValue)
    with suppress(InterruptedError), database.transaction() as transaction:
        for _ in fill(transaction):
            if store._slices == slices:
                raise InterruptedError


def written(database: StoredDatabase, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows each write has from now on."""
    sizes: list[int] = []
    write = RocksKeyValue._write_batch

    def note(store: RocksKeyValue, batch: object, *rest: object) -> None:
        sizes.append(batch.len())  # type: ignore[attr-defined]  # a WriteBatch
        write(store, batch, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(RocksKeyValue, "_write_batch", note)
    return sizes


def test_no_step_writes_many_rows_and_nobody_sees_them_before_the_last_one(
    database: StoredDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes, before = written(database, monkeypatch), seen(database)
    with database.transaction() as transaction:
        steps = len([seen(database) == before for _ in fill(transaction)])
        assert seen(database) == before
        assert len(sizes) > 3
    assert steps > len(sizes)
    assert max(sizes) <= LARGEST
    assert seen(database) != before
    log = dict(database.scan_rows(Index.LOG))
    assert log == {key(number): b"new" for number in range(0, ROWS, 2)}
    assert len(list(database.scan_rows(Index.HEADS))) == ROWS
    assert database.get_artifact(ArtifactKind.SCHEME, b"b") is None
    assert [row for row, _ in database.scan_rows(Index.META, b"store:before")] == []
    assert check_database(database) == []


def test_who_reads_in_another_thread_sees_none_of_it(database: StoredDatabase) -> None:
    before, is_over = seen(database), threading.Event()
    found: list[bool] = []

    def read() -> None:
        while not is_over.is_set():
            found.append(seen(database) == before)

    readers = [threading.Thread(target=read) for _ in range(2)]
    with database.transaction() as transaction:
        for reader in readers:
            reader.start()
        for _ in fill(transaction):
            continue
        is_over.set()
        for reader in readers:
            reader.join()
    assert found
    assert all(found)


def test_given_up_it_is_taken_back_slice_by_slice(
    database: StoredDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = seen(database)
    give_up_after(database, 3)
    sizes = written(database, monkeypatch)
    assert seen(database) == before
    steps = 0
    while not database.make_safe(0.0):
        steps += 1
        assert seen(database) == before
    assert steps == 2
    assert len(sizes) == 3
    assert max(sizes) <= LARGEST
    assert seen(database) == before
    assert check_database(database) == []


@pytest.mark.parametrize("slices", [1, 3])
def test_given_up_it_is_taken_back_before_the_next_write(
    database: StoredDatabase, slices: int
) -> None:
    give_up_after(database, slices)
    with database.transaction() as transaction:
        transaction.put_row(Index.LOG, key(0), b"other")
    log = {key(number): b"old" for number in range(0, ROWS, 3)} | {key(0): b"other"}
    assert dict(database.scan_rows(Index.LOG)) == log
    assert list(database.scan_rows(Index.HEADS)) == []
    give_up_after(database, slices)
    with database.transaction() as transaction:
        for _ in fill(transaction):
            continue
    assert len(list(database.scan_rows(Index.HEADS))) == ROWS
    assert check_database(database) == []


def copied(database: StoredDatabase, folder: Path, act: Callable[[Path], None]) -> None:
    """Act on the files as they are now: they are what is left of a process that was killed."""
    shutil.copytree(folder / "db", folder / "copy")
    act(folder / "copy")
    shutil.rmtree(folder / "copy")


@pytest.mark.parametrize("is_taken_back", [False, True])
def test_killed_between_two_slices_nothing_of_it_is_left(
    on_disk: StoredDatabase, tmp_path: Path, is_taken_back: bool
) -> None:
    """Whether more were written then, or those there were were taken back."""
    before = seen(on_disk)
    looked_at: list[int] = []

    def look(path: Path) -> None:
        again = open_database(path).database
        assert seen(again) == before
        assert check_database(again) == []
        again.close()
        looked_at.append(1)

    if is_taken_back:
        give_up_after(on_disk, 4)
        while not on_disk.make_safe(0.0):
            copied(on_disk, tmp_path, look)
    else:
        store = on_disk.store
        assert isinstance(store, RocksKeyValue)
        with on_disk.transaction() as transaction:
            for number, _ in enumerate(fill(transaction)):
                if number % 5 == 0:
                    copied(on_disk, tmp_path, look)
    assert len(looked_at) > 2


def test_another_process_sees_none_of_a_write_that_goes_on(
    on_disk: StoredDatabase, tmp_path: Path
) -> None:
    before = {row for row, _ in on_disk.store.scan(Index.KIND)}
    give_up_after(on_disk, 4)
    assert isinstance(on_disk.store, RocksKeyValue)
    follower = open_database(tmp_path / "db").database
    assert follower.access is Access.FOLLOWER
    assert list(follower.scan_rows(Index.HEADS)) == []
    assert {row for row, _ in follower.store.scan(Index.KIND)} == before
    found = follower.get_artifact(ArtifactKind.SCHEME, b"a")
    assert found is not None
    assert found.payload == b"old"
    follower.close()


class Full:
    """A disk that is full once so many writes were made. `refused`: what it refused then."""

    def __init__(self, rocks: object, writes: int) -> None:
        self.rocks = rocks
        self.refused: list[object] = []
        self._writes = writes

    def write(self, *arguments: object) -> None:
        self._writes -= 1
        if self._writes < 0:
            self.refused += arguments
            raise RuntimeError("IO error: No space left on device")
        self.rocks.write(*arguments)  # type: ignore[attr-defined]  # an Rdict

    def __getattr__(self, name: str) -> object:
        return getattr(self.rocks, name)


def refuse(path: Path) -> None:
    raise StoreError("IO error: No space left on device")


def fill_all(database: StoredDatabase) -> None:
    with database.transaction() as transaction:
        for _ in fill(transaction):
            continue


def fill_full(database: StoredDatabase, writes: int, *, is_kept: bool) -> bool:
    """Fill a disk that is full after some writes; whether it has taken all. `is_kept`: what it refused is there when the files are opened again."""
    store = database.store
    assert isinstance(store, RocksKeyValue)
    full = Full(store._rocks, writes)
    store._rocks = full  # type: ignore[assignment]
    try:
        with pytest.MonkeyPatch.context() as disk:
            disk.setattr(rocks, "_require_space", refuse)
            fill_all(database)
    except StoreError:
        store._rocks = full.rocks  # type: ignore[assignment]
        if is_kept:
            with pytest.MonkeyPatch.context() as late:
                release = RocksKeyValue._release

                def keep(store: RocksKeyValue) -> None:
                    store._rocks.write(*full.refused)  # type: ignore[arg-type]
                    full.rocks = None
                    release(store)

                late.setattr(RocksKeyValue, "_release", keep)
                database.make_safe(0.0)
        return False
    store._rocks = full.rocks  # type: ignore[assignment]
    return True


@pytest.mark.parametrize("writes", range(6))
def test_where_the_disk_is_full_in_the_middle_nothing_of_it_is_left(
    database: StoredDatabase, writes: int
) -> None:
    before = seen(database)
    if fill_full(database, writes, is_kept=False):
        assert writes == 5
        return
    assert seen(database) == before
    while not database.make_safe(0.0):
        assert seen(database) == before
    assert seen(database) == before
    fill_all(database)
    assert len(list(database.scan_rows(Index.HEADS))) == ROWS
    assert check_database(database) == []


class Broken:
    """An open RocksDB that has failed in the background once so many writes were made: it refuses the next ones until its files are opened again."""

    def __init__(self, rocks: object, writes: int) -> None:
        self._rocks = rocks
        self._writes = writes

    def write(self, *arguments: object) -> None:
        self._writes -= 1
        if self._writes < 0:
            raise RuntimeError("IO error: While fdatasync: Input/output error")
        self._rocks.write(*arguments)  # type: ignore[attr-defined]  # an Rdict

    def __getattr__(self, name: str) -> object:
        return getattr(self._rocks, name)


@pytest.mark.parametrize("former", [0, 2], ids=["alone", "after one that was given up"])
@pytest.mark.parametrize("writes", range(5))
def test_what_is_refused_while_the_disk_is_well_is_written_all_the_same(
    on_disk: StoredDatabase, writes: int, former: int
) -> None:
    store = on_disk.store
    assert isinstance(store, RocksKeyValue)
    give_up_after(on_disk, former)
    store._rocks = Broken(store._rocks, writes)  # type: ignore[assignment]
    fill_all(on_disk)
    assert not isinstance(store._rocks, Broken)
    assert len(list(on_disk.scan_rows(Index.HEADS))) == ROWS
    assert {value for _, value in on_disk.scan_rows(Index.LOG)} == {b"new"}
    assert check_database(on_disk) == []


@pytest.mark.parametrize("give_up", ["make_safe", "write"])
def test_what_was_given_up_is_taken_back_by_a_database_that_refuses_that_at_first(
    on_disk: StoredDatabase, give_up: str
) -> None:
    before = seen(on_disk)
    store = on_disk.store
    assert isinstance(store, RocksKeyValue)
    give_up_after(on_disk, 2)
    store._rocks = Broken(store._rocks, 0)  # type: ignore[assignment]
    if give_up == "write":
        store.write({})
    else:
        while not on_disk.make_safe(0.0):
            continue
    assert seen(on_disk) == before


@pytest.mark.parametrize("slices", range(1, 4))
@pytest.mark.parametrize("is_long", [False, True])
def test_a_write_between_two_slices_of_a_long_one_costs_none_of_its_rows(
    on_disk: StoredDatabase, slices: int, is_long: bool
) -> None:
    store = on_disk.store
    assert isinstance(store, RocksKeyValue)
    rows = {Index.LOG: {key(number): b"newer" for number in range(ROWS)}}
    first = store.prepare(rows, most=SLICE // 4)
    for _ in first:
        if store._slices == slices:
            break
    if is_long:
        for _ in store.prepare(rows, most=SLICE // 4):
            if store._slices == slices:
                break
    else:
        store.write({Index.META: {b"between": b""}})
    try:
        while True:
            next(first)
    except StopIteration as end:
        end.value.write(Durability.AT_ONCE)
    assert [value for _, value in store.scan(Index.LOG)] == [b"newer"] * ROWS


@pytest.mark.parametrize("writes", range(5))
def test_what_was_refused_and_is_there_all_the_same_is_taken_back(
    on_disk: StoredDatabase, writes: int
) -> None:
    before = seen(on_disk)
    assert not fill_full(on_disk, writes, is_kept=True)
    while not on_disk.make_safe(0.0):
        continue
    assert seen(on_disk) == before
    assert check_database(on_disk) == []

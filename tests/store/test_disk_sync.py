"""Transactions for which nobody waits: seen at once, safe when the disk has answered, and what happens when it refuses."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from nova_ls.store import Durability, Index, StoreError, open_database, open_in_memory
from nova_ls.store.database_check import check_database
from nova_ls.store.rocks import rocks
from nova_ls.store.stored import StoredDatabase
from tests.store.slow_disk import BROKEN, LONG, SlowDisk, slow_disk


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowDisk]:
    with slow_disk(monkeypatch) as disk:
        yield disk


@pytest.fixture
def database(disk: SlowDisk, tmp_path: Path) -> Iterator[StoredDatabase]:
    database = open_database(tmp_path / "db").database
    yield database
    disk.answers.set()
    database.close()


def put(database: StoredDatabase, key: bytes, durability: Durability = Durability.SOON) -> None:
    with database.transaction(durability) as transaction:
        transaction.put_row(Index.LOG, key, key)


def rows(database: StoredDatabase) -> list[bytes]:
    return [key for key, _ in database.scan_rows(Index.LOG)]


def test_what_is_safe_soon_is_seen_at_once(database: StoredDatabase, disk: SlowDisk) -> None:
    put(database, b"a")
    assert not database.make_safe(0.0)
    assert rows(database) == [b"a"]
    put(database, b"b", Durability.WITH_THE_NEXT)
    assert rows(database) == [b"a", b"b"]
    assert not database.make_safe(0.001)
    disk.answers.set()
    assert database.make_safe(LONG)
    assert database.make_safe(0.0)


@pytest.mark.parametrize("durability", [Durability.SOON, Durability.AT_ONCE])
def test_the_next_one_waits_for_the_former(
    database: StoredDatabase, disk: SlowDisk, durability: Durability
) -> None:
    put(database, b"a")
    second = threading.Thread(target=put, args=(database, b"b", durability))
    second.start()
    second.join(0.05)
    assert second.is_alive()
    assert rows(database) == [b"a"]
    disk.answers.set()
    second.join(LONG)
    assert rows(database) == [b"a", b"b"]
    assert database.make_safe(LONG)


def test_closing_waits_for_the_disk(tmp_path: Path, disk: SlowDisk) -> None:
    database = open_database(tmp_path / "db").database
    put(database, b"a")
    closing = threading.Thread(target=database.close)
    closing.start()
    closing.join(0.05)
    assert closing.is_alive()
    disk.answers.set()
    closing.join(LONG)
    again = open_database(tmp_path / "db").database
    assert rows(again) == [b"a"]
    again.close()


def test_where_the_disk_refuses_once_the_rows_are_made_safe_in_another_way(
    database: StoredDatabase, disk: SlowDisk, tmp_path: Path
) -> None:
    disk.refuses = True
    put(database, b"a")
    disk.answers.set()
    assert database.make_safe(LONG)
    assert rows(database) == [b"a"]
    put(database, b"b", Durability.AT_ONCE)
    assert rows(database) == [b"a", b"b"]
    assert check_database(database) == []


def test_where_the_disk_goes_on_refusing_that_is_an_error_until_it_is_well(
    database: StoredDatabase, disk: SlowDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_space(path: Path) -> None:
        raise StoreError(BROKEN)

    disk.refuses = True
    put(database, b"a")
    disk.answers.set()
    with monkeypatch.context() as broken:
        broken.setattr(rocks, "_require_space", no_space)
        with pytest.raises(StoreError, match=BROKEN):
            database.make_safe(LONG)
        with pytest.raises(StoreError, match=BROKEN):
            put(database, b"b", Durability.WITH_THE_NEXT)
        assert rows(database) == [b"a"]
    assert database.make_safe(LONG)
    put(database, b"b", Durability.AT_ONCE)
    assert rows(database) == [b"a", b"b"]


def test_nothing_is_written_behind_what_the_disk_has_lost(
    database: StoredDatabase, disk: SlowDisk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, before = tmp_path / "db", tmp_path / "before"
    put(database, b"before", Durability.AT_ONCE)
    shutil.copytree(folder, before)
    disk.refuses = True
    put(database, b"a")
    disk.answers.set()
    release = rocks.RocksKeyValue._release

    def lose(store: rocks.RocksKeyValue) -> None:
        release(store)
        shutil.rmtree(folder)
        shutil.copytree(before, folder)

    with monkeypatch.context() as lossy:
        lossy.setattr(rocks.RocksKeyValue, "_release", lose)
        with pytest.raises(StoreError, match="has lost"):
            database.make_safe(LONG)
    with pytest.raises(StoreError, match="has lost"):
        put(database, b"b", Durability.AT_ONCE)
    assert rows(database) == [b"before"]


def test_in_memory_everything_is_safe(disk: SlowDisk) -> None:
    database = open_in_memory()
    put(database, b"a")
    assert database.make_safe(0.0)


KILLED = """
import sys, time
from pathlib import Path
from nova_ls.store import *
from nova_ls.store.rocks import rocks
from nova_ls.store.rocks.disk_sync import DiskSync
rocks.DiskSync = lambda sync: DiskSync(lambda: time.sleep(60))
database = open_database(Path(sys.argv[1])).database
with database.transaction(Durability.SOON) as transaction:
    for number in range(1000):
        transaction.put_payload(ArtifactKind.SCHEME, b"%d" % number, b"payload")
    transaction.put_row(Index.LOG, b"a", b"a")
print(database.make_safe(0.0), flush=True)
sys.stdin.read()
"""


def test_killed_before_the_disk_has_answered_all_of_it_is_there(tmp_path: Path) -> None:
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", KILLED, str(tmp_path / "db")]
    child = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "False\n"
    os.kill(child.pid, signal.SIGKILL)
    child.communicate()
    database = open_database(tmp_path / "db").database
    assert rows(database) == [b"a"]
    assert check_database(database) == []
    database.close()

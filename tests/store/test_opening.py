"""Databases that are locked, damaged, too new, or in a folder that cannot hold one."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from nova_ls.store import (
    Access,
    ArtifactKind,
    Index,
    StoreError,
    StoreUnwritable,
    open_database,
)
from nova_ls.store.database_check import check_database
from nova_ls.store.keyvalue import Durability, RowChanges
from nova_ls.store.rocks import RocksKeyValue
from nova_ls.store.stored import StoredDatabase

SCHEME = ArtifactKind.SCHEME

OWNER = """
import sys
from pathlib import Path
from nova_ls.store import *
database = open_database(Path(sys.argv[1])).database
for line in sys.stdin:
    key, value = line.split()
    durability = Durability.WITH_THE_NEXT if key == "later" else Durability.AT_ONCE
    with database.transaction(durability) as transaction:
        transaction.put_payload(ArtifactKind.SCHEME, key.encode(), value.encode())
        transaction.put_row(Index.HEADS, key.encode(), value.encode())
        transaction.put_row(Index.LOG, key.encode(), value.encode())
    if key == "compact":
        database.compact()
    print("done", flush=True)
"""


class Owner:
    """Another process that has the database open for writing."""

    def __init__(self, path: Path) -> None:
        command = [sys.executable, "-c", OWNER, str(path)]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)

    def put(self, key: str, value: str) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{key} {value}\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "done\n"

    def compact(self) -> None:
        self.put("compact", "now")

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def owner(tmp_path: Path) -> Iterator[Owner]:
    process = Owner(tmp_path / "db")
    process.put("a", "1")
    yield process
    process.kill()


def put(database: StoredDatabase, key: bytes, value: bytes) -> None:
    with database.transaction() as transaction:
        transaction.put_payload(SCHEME, key, value)
        transaction.put_row(Index.HEADS, key, value)


def payload(database: StoredDatabase, key: bytes) -> bytes | None:
    record = database.get_artifact(SCHEME, key)
    return None if record is None else record.payload


def test_a_second_process_keeps_its_commits_over_the_state_it_found(
    owner: Owner, tmp_path: Path
) -> None:
    opened = open_database(tmp_path / "db")
    database = opened.database
    assert database.access is Access.FOLLOWER
    assert opened.notice is not None
    assert "in use by another nova-ls" in opened.notice
    assert payload(database, b"a") == b"1"
    put(database, b"mine", b"2")
    owner.put("b", "3")
    database.catch_up()
    # Artifacts and heads are of one state of the files, which is not the owner's newest.
    assert [payload(database, key) for key in (b"a", b"mine", b"b")] == [b"1", b"2", None]
    assert [row[0] for row in database.scan_rows(Index.HEADS)] == [b"a", b"mine"]
    assert [row[0] for row in database.scan_rows_back(Index.HEADS)] == [b"mine", b"a"]
    database.close()


def test_a_second_process_sees_the_log_grow(owner: Owner, tmp_path: Path) -> None:
    database = open_database(tmp_path / "db").database
    with database.transaction() as transaction:
        transaction.put_row(Index.LOG, b"mine", b"2")
    owner.put("b", "3")
    assert [key for key, _ in database.scan_rows(Index.LOG)] == [b"a", b"mine"]
    database.catch_up()
    assert list(database.scan_rows(Index.LOG)) == [(b"a", b"1"), (b"b", b"3"), (b"mine", b"2")]
    assert database.get_rows(Index.LOG, [b"b", b"mine"]) == [b"3", b"2"]
    database.close()


def test_what_a_second_process_found_stays_when_the_owner_compacts(
    owner: Owner, tmp_path: Path
) -> None:
    for number in range(50):
        owner.put(f"k{number}", "old")
    database = open_database(tmp_path / "db").database
    for number in range(50):
        owner.put(f"k{number}", "new")
        owner.put(f"n{number}", "new")
    owner.compact()
    assert {payload(database, b"k%d" % number) for number in range(50)} == {b"old"}
    database.catch_up()
    assert {payload(database, b"k%d" % number) for number in range(50)} == {b"old"}
    assert {database.get_row(Index.LOG, b"n%d" % number) for number in range(50)} == {b"new"}
    database.close()


def test_a_second_process_that_came_too_early_sees_the_log_later(tmp_path: Path) -> None:
    path = tmp_path / "db"
    owner = Owner(path)
    owner.put("a", "1")
    hidden = tmp_path / "hidden"
    (path / "CURRENT").rename(hidden)  # As before the owner has written its first file.
    database = open_database(path).database
    assert database.access is Access.FOLLOWER
    assert payload(database, b"a") is None
    hidden.rename(path / "CURRENT")
    database.catch_up()
    assert database.get_row(Index.LOG, b"a") == b"1"
    assert payload(database, b"a") is None
    database.close()
    owner.kill()


def test_what_need_not_be_on_disk_at_once_outlives_its_process(
    owner: Owner, tmp_path: Path
) -> None:
    owner.put("later", "3")
    owner.kill()
    database = open_database(tmp_path / "db").database
    assert [payload(database, key) for key in (b"a", b"later")] == [b"1", b"3"]
    assert check_database(database) == []
    database.close()


def test_who_opens_next_owns_what_the_owner_left(owner: Owner, tmp_path: Path) -> None:
    follower = open_database(tmp_path / "db").database
    owner.put("b", "3")
    owner.kill()
    follower.close()
    database = open_database(tmp_path / "db").database
    assert database.access is Access.OWNER
    assert [payload(database, key) for key in (b"a", b"b")] == [b"1", b"3"]
    assert check_database(database) == []
    database.close()


def test_a_damaged_database_is_set_aside_and_nothing_is_deleted(tmp_path: Path) -> None:
    path = tmp_path / "db"
    for file in ("CURRENT", "MANIFEST"):
        database = open_database(path).database
        put(database, b"a", b"1")
        database.close()
        damaged = next(child for child in path.iterdir() if child.name.startswith(file))
        damaged.write_bytes(b"not what was written")
        opened = open_database(path)
        assert opened.set_aside is not None
        assert (opened.set_aside / damaged.name).read_bytes() == b"not what was written"
        assert opened.notice is not None
        assert "\n" not in opened.notice
        assert opened.set_aside.name in opened.notice
        assert payload(opened.database, b"a") is None
        put(opened.database, b"a", b"2")
        opened.database.close()
    assert len(list(tmp_path.iterdir())) == 3


@pytest.mark.parametrize("seed", range(12))
def test_random_damage_never_gives_wrong_data(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "db"
    chance = random.Random(seed)
    database = open_database(path).database
    for number in range(60):
        put(database, b"%d" % number, b"payload %d " % number * 100)
        if number == 40:
            database.close()
            database = open_database(path).database
    database.close()
    files = [file for file in sorted(path.iterdir()) if file.suffix in (".sst", ".log")]
    file = chance.choice([file for file in files if file.stat().st_size])
    data = bytearray(file.read_bytes())
    for _ in range(chance.choice([1, 8])):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    file.write_bytes(data)
    opened = open_database(path)
    found = 0
    for number in range(60):
        value = payload(opened.database, b"%d" % number)
        assert value in (None, b"payload %d " % number * 100)
        found += value is not None
    # Nothing goes without a word: set aside, a fault that fsck names, or bytes that did not matter.
    silent = opened.set_aside is None and check_database(opened.database) == []
    assert found == 60 or not silent
    put(opened.database, b"new", b"new")
    assert payload(opened.database, b"new") == b"new"
    opened.database.close()


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "db"
    database = open_database(path).database
    with database.transaction() as transaction:
        transaction.put_row(Index.META, b"store:format", b"99")
    database.close()
    opened = open_database(path)
    assert opened.database.access is Access.MEMORY
    assert opened.notice is not None
    assert "newer" in opened.notice
    put(opened.database, b"a", b"1")
    opened.database.close()
    assert [child.name for child in tmp_path.iterdir()] == ["db"]


def test_a_folder_that_cannot_be_made_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnwritable, match="cannot be made"):
        open_database(tmp_path / "file" / "db")


def test_a_read_only_folder_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "db"
    path.mkdir()
    if os.geteuid() == 0:
        # Nothing is read-only to root; the question to the system is the seam.
        monkeypatch.setattr(os, "access", lambda *_: False)
    else:
        path.chmod(0o500)
    with pytest.raises(StoreUnwritable, match="may not be written to"):
        open_database(path)


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from nova_ls.store import *
from tests.store.versions import CURRENT
database = open_database(Path(sys.argv[1])).database
def put(key, size):
    with database.transaction() as transaction:
        record = make_record(bytes([65]) * size, transaction.revision, CURRENT)
        transaction.put_artifact(ArtifactKind.SCHEME, key, record)
        transaction.put_row(Index.LOG, key, b"row")
put(b"before", 1000)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
_, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
try:
    put(b"too much", 1_000_000)
    print("no error")
except StoreError as error:
    print("error:", error)
print(database.get_artifact(ArtifactKind.SCHEME, b"too much"), database.revision)
resource.setrlimit(resource.RLIMIT_FSIZE, (10, hard))
for _ in range(2):
    try:
        put(b"still too much", 1_000_000)
        print("no error")
    except StoreError as error:
        print("error:", error)
    print(database.get_row(Index.LOG, b"before"))
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
put(b"after", 1000)
print(database.get_row(Index.LOG, b"too much"), database.get_row(Index.LOG, b"after"))
"""


def test_a_disk_that_is_full_for_a_moment_costs_one_commit(tmp_path: Path) -> None:
    command = [sys.executable, "-c", FULL_DISK, str(tmp_path / "db")]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert shown[0].startswith("error: IO error")
    assert shown[1] == "None 1"
    assert [line for line in shown[2:] if not line.startswith("error: IO error")] == [
        "b'row'",
        "b'row'",
        "None b'row'",
    ]
    assert len(shown) == 7
    database = open_database(tmp_path / "db").database
    assert [key for key, _ in database.scan_rows(Index.LOG)] == [b"after", b"before"]
    assert check_database(database) == []
    database.close()


def test_a_write_that_fails_is_a_store_error_of_one_line(tmp_path: Path) -> None:
    database = open_database(tmp_path / "db").database
    database.close()
    with pytest.raises(StoreError) as caught:
        put(database, b"a", b"1")
    assert "\n" not in str(caught.value)


def test_one_folder_under_two_names_is_one_database(tmp_path: Path) -> None:
    """Within a process RocksDB compares names; on POSIX the lock alone does not keep a process from itself."""
    first = open_database(tmp_path / "db").database
    (tmp_path / "link").symlink_to(tmp_path / "db")
    second = open_database(tmp_path / "link").database
    assert (first.access, second.access) == (Access.OWNER, Access.FOLLOWER)
    second.close()
    first.close()


def test_opening_a_new_database_waits_for_no_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Durability] = []
    write = RocksKeyValue.write

    def note(store: RocksKeyValue, rows: RowChanges, durability: Durability) -> None:
        written.append(durability)
        write(store, rows, durability)

    monkeypatch.setattr(RocksKeyValue, "write", note)
    open_database(tmp_path / "db").database.close()
    assert written == [Durability.WITH_THE_NEXT]

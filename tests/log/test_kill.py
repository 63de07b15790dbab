"""A process that is killed in the middle of a commit leaves an old or a new state, never half of one."""

from __future__ import annotations

import multiprocessing
import random
import time
from contextlib import suppress
from hashlib import sha256
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from nova_ls.log import DeclarationLog, Draft, EntryId, LogUnit, Retention, check_log, collect
from nova_ls.store import (
    Access,
    ArtifactKind,
    Durability,
    GraphNode,
    Index,
    make_record,
    open_database,
)
from nova_ls.store.database_check import check_database
from tests.store.versions import CURRENT

KILLS = 208
LIVES = 8  # processes that are alive at once, each on a database of its own
WAYS = (Durability.AT_ONCE, Durability.SOON)

FORKS = multiprocessing.get_context("forkserver")


def commit_for_ever(path: Path, said: Connection, durability: Durability) -> None:
    """Save after save, each told when it is acknowledged; now and then a collection."""
    database = open_database(path).database
    assert database.access is Access.OWNER
    log = DeclarationLog(database)
    number = int(database.get_row(Index.META, b"number") or 0)
    while True:
        number += 1
        _save(log, number, durability)
        while not database.make_safe(0.001):
            continue
        said.send(number)
        if number % 40 == 0:
            for _ in collect(log, Retention(since=log.clock() - 0.2, commits=5)):
                pass


@pytest.mark.slow
def test_killed_at_random_points_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    FORKS.set_forkserver_preload(["tests.log.test_kill"])
    chance = random.Random(1)
    acknowledged = dict.fromkeys(range(LIVES), 0)
    for _ in range(KILLS // LIVES):
        children = {
            place: _start(tmp_path / f"db{place}", WAYS[place % 2]) for place in range(LIVES)
        }
        for place, (child, said) in sorted(children.items(), key=lambda _: chance.random()):
            acknowledged[place] = _kill(child, said, chance.uniform(0, 0.02))
            _assert_whole(tmp_path / f"db{place}", acknowledged[place])
    assert min(acknowledged.values()) > KILLS // LIVES


def _save(log: DeclarationLog, number: int, durability: Durability) -> None:
    text = b"%d" % number
    with log.database.transaction(durability) as transaction:
        entries: dict[LogUnit, EntryId | None] = {}
        for name, before in _names(number):
            parts = {"source": text * 50, "diagnostics": b""}
            deps = [(b"fact", sha256(text).digest())]
            draft = Draft("value", name, sha256(text).digest(), bytes(32), deps, parts)
            entries[LogUnit("value", name)] = log.push(transaction, draft).id
            record = make_record(text, number, CURRENT)
            transaction.put_artifact(ArtifactKind.SCHEME, name.encode(), record)
            node = GraphNode(ArtifactKind.SCHEME, name.encode())
            transaction.set_dependencies(node, [GraphNode(ArtifactKind.SCHEME, before.encode())])
        log.commit(transaction, entries, str(number))
        transaction.put_row(Index.META, b"number", text)


def _names(number: int) -> list[tuple[str, str]]:
    return [(f"M.f{unit}", f"M.f{unit + number % 3}") for unit in range(number % 5 + 1)]


def _start(path: Path, durability: Durability) -> tuple[BaseProcess, Connection]:
    said, say = FORKS.Pipe(duplex=False)
    child = FORKS.Process(target=commit_for_ever, args=(path, say, durability), daemon=True)
    child.start()
    say.close()
    return child, said


def _kill(child: BaseProcess, said: Connection, delay: float) -> int:
    """Kill a process a moment after its first commit; the last one that it has acknowledged."""
    last = int(said.recv())
    time.sleep(delay)
    child.kill()
    child.join()
    with suppress(EOFError, OSError):
        while True:
            last = int(said.recv())
    return last


def _assert_whole(path: Path, acknowledged: int) -> None:
    opened = open_database(path)
    assert opened.notice is None
    database = opened.database
    log = DeclarationLog(database)
    number = int(database.get_row(Index.META, b"number") or 0)
    # One more than acknowledged: written, but killed before it could say so.
    assert number in (acknowledged, acknowledged + 1)
    newest = next(iter(log.reflog()))
    assert newest.action == f"commit: {number}"
    for name, _ in _names(number):
        head = log.head(LogUnit("value", name))
        entry = None if head is None else log.entry(head)
        assert entry is not None
        assert log.part(entry, "source") == b"%d" % number * 50
        record = database.get_artifact(ArtifactKind.SCHEME, name.encode())
        assert record is not None
        assert record.payload == b"%d" % number
    assert check_database(database) == []
    assert check_log(database) == []
    database.close()

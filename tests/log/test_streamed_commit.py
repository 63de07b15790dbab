"""Commits whose heads are told while their rows are made: as others, and no row of a unit is held before it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from nova_ls.base.steps import all_steps
from nova_ls.log import DeclarationLog, Draft, EntryId, LogUnit, check_log, declaration_log
from nova_ls.log.log_unit import encode_unit
from nova_ls.store import Access, Database, Index, StoreError, open_database, open_in_memory
from nova_ls.store.rocks import RocksKeyValue, RocksLocation
from nova_ls.store.stored import StoredDatabase
from nova_ls.store.transaction import PendingTransaction
from tests.store.faulty import FaultyKeyValue
from tests.store.model import ModelDatabase

MANY = 1_200  # more than one portion
UNITS = [LogUnit("value", f"M.f{number}") for number in range(MANY)]


def _log(database: Database) -> DeclarationLog:
    return DeclarationLog(database, author="Ada", clock=lambda: 1000.0)


def _push(log: DeclarationLog, text: str, units: list[LogUnit]) -> dict[LogUnit, EntryId]:
    with log.database.transaction() as transaction:
        return {
            unit: log.push(
                transaction, Draft(unit.kind, unit.name, text.encode() * 8, bytes(32), [], {})
            ).id
            for unit in units
        }


def _commit(
    log: DeclarationLog,
    entries: dict[LogUnit, EntryId | None],
    more: dict[LogUnit, EntryId] | None = None,
) -> int | None:
    """The size of the commit."""

    def told() -> list[tuple[bytes, EntryId]]:
        return sorted((encode_unit(unit), entry) for unit, entry in (more or {}).items())

    with log.database.transaction() as transaction:
        steps = log.commit_steps(transaction, entries, "saved", more=None if more is None else told)
        commit = all_steps(steps)
    return None if commit is None else commit.size


def _rows(database: Database) -> dict[Index, list[tuple[bytes, bytes]]]:
    return {index: list(database.scan_rows(index)) for index in (Index.LOG, Index.HEADS)}


@pytest.fixture(autouse=True)
def _few_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some of the commits here change more heads than that, others fewer."""
    monkeypatch.setattr(declaration_log, "_HELD", 500)


@pytest.fixture(params=["disk", "memory", "model", "plain"])
def log(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[DeclarationLog]:
    opened: dict[str, Callable[[], Database]] = {
        "disk": lambda: open_database(tmp_path / "db").database,
        "memory": open_in_memory,
        "model": ModelDatabase,
        "plain": lambda: StoredDatabase(
            FaultyKeyValue(RocksKeyValue(None, RocksLocation.MEMORY)), Access.MEMORY
        ),
    }
    log = _log(opened[request.param]())
    yield log
    assert check_log(log.database) == []
    log.database.close()


def test_what_is_told_leaves_the_rows_that_what_is_listed_leaves(log: DeclarationLog) -> None:
    other = _log(open_in_memory())
    for each in (log, other):
        first = _push(each, "1", UNITS)
        listed: dict[LogUnit, EntryId | None] = dict(list(first.items())[::2])
        told = dict(list(first.items())[1::2])
        if each is log:
            assert _commit(each, listed, told) == MANY
        else:
            assert _commit(each, {**listed, **told}) == MANY
        second = _push(each, "2", UNITS[:700])
        gone: dict[LogUnit, EntryId | None] = dict.fromkeys(UNITS[650:720])
        if each is log:  # What is told counts; what is as it was does not.
            assert _commit(each, gone, {**first, **second}) == 700
        else:
            assert _commit(each, {**gone, **first, **second}) == 700
    assert _rows(log.database) == _rows(other.database)
    other.database.close()


def test_where_nothing_told_is_news_there_is_no_commit(log: DeclarationLog) -> None:
    first = _push(log, "1", UNITS[:3])
    assert _commit(log, {}, first) == 3
    assert _commit(log, {}, first) is None


def test_a_transaction_holds_no_row_of_a_unit_that_is_told(
    log: DeclarationLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    if isinstance(log.database, ModelDatabase):
        pytest.skip("it holds everything")
    held: list[int] = []

    def is_empty(self: PendingTransaction) -> bool:
        held.append(sum(map(len, self.rows.values())))
        return False

    first = _push(log, "1", UNITS)
    monkeypatch.setattr(PendingTransaction, "is_empty", is_empty)
    assert _commit(log, {}, first) == MANY
    assert max(held) < 10


def test_a_commit_whose_writing_failed_can_be_written_again(tmp_path: Path) -> None:
    store = RocksKeyValue(tmp_path / "db", RocksLocation.DISK)
    log = _log(StoredDatabase(store, Access.OWNER))
    first = _push(log, "1", UNITS)
    before = _rows(log.database)
    rocks = store._rocks
    store._rocks = _Refusing(rocks)  # type: ignore[assignment]  # a disk that is full, for one write
    with pytest.raises(StoreError):
        _commit(log, {}, first)
    store._rocks = rocks
    assert _rows(log.database) == before
    assert _commit(log, {}, first) == MANY
    assert log.head(UNITS[-1]) == first[UNITS[-1]]
    assert check_log(log.database) == []
    log.database.close()


class _Refusing:
    def __init__(self, rocks: object) -> None:
        self._rocks = rocks

    def write(self, *_: object) -> None:
        raise RuntimeError("IO error: No space left on device")

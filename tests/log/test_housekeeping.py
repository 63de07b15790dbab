"""Limits of time and size, and that the log stays within them through a week of editing."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from nova_ls.log import (
    DeclarationLog,
    Draft,
    LogLimits,
    LogUnit,
    Measure,
    check_log,
    enforce_limits,
    measure_log,
    oldest_kept,
)
from nova_ls.log.housekeeping import RECENT
from nova_ls.store import Database, open_database, open_in_memory
from tests.log.heads import heads_of
from tests.log.test_log import Clock, digest, draft

DAY = 86_400.0
WEEK_OF_SAVES = 10_000
SIZE = 12_000_000


def save(log: DeclarationLog, *drafts: Draft) -> None:
    with log.database.transaction() as transaction:
        heads = {LogUnit(d.kind, d.name): log.push(transaction, d).id for d in drafts}
        log.commit(transaction, heads, "save")


def run(log: DeclarationLog, limits: LogLimits) -> None:
    for _ in enforce_limits(log, limits):
        pass


def measured(log: DeclarationLog) -> Measure:
    measure = Measure(0, [])
    for _ in measure_log(log, measure):
        pass
    return measure


def test_time_decides_where_there_is_room() -> None:
    measure = Measure(100, [(1000.0, 50), (2000.0, 50)])
    assert oldest_kept(measure, LogLimits(10 * DAY, 1000), 20 * DAY) == 10 * DAY


def test_size_shortens_the_time_but_never_below_a_day() -> None:
    measure = Measure(100, [(day * DAY, 300) for day in range(1, 11)])
    assert oldest_kept(measure, LogLimits(90 * DAY, 1000), 11 * DAY) == 7 * DAY
    assert oldest_kept(measure, LogLimits(90 * DAY, 1), 11 * DAY) == 11 * DAY - RECENT


@pytest.mark.slow
@pytest.mark.parametrize("place", ["memory", "disk"])
def test_a_week_of_editing_stays_bounded(tmp_path: Path, place: str) -> None:
    database = open_in_memory() if place == "memory" else open_database(tmp_path / "db").database
    clock = Clock()
    log = DeclarationLog(database, clock=clock)
    limits = LogLimits(90 * DAY, SIZE)
    chance = random.Random(4)
    sizes, rests = [], []
    for number in range(WEEK_OF_SAVES):
        clock.now += 7 * DAY / WEEK_OF_SAVES
        name = f"M{chance.randrange(20)}.f{chance.randrange(50)}"
        text = f"{name} = {number}"
        save(log, draft(name, text), draft(name, text, kind="signature"))
        if number % 500 == 499:
            run(log, limits)
            rests.append(measured(log).total)
            sizes.append(sum(database.store.sizes().values()))
    day = WEEK_OF_SAVES / 7 * 8_000  # what one day writes, at most
    assert max(rests) <= SIZE + day
    assert max(sizes) <= SIZE + day, sizes
    assert check_log(database) == []
    database.close()


@pytest.mark.slow
def test_steps_are_small_and_what_is_saved_between_them_stays() -> None:
    database: Database = open_in_memory()
    clock = Clock()
    log = DeclarationLog(database, clock=clock)
    for number in range(400):
        clock.now += DAY / 10
        save(log, *(draft(f"M.f{i}", f"f = {number}") for i in range(5)))
    steps = 0
    for _ in enforce_limits(log, LogLimits(3 * DAY, 10**9)):
        steps += 1
        clock.now += 1
        save(log, draft("M.f0", "f = 3"), draft("M.f1", f"f = new {steps}"))
        assert check_log(database) == []
    assert steps > 5
    for unit, entry_id in heads_of(log):
        entry = log.entry(entry_id)
        assert entry is not None, unit
        assert log.part(entry, "ast") is not None
    assert (
        log.head(LogUnit("value", "M.f0")) == log.candidates("value", "M.f0", digest("f = 3"))[0].id
    )


def test_what_was_lent_is_kept_and_the_caller_is_told_before_anything_goes() -> None:
    log = DeclarationLog(open_in_memory(), clock=(clock := Clock()))
    for number in range(10):
        clock.now += DAY
        save(log, draft("M.f", f"f = {number}"))
    lent = log.candidates("value", "M.f", digest("f = 2"))[0].id
    log.in_use.add(lent)
    told: list[bool] = []
    gone = log.candidates("value", "M.f", digest("f = 3"))[0].id
    for _ in enforce_limits(
        log, LogLimits(DAY, 1), lambda: told.append(log.entry(gone) is not None)
    ):
        pass
    assert told == [True]
    assert log.entry(lent) is not None
    assert log.entry(gone) is None


@pytest.mark.parametrize("keep", [0.0, 3600.0, DAY])
def test_a_head_is_never_collected(keep: float) -> None:
    log = DeclarationLog(open_in_memory(), clock=(clock := Clock()))
    for number in range(5):
        clock.now += DAY
        save(log, draft("M.f", f"f = {number}"), draft("M.g", "g = 1"))
    clock.now += 1
    run(log, LogLimits(keep, 1))
    assert [unit.name for unit, _ in heads_of(log)] == ["M.f", "M.g"]
    assert log.blame(LogUnit("value", "M.g")) is not None
    assert check_log(log.database) == []

"""Files of the database that are not what was written: the user is told, nothing wrong is shown, what can be read is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from nova_ls.store import Index, StoreDamaged, open_database
from nova_ls.store.rocks import MARK, RocksKeyValue
from nova_ls.store.salvage import is_marked, salvage
from tests.crash.conftest import CASES, Cases
from tests.crash.looks import checked, clean
from tests.crash.operations import call
from tests.crash.scenario import make_workspace

SEEDS = 400 if CASES == "long" else 5 * int(CASES)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(5))
def test_random_damage_is_told_and_healed(cases: Cases, part: int) -> None:
    for seed in range(part, SEEDS, 5):
        answer = cases.ask("damage", seed=seed)
        assert answer["problems"] == [], (seed, answer)


def test_what_can_be_read_of_a_damaged_table_is_kept(tmp_path: Path) -> None:
    store = open_database(tmp_path / "db").database.store
    rows = {b"%06d" % number: b"%d" % number * 20 for number in range(5000)}
    store.write({Index.META: rows})
    store.close()
    open_database(tmp_path / "db").database.close()  # What is in the journal goes to a table.
    table = max((tmp_path / "db").glob("*.sst"), key=lambda path: path.stat().st_size)
    data = bytearray(table.read_bytes())
    data[len(data) // 2] ^= 255
    table.write_bytes(data)
    database = open_database(tmp_path / "db").database
    with pytest.raises(StoreDamaged):
        list(database.store.scan(Index.META))
    database.close()
    assert is_marked(tmp_path / "db")
    aside = salvage(tmp_path / "db")
    assert (aside / MARK).exists()
    assert not is_marked(tmp_path / "db")
    database = open_database(tmp_path / "db").database
    left = dict(database.store.scan(Index.META, b"0"))
    assert left.items() <= rows.items()
    assert len(left) > 4900
    database.close()


def test_check_and_fsck_heal_a_workspace_with_an_unreadable_table(tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    make_workspace(root)
    table = max((root / ".nova").glob("*.sst"), key=lambda path: path.stat().st_size)
    data = bytearray(table.read_bytes())
    data[0] ^= 1
    table.write_bytes(data)
    status, errors = call(["fsck", "-C", str(root)])
    assert status == 1
    status, errors = call(["fsck", "-C", str(root), "--repair"])
    assert status == 0
    aside = next(root.glob(".nova-damaged-*"))
    assert f"it is now {aside.name}, and what could be read of it is in a new one." in errors
    assert list(checked(root)) == []
    assert list(clean(root)) == []


def test_a_database_whose_revision_cannot_be_read_is_set_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_database(tmp_path / "db").database.close()
    get = RocksKeyValue.get
    failing = [b"store:revision"]

    def damaged(self: RocksKeyValue, index: Index, key: bytes) -> bytes | None:
        if key in failing:
            failing.clear()
            raise StoreDamaged("Corruption: a block")
        return get(self, index, key)

    monkeypatch.setattr(RocksKeyValue, "get", damaged)
    opened = open_database(tmp_path / "db")
    assert opened.set_aside is not None
    opened.database.close()


def test_damage_where_a_long_write_would_have_left_its_mark_costs_nothing_else(
    tmp_path: Path,
) -> None:
    path = tmp_path / "db"
    store = open_database(path).database.store
    rows = {b"%06d" % number: b"%d" % number * 20 for number in range(500)}
    store.write({Index.META: {b"one": b"row"}, Index.LOG: dict(rows)})
    store.close()
    open_database(path).database.close()  # What is in the journal goes to tables.
    table = min(path.glob("*.sst"), key=lambda each: each.stat().st_size)
    data = bytearray(table.read_bytes())
    data[0] ^= 1
    table.write_bytes(data)
    salvage(path)
    store = open_database(path).database.store
    assert dict(store.scan(Index.LOG)) == rows
    store.close()

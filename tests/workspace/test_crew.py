"""crew/: several processes that check new modules leave what one leaves."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from nova_ls.compiler.baseline import Baseline
from nova_ls.log.entry import decode_entry
from nova_ls.maintenance.whole_database import check_all
from nova_ls.store import Database, Index, open_in_memory
from nova_ls.store.artifact_record import decode_record
from nova_ls.workspace.crew.crew import Member, crew
from nova_ls.workspace.crew.schedule import MOST, Schedule
from nova_ls.workspace.crew.share import share_first_check
from nova_ls.workspace.discovery import LIBRARY
from nova_ls.workspace.git import author
from nova_ls.workspace.workspace import Workspace
from tests.compiler.world import checked_library, settle, settle_and_trace, view

TEXTS = {
    "Zero": "module Zero where\n\nimport Prelude\n\nclass Named a where\n  name :: a -> String\n\n"
    'instance Named Int where\n  name n = "n" <> show n\n\ninfixr 5 add as +++\n\n'
    "add :: Int -> Int -> Int\nadd a b = a + b\n",
    "Middle": "module Middle where\n\nimport Prelude\nimport Zero\n\ndata Box a = Box a\n\n"
    "instance Named a => Named (Box a) where\n  name (Box a) = name a\n\n"
    "derive instance Eq a => Eq (Box a)\n\nboxed = Box (1 +++ 2)\n",
    "Beside": "module Beside where\n\nimport Prelude\nimport Zero\n\ndata Other = Other\n\n"
    "instance Named Other where\n  name _ = show 1.5\n",
    "Open": "module Open where\n\nimport Zero\n\nvague = name\n\nunknown = name (unknown' 1)\n",
    "Alpha": "module Alpha where\n\nimport Middle\nimport Zero\n\ntold :: String\n"
    "told = name boxed\n\nwrong :: Int\nwrong = name boxed\n",
    "Orphan": "module Orphan where\n\nimport Zero\n\ninstance Named Boolean where\n"
    '  name _ = "b"\n',
    "Asks": "module Asks where\n\nimport Zero\n\nasked :: String\nasked = name true\n",
    "OwnTuple": "module Data.Tuple where\n\nimport Zero\n\ndata Tuple a = Tuple a a\n\n"
    "instance Named (Tuple a) where\n  name _ = name 2\n",
    "UsesTuple": "module UsesTuple where\n\nimport Data.Tuple\nimport Zero\n\nused :: String\n"
    "used = name (Tuple 1 2)\n\nnot :: Int\nnot = fst (Tuple 1 2)\n",
    "Left": "module Left where\n\nimport Right\n\nleft :: Int\nleft = 1\n",
    "Right": "module Right where\n\nimport Left\n\nright :: Int\nright = left\n",
    "OnCircle": "module OnCircle where\n\nimport Right\n\non :: Int\non = right\n",
    "Missing": "module Missing where\n\nimport Nowhere\n\nhere :: Int\nhere = there\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in TEXTS.items():
        (tmp_path / f"{name}.nova").write_text(text)
    return tmp_path


def _opened(root: Path, database: Database) -> Workspace:
    baseline = Baseline(database, root, LIBRARY, author(root), checked_library())
    workspace = Workspace(root, baseline)
    workspace.scan()
    return workspace


def _checked(root: Path, database: Database, members: Sequence[Member]) -> Workspace:
    workspace = _opened(root, database)
    for _ in share_first_check(workspace.program, workspace.baseline, members, 1):
        pass
    settle(workspace)
    workspace.commit("checked")
    return workspace


def _heads(database: Database) -> dict[bytes, object]:
    """The entries that are heads, with all their parts, but for when they were made."""
    found: dict[bytes, object] = {}
    for key, row in database.scan_rows(Index.HEADS):
        entry_id = row[3:35]
        data = database.get_row(Index.LOG, b"e" + entry_id)
        if key[:1] == b"h" and data is not None:
            entry = decode_entry(entry_id, data)
            assert entry is not None
            parts = dict(database.scan_rows(Index.LOG, b"p" + entry_id))
            found[key] = replace(entry, time=0.0), parts
    return found


def _artifacts(database: Database) -> dict[bytes, object]:
    rows = database.store.scan(Index.ARTIFACTS)  # type: ignore[attr-defined]  # the rows themselves
    decoded = {key: decode_record(row) for key, row in rows}
    return {key: record.payload for key, record in decoded.items() if record is not None}


def test_what_two_workers_leave_is_what_one_process_leaves(root: Path) -> None:
    alone, shared = open_in_memory(), open_in_memory()
    with crew(2, root) as members:
        by_two = _checked(root, shared, members)
    by_one = _checked(root, alone, ())
    assert view(by_two) == view(by_one)
    assert _heads(shared) == _heads(alone)
    assert len(_heads(shared)) > 20
    assert _artifacts(shared) == _artifacts(alone)
    assert check_all(shared) == []
    again = _opened(root, shared)
    assert settle_and_trace(again).ran == []
    assert view(again) == view(by_one)


def test_what_a_worker_leaves_undone_is_done(root: Path) -> None:
    alone, shared = open_in_memory(), open_in_memory()
    with crew(2, root) as members:
        os.kill(members[0].pid, signal.SIGKILL)
        left = _checked(root, shared, members)
    assert view(left) == view(_checked(root, alone, ()))
    assert _heads(shared) == _heads(alone)
    assert check_all(shared) == []


def test_a_file_that_changes_meanwhile_is_checked_as_it_is(root: Path) -> None:
    database = open_in_memory()
    workspace = _opened(root, database)
    path = root / "Middle.nova"
    path.write_text(TEXTS["Middle"].replace("1 +++ 2", "2 +++ 1"))
    with crew(2, root) as members:
        for _ in share_first_check(workspace.program, workspace.baseline, members, 1):
            pass
    workspace.reload(path)
    settle(workspace)
    workspace.commit("checked")
    assert view(workspace) == view(_checked(root, open_in_memory(), ()))
    assert check_all(database) == []


def test_one_job_needs_no_workers(root: Path) -> None:
    with crew(1, root) as members:
        assert members == []


def test_a_module_has_its_turn_after_its_imports() -> None:
    imports = {"A": ["B", "Prelude"], "B": ["C"], "C": [], "D": [], "E": ["F"], "F": ["E"]}
    schedule = Schedule(imports)
    assert schedule.take(2) == ["C"]
    assert schedule.take(2) == ["D"]
    assert schedule.take(2) == []
    schedule.finish(["C"])
    assert schedule.take(2) == ["B"]
    schedule.finish(["D", "B"])
    assert schedule.take(2) == ["A"]
    schedule.finish(["A"])
    assert schedule.take(2) == []  # A circle is not theirs.


def test_what_is_ready_is_shared_among_all() -> None:
    schedule = Schedule({f"M{number}": [] for number in range(3 * MOST)})
    assert len(schedule.take(2)) == MOST
    assert len(schedule.take(4)) == MOST // 2

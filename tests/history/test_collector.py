"""A week of editing through a workspace: its database stays small, and nothing goes that may still be wanted.

NOVA_ORACLE=long makes it a week of ten thousand saves.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from nova_ls.base.keys import Space, element_key
from nova_ls.base.lines import Encoding
from nova_ls.engine.event_trace import Action
from nova_ls.history.collector import SECONDS, Collector
from nova_ls.log import Measure, check_log, measure_log
from nova_ls.store import DEFAULT_POLICIES, ArtifactKind, make_record
from nova_ls.store.database_check import check_database
from nova_ls.store.stored import StoredDatabase
from nova_ls.workspace.manifest import HistoryLimits
from nova_ls.workspace.open_workspace import open_workspace
from nova_ls.workspace.source_file import TextChange
from nova_ls.workspace.workspace import Workspace

DAY = 86_400.0
WEEK = 7 * DAY
MODULES, VALUES = 4, 8
SAVE = 2_500  # bytes that one save adds to the log, at most
FILES = 3_000_000  # of RocksDB beside the rows: its log, what is not compacted yet, its notes


class Week:
    """Four modules of eight values, of which one is edited and saved again and again; the clock is the test's."""

    def __init__(self, root: Path, size: int) -> None:
        self.root = root
        self.now = 1e9
        self.bodies = [["0"] * VALUES for _ in range(MODULES)]
        (root / "nova.toml").write_text("[project]\n")
        for number in range(MODULES):
            self.path(number).write_text(self.text(number))
        self.workspace = self.opened()
        self.collector = Collector(
            self.workspace.baseline,
            self.workspace.program,
            HistoryLimits(90 * DAY, size),
            lambda: self.now,
        )

    def opened(self) -> Workspace:
        workspace = open_workspace(self.root, self.root / ".nova").workspace
        workspace.baseline.log.clock = lambda: self.now
        workspace.scan()
        for number in range(MODULES):
            workspace.open_document(self.path(number), self.text(number), 1)
        settle(workspace)
        workspace.commit("opened")
        return workspace

    def path(self, number: int) -> Path:
        return self.root / f"M{number}.nova"

    def text(self, number: int) -> str:
        values = enumerate(self.bodies[number])
        return f"module M{number} where\n\n" + "\n".join(
            f"f{value} :: Int -> Int\nf{value} x = {body}\n" for value, body in values
        )

    def edit(self, number: int, value: int, body: str) -> None:
        """Type another body, and let the checker come to rest."""
        self.bodies[number][value] = body
        change = TextChange(None, self.text(number))
        self.workspace.change_document(self.path(number), [change], None, Encoding.UTF16)
        settle(self.workspace)

    def save(self, number: int) -> None:
        self.path(number).write_text(self.text(number))
        self.workspace.save_document(self.path(number))
        self.workspace.commit("saved")
        settle(self.workspace)  # unsaved documents were put back for the commit

    def idle(self) -> None:
        """What the server does when it has nothing else to do."""
        while self.collector.step():
            pass

    def bytes_in_log(self) -> int:
        measure = Measure(0, [])
        for _ in measure_log(self.workspace.baseline.log, measure):
            pass
        return measure.total

    def bytes_on_disk(self) -> int:
        files = (self.root / ".nova").rglob("*")
        return sum(file.stat().st_size for file in files if file.is_file())


def settle(workspace: Workspace) -> None:
    for _ in workspace.settle():
        pass


LONG = os.environ.get("NOVA_ORACLE") == "long"
MANY = (10_000, 4_000_000) if LONG else (2_500, 1_000_000)


@pytest.mark.parametrize(
    ("saves", "size"), [(700, 400_000), pytest.param(*MANY, marks=pytest.mark.slow)]
)
def test_a_week_of_saves_stays_within_its_size(tmp_path: Path, saves: int, size: int) -> None:
    week = Week(tmp_path, size)
    chance = random.Random(4)
    in_log, on_disk, written = [week.bytes_in_log()], [], 0
    yesterday = ""
    for number in range(saves):
        week.now += WEEK / saves
        module, value = chance.randrange(MODULES), chance.randrange(1, VALUES)
        week.edit(module, value, f"{number}")
        week.save(module)
        if saves - number == saves // 8:  # less than a day ago
            week.edit(0, 0, yesterday := f"{number} + 1")
            week.save(0)
            week.edit(0, 0, "0")
            week.save(0)
        if week.collector.is_due:
            written += week.bytes_in_log() - in_log[-1]
            week.idle()
            in_log.append(week.bytes_in_log())
            on_disk.append(week.bytes_on_disk())
    a_day = saves / 7 * SAVE
    between = SECONDS / WEEK * saves * SAVE
    assert len(in_log) >= 20
    assert written > 1.5 * size
    assert max(in_log) <= max(size, a_day) + between
    assert max(on_disk) <= max(size, a_day) + between + FILES
    program = week.workspace.program
    ran = program.tally[Action.RAN]
    week.edit(0, 0, yesterday)
    assert program.tally[Action.RAN] == ran
    week.edit(0, 0, "0")
    database = week.workspace.baseline.database
    assert isinstance(database, StoredDatabase)
    assert check_database(database) == []
    assert check_log(database) == []
    week.workspace.close()
    again = week.opened()
    assert again.program.tally[Action.RAN] == 0
    again.close()


def test_what_another_version_encoded_goes(tmp_path: Path) -> None:
    week = Week(tmp_path, 1)
    database = week.workspace.baseline.database
    known = dict(database.list_artifacts(ArtifactKind.SCHEME))
    other = DEFAULT_POLICIES[ArtifactKind.SCHEME].schema_version + 1
    with database.transaction() as transaction:
        for number in range(1_200):
            record = make_record(b"?", transaction.revision, other)
            transaction.put_artifact(ArtifactKind.SCHEME, b"old %d" % number, record)
    week.now += SECONDS
    steps = 1
    while week.collector.step():
        steps += 1
    assert steps > 3
    assert dict(database.list_artifacts(ArtifactKind.SCHEME)) == known
    week.workspace.close()


def test_what_an_unsaved_document_shows_is_kept_however_old(tmp_path: Path) -> None:
    week = Week(tmp_path, 1)
    key = element_key("M0", Space.VALUE, "f1")
    week.edit(0, 1, "let y = x in y")
    week.save(0)
    shown = week.workspace.program.table.get_ast(key)
    assert shown is not None
    types = len(shown.annotations.types)
    week.edit(0, 1, "1")
    week.save(0)
    week.edit(0, 1, "let y = x in y")  # found again, and not saved
    for number in range(8):
        week.now += DAY
        week.edit(1, 1, f"{number}")
        week.save(1)
        assert week.collector.is_due
        week.idle()
    kept = week.workspace.program.table.get_ast(key)
    assert kept is not None
    assert len(kept.annotations.types) == types
    week.workspace.close()

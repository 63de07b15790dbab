"""Two nova-ls on one workspace save at once: nothing is lost, and what both changed is named."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import pytest

from nova_ls.log import (
    Commit,
    DeclarationLog,
    Draft,
    LogUnit,
    Outbox,
    Retention,
    check_log,
    checkout,
    collect,
    merge_pending,
    settle_heads,
)
from nova_ls.log.pending_merge import ConcurrentChange, name_units
from nova_ls.log.reading import read_tip, walk
from nova_ls.store import Access, open_database, open_in_memory
from nova_ls.store.database_check import check_database
from nova_ls.store.stored import StoredDatabase
from tests.log.heads import heads_of

OWNER = """
import sys
from pathlib import Path
from nova_ls.log import DeclarationLog
from nova_ls.store import open_database
from tests.log.test_two_processes import save
log = DeclarationLog(open_database(Path(sys.argv[1])).database, author="theirs")
save(log, f="f0", g="g0", h="h0")
print("ready", flush=True)
sys.stdin.readline()
save(log, f="f theirs", g="g theirs")
print("saved", flush=True)
sys.stdin.readline()
"""


def draft(name: str, text: str, fact: str = "") -> Draft:
    """`fact`: what it was checked against."""
    digest = sha256(text.encode()).digest()
    parts = {"source": text.encode(), "ast": text.encode() * 100}
    return Draft("value", name, digest, digest, [(b"fact", fact.encode())], parts)


def save(log: DeclarationLog, fact: str = "", **texts: str | None) -> Commit:
    """Commit these texts; None removes."""
    with log.database.transaction() as transaction:
        entries = {
            LogUnit("value", name): None
            if text is None
            else log.push(transaction, draft(name, text, fact)).id
            for name, text in texts.items()
        }
        commit = log.commit(transaction, entries, " ".join(map(str, texts.values())))
    assert commit is not None
    return commit


def texts_of(log: DeclarationLog) -> dict[str, bytes | None]:
    heads = dict(heads_of(log))
    read = log.entries(list(heads.values()))
    return {unit.name: log.part(read[entry], "source") for unit, entry in heads.items()}


def versions(log: DeclarationLog, name: str) -> list[bytes | None]:
    """The texts that a unit had, oldest first."""
    found = []
    for version in log.history(LogUnit("value", name)):
        entry = None if version.change.new is None else log.entry(version.change.new)
        found.append(None if entry is None else log.part(entry, "source"))
    return found[::-1]


class Editors:
    """An owner and a follower that begin with the same commit; the follower's go through an outbox."""

    def __init__(self, folder: Path) -> None:
        self.outbox = Outbox(folder)
        self.ours = DeclarationLog(open_in_memory(), author="ours", clock=self._tick)
        self.theirs = DeclarationLog(open_in_memory(), author="theirs", clock=self._tick)
        self.now = 1000.0
        for log in (self.ours, self.theirs):
            save(log, f="f0", g="g0", h="h0")

    def _tick(self) -> float:
        self.now += 1
        return self.now

    def post(self, fact: str = "", **texts: str | None) -> Commit:
        """What the follower saves."""
        self.theirs.appended.clear()
        commit = save(self.theirs, fact, **texts)
        self.outbox.post(self.theirs, commit, self.theirs.appended, ["M.nova"])
        return commit

    def merge_pending(self, **found: str) -> Sequence[ConcurrentChange]:
        """The owner commits what it has found in the files, after what the follower has posted."""
        log = self.ours
        pending_commits = self.outbox.pending_commits()
        with log.database.transaction() as transaction:
            entries = {
                LogUnit("value", n): log.push(transaction, draft(n, t)).id for n, t in found.items()
            }
            taken = merge_pending(log, transaction, pending_commits)
            settled, message = settle_heads(transaction, taken, "main", entries, "found")
            log.commit(transaction, settled, message)
        self.outbox.drop(pending_commits)
        assert check_log(log.database) == []
        assert isinstance(log.database, StoredDatabase)
        assert check_database(log.database) == []
        return taken.concurrent_changes


@pytest.fixture
def editors(tmp_path: Path) -> Editors:
    return Editors(tmp_path / "outbox")


def commits(log: DeclarationLog) -> list[tuple[str, str]]:
    """Author and message of each commit, oldest first."""
    walked = walk(log.database, read_tip(log.database, "main"))
    return [(commit.author, commit.message) for commit in walked][::-1]


F = LogUnit("value", "f")


def test_what_two_processes_saved_is_in_one_history_when_one_takes_over(tmp_path: Path) -> None:
    command = [sys.executable, "-c", OWNER, str(tmp_path / "db")]
    pipe = subprocess.PIPE
    outbox = Outbox(tmp_path / "db" / "outbox")
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as owner:
        assert owner.stdout is not None
        assert owner.stdin is not None
        assert owner.stdout.readline() == "ready\n"
        follower = open_database(tmp_path / "db").database
        assert follower.access is Access.FOLLOWER
        log = DeclarationLog(follower, author="ours")
        for texts in ({"f": "f ours"}, {"h": "h ours", "i": "i ours"}):
            log.appended.clear()
            outbox.post(log, save(log, **texts), log.appended, [])
        owner.stdin.write("save\n")
        owner.stdin.flush()
        assert owner.stdout.readline() == "saved\n"
        owner.kill()
    follower.close()
    database = open_database(tmp_path / "db").database
    assert database.access is Access.OWNER
    log = DeclarationLog(database, author="ours")
    pending_commits = outbox.pending_commits()
    with database.transaction() as transaction:
        taken = merge_pending(log, transaction, pending_commits)
    outbox.drop(pending_commits)
    assert outbox.names() == []
    assert [concurrent.units for concurrent in taken.concurrent_changes] == [(F,)]
    wanted = {"f": b"f ours", "g": b"g theirs", "h": b"h ours", "i": b"i ours"}
    assert texts_of(log) == wanted
    assert versions(log, "f") == [b"f0", b"f theirs", b"f ours"]
    theirs = taken.concurrent_changes[0].commit.hex()[:10]
    assert commits(log) == [
        ("theirs", "f0 g0 h0"),
        ("theirs", "f theirs g theirs"),
        ("ours", f"f ours, beside {theirs}: f"),
        ("ours", "h ours i ours"),
    ]
    assert check_log(database) == []
    assert check_database(database) == []
    database.close()


def test_a_save_of_the_other_is_one_commit_with_its_author(editors: Editors) -> None:
    editors.post(f="f1")
    assert editors.merge_pending(f="f1") == []
    assert commits(editors.ours)[1:] == [("theirs", "f1")]


def test_a_save_that_the_owner_has_seen_already_is_none_of_the_others(editors: Editors) -> None:
    editors.post(f="f1")
    save(editors.ours, f="f1")
    save(editors.ours, f="f2")
    assert editors.merge_pending() == []
    assert versions(editors.ours, "f") == [b"f0", b"f1", b"f2"]


def test_what_the_follower_has_only_seen_is_not_posted(editors: Editors) -> None:
    """It finds in the files what the owner has saved, and commits it on its own side."""
    for text in ("f1", "f2"):
        save(editors.ours, f=text)
        editors.post(f=text)
    editors.post(f="f3")
    assert editors.merge_pending(f="f3") == []
    assert versions(editors.ours, "f") == [b"f0", b"f1", b"f2", b"f3"]


def test_what_was_checked_anew_since_something_else_changed_is_not_posted(editors: Editors) -> None:
    editors.post(fact="of f1", f="f1", g="g0")
    assert editors.merge_pending(f="f1") == []
    assert versions(editors.ours, "g") == [b"g0"]


def test_both_save_from_one_version_and_ours_is_in_the_file(editors: Editors) -> None:
    theirs = editors.post(f="theirs")
    (concurrent,) = editors.merge_pending(f="ours")
    assert concurrent.units == (F,)
    assert versions(editors.ours, "f") == [b"f0", b"theirs", b"ours"]
    (_, (author, message), (_, last)) = commits(editors.ours)
    assert (author, message) == ("theirs", theirs.message)
    assert last == f"found, beside {concurrent.commit.hex()[:10]}: f"


def test_both_save_from_one_version_and_theirs_is_in_the_file(editors: Editors) -> None:
    ours = save(editors.ours, f="ours")
    editors.post(f="theirs")
    (concurrent,) = editors.merge_pending(f="theirs")
    assert concurrent == ConcurrentChange((F,), ours.id)
    assert versions(editors.ours, "f") == [b"f0", b"ours", b"theirs"]


def test_a_version_that_comes_late_is_kept_and_the_file_is_right(editors: Editors) -> None:
    save(editors.ours, f="ours")
    editors.post(f="theirs")
    assert len(editors.merge_pending()) == 1
    assert versions(editors.ours, "f") == [b"f0", b"ours", b"theirs", b"ours"]
    assert texts_of(editors.ours)["f"] == b"ours"


def test_both_save_the_same_without_a_conflict(editors: Editors) -> None:
    save(editors.ours, f="f1")
    editors.post(f="f1")
    assert editors.merge_pending() == []
    assert versions(editors.ours, "f") == [b"f0", b"f1"]


def test_a_declaration_that_the_other_removed_goes(editors: Editors) -> None:
    editors.post(f=None)
    with editors.ours.database.transaction() as transaction:
        assert (
            merge_pending(
                editors.ours, transaction, editors.outbox.pending_commits()
            ).concurrent_changes
            == []
        )
    assert texts_of(editors.ours) == {"g": b"g0", "h": b"h0"}


def test_a_pending_commit_that_is_found_twice_is_taken_in_once(editors: Editors) -> None:
    editors.post(f="f1")
    pending_commits = editors.outbox.pending_commits()
    log = editors.ours
    with log.database.transaction() as transaction:
        merge_pending(log, transaction, pending_commits)
    save(log, f="f2")
    editors.merge_pending()  # The process was killed before it could delete the file.
    assert versions(log, "f") == [b"f0", b"f1", b"f2"]
    assert editors.outbox.names() == []


def test_a_pending_commit_that_is_half_there_or_damaged_is_put_aside(
    editors: Editors, tmp_path: Path
) -> None:
    editors.post(f="f1")
    editors.post(f="f2")
    first, second = editors.outbox.names()
    file = tmp_path / "outbox" / first
    file.write_bytes(file.read_bytes()[:-5])
    assert [pending.name for pending in editors.outbox.pending_commits()] == [second]
    assert editors.outbox.names() == [second]
    assert len(list((tmp_path / "outbox").iterdir())) == 2
    editors.merge_pending(f="f2")
    assert versions(editors.ours, "f") == [b"f0", b"f2"]


@pytest.mark.parametrize(
    "data", [b"", b"\xc1", b"\x01", b"\x92\x01\x02", b"\x95\x01\x90\x90\x90\x90"]
)
def test_a_file_that_is_not_a_pending_commit_is_put_aside(
    editors: Editors, tmp_path: Path, data: bytes
) -> None:
    (tmp_path / "outbox").mkdir()
    (tmp_path / "outbox" / "1.commit").write_bytes(sha256(data).digest() + data)
    assert editors.outbox.pending_commits() == []
    assert editors.outbox.names() == []


def test_a_pending_commit_of_another_version_is_left_alone(
    editors: Editors, tmp_path: Path
) -> None:
    data = b"\x91\x63"  # [99]
    (tmp_path / "outbox").mkdir()
    (tmp_path / "outbox" / "1.commit").write_bytes(sha256(data).digest() + data)
    assert editors.outbox.pending_commits() == []
    assert editors.outbox.names() == ["1.commit"]


def test_without_a_folder_nothing_waits(tmp_path: Path) -> None:
    assert Outbox(tmp_path / "none").pending_commits() == []


def test_a_pending_commit_for_a_branch_that_the_owner_does_not_know_makes_it(
    editors: Editors,
) -> None:
    with editors.theirs.database.transaction() as transaction:
        checkout(editors.theirs, transaction, "other")
    editors.post(f="f1")
    editors.merge_pending()
    assert texts_of(editors.ours)["f"] == b"f0"
    assert dict(heads_of(editors.ours, "other"))[F] != editors.ours.head(F)


def test_what_came_is_not_collected_while_a_collection_runs(editors: Editors) -> None:
    log = editors.ours
    steps = collect(log, Retention(since=log.clock() + 1000))
    next(steps)
    editors.post(f="f1")
    editors.merge_pending(f="f1")
    for _ in steps:
        pass
    assert texts_of(log)["f"] == b"f1"
    assert check_log(log.database) == []


def test_a_message_names_declarations_before_their_module_and_not_all_of_many() -> None:
    assert (
        name_units([LogUnit("module", "M"), LogUnit("value", "M.f"), LogUnit("signature", "M.f")])
        == "M.f"
    )
    assert name_units([LogUnit("module", "M")]) == "M"
    assert (
        name_units([LogUnit("value", f"M.f{n}") for n in range(7)])
        == "M.f0, M.f1, M.f2, M.f3, M.f4 and 2 more"
    )

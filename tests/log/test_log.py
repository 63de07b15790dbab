"""What the log promises, on disk and in memory, and on the oracle."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nova_ls.log import (
    DeclarationLog,
    Draft,
    EntryId,
    LogError,
    LogUnit,
    Retention,
    branches,
    check_log,
    checkout,
    collect,
    commit_at,
    commits_beginning,
    current_branch,
    delete_branch,
    find_garbage,
    heads_at,
    make_branch,
)
from nova_ls.log.log_unit import decode_unit, encode_unit
from nova_ls.log.reading import read_tip, walk
from nova_ls.log.rows import candidates_row, change_row, commit_row, entry_row, part_row
from nova_ls.store import Database, Index, open_database, open_in_memory
from nova_ls.store.database_check import repair
from nova_ls.store.fault import FaultKind
from tests.examples import examples
from tests.log.heads import heads_of
from tests.store.model import ModelDatabase


def digest(text: str) -> bytes:
    return sha256(text.encode()).digest()


def draft(name: str, text: str, interface: str = "", fact: str = "", kind: str = "value") -> Draft:
    parts = {"source": text.encode(), "ast": text.encode() * 100, "diagnostics": b""}
    deps = [(b"fact", digest(fact)), (b"nothing", b"")]
    return Draft(kind, name, digest(text), digest(interface), deps, parts)


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(params=["disk", "memory", "model"])
def log(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[DeclarationLog]:
    opened: dict[str, Callable[[], Database]] = {
        "disk": lambda: open_database(tmp_path / "db").database,
        "memory": open_in_memory,
        "model": ModelDatabase,
    }
    log = DeclarationLog(opened[request.param](), author="Ada", clock=Clock())
    yield log
    assert check_log(log.database) == []
    log.database.close()


def save(log: DeclarationLog, *drafts: Draft, gone: str = "", message: str = "") -> bytes | None:
    """One save, a second after the one before; the id of its commit."""
    log.clock.now += 1  # type: ignore[attr-defined]  # the logs of these tests have a Clock
    with log.database.transaction() as transaction:
        entries: dict[LogUnit, EntryId | None] = {
            LogUnit(d.kind, d.name): log.push(transaction, d).id for d in drafts
        }
        entries |= {LogUnit("value", name): None for name in gone.split()}
        commit = log.commit(transaction, entries, message)
    return None if commit is None else commit.id


F, G = LogUnit("value", "M.f"), LogUnit("value", "M.g")


def test_what_was_pushed_is_a_candidate_of_its_text(log: DeclarationLog) -> None:
    save(log, draft("M.f", "f = 1"))
    (entry,) = log.candidates("value", "M.f", digest("f = 1"))
    assert entry.deps == [(b"fact", digest("")), (b"nothing", b"")]
    assert (entry.time, entry.author, entry.failed) == (1001.0, "Ada", False)
    assert log.part(entry, "source") == b"f = 1"
    assert log.part(entry, "ast") == b"f = 1" * 100
    assert log.part(entry, "diagnostics") == b""
    assert log.part(entry, "code") is None
    assert log.candidates("value", "M.f", digest("f = 2")) == []
    assert log.candidates("type", "M.f", digest("f = 1")) == []


def test_the_same_text_against_the_same_interfaces_is_the_same_entry(log: DeclarationLog) -> None:
    first = save(log, draft("M.f", "f = 1"))
    save(log, draft("M.f", "f = 2"))
    undone = save(log, draft("M.f", "f = 1"))
    assert first != undone
    assert log.head(F) == next(iter(log.history(F))).change.new
    assert len(log.candidates("value", "M.f", digest("f = 1"))) == 1
    assert save(log, draft("M.f", "f = 1")) is None


def test_candidates_are_newest_first_and_bounded(log: DeclarationLog) -> None:
    for number in range(12):
        save(log, draft("M.f", "f = g", fact=str(number)))
    save(log, draft("M.f", "f = g", fact="7"))
    facts = [entry.deps[0][1] for entry in log.candidates("value", "M.f", digest("f = g"))]
    assert facts == [digest(str(number)) for number in (7, 11, 10, 9, 8, 6, 5, 4)]


def test_entries_of_another_schema_are_not_candidates(log: DeclarationLog) -> None:
    save(log, draft("M.f", "f = 1"))
    newer = DeclarationLog(log.database, schema=2, clock=log.clock)
    assert newer.candidates("value", "M.f", digest("f = 1")) == []
    before = log.head(F)
    save(newer, draft("M.f", "f = 1"))
    assert newer.head(F) != before
    assert len(list(newer.history(F))) == 2


def test_a_failed_entry_is_a_head_and_the_good_one_stays_behind_it(log: DeclarationLog) -> None:
    save(log, draft("M.f", "f = 1"))
    save(log, replace(draft("M.f", "f = g"), failed=True))
    versions = [log.entry(version.change.new or b"") for version in log.history(F)]
    assert [version is not None and version.failed for version in versions] == [True, False]


def test_history_and_blame_tell_who_and_how_often(log: DeclarationLog) -> None:
    save(log, draft("M.f", "f = 1"), draft("M.g", "g = 1"), message="first")
    save(log, draft("M.f", "f = 2"), message="second")
    save(log, draft("M.g", "g = 2"), message="third")
    save(log, gone="M.f", message="fourth")
    assert log.head(F) is None
    assert dict(heads_of(log)) == {G: log.head(G)}
    save(log, draft("M.f", "f = 3"), message="fifth")
    messages = [version.commit.message for version in log.history(F)]
    assert messages == ["fifth", "fourth", "second", "first"]
    blame = log.blame(F)
    assert blame is not None
    assert (blame.commit.message, blame.times, blame.commit.author) == ("fifth", 4, "Ada")
    assert log.blame(LogUnit("value", "M.unknown")) is None
    assert [movement.action for movement in log.reflog()][:2] == ["commit: fifth", "commit: fourth"]


def test_heads_are_listed_by_the_beginning_of_their_name(log: DeclarationLog) -> None:
    names = ["M.f", "M.g", "Main.f", "N.f"]
    save(log, *(draft(name, name) for name in names), draft("M.f", "type", kind="type"))
    assert [unit for unit, _ in heads_of(log, prefix="M.")] == [LogUnit("type", "M.f"), F, G]
    assert log.units_named("M.f") == [LogUnit("type", "M.f"), F]


def test_branches_have_heads_of_their_own(log: DeclarationLog) -> None:
    save(log, draft("M.f", "f = 1"))
    on_main = log.head(F)
    with log.database.transaction() as transaction:
        checkout(log, transaction, "feature/α")
    save(log, draft("M.f", "f = 2"), draft("M.g", "g = 1"))
    assert current_branch(log) == "feature/α"
    assert log.head(F, "main") == on_main
    assert (log.head(G), log.head(G, "main")) != (None, None)
    assert log.head(G, "main") is None
    with log.database.transaction() as transaction:
        checkout(log, transaction, "main")
    assert log.head(F) == on_main
    assert [name for name, _ in branches(log)] == ["feature/α", "main"]
    with log.database.transaction() as transaction:
        with pytest.raises(LogError, match="current"):
            delete_branch(log, transaction, "main")
        with pytest.raises(LogError, match="already"):
            make_branch(log, transaction, "feature/α")
        delete_branch(log, transaction, "feature/α")
    assert [name for name, _ in branches(log)] == ["main"]


def test_a_branch_may_begin_at_an_older_commit(log: DeclarationLog) -> None:
    first = save(log, draft("M.f", "f = 1"))
    save(log, draft("M.f", "f = 2"), draft("M.g", "g = 1"))
    assert first is not None
    with log.database.transaction() as transaction:
        make_branch(log, transaction, "old", first)
    assert [unit for unit, _ in heads_of(log, "old")] == [F]
    blame = log.blame(F, "old")
    assert blame is not None
    assert (blame.commit.id, blame.times) == (first, 1)


def test_commits_are_found_by_their_ids_and_times(log: DeclarationLog) -> None:
    ids = [save(log, draft("M.f", f"f = {number}")) for number in range(4)]
    last = ids[-1]
    assert last is not None
    assert commits_beginning(log, last.hex()[:10]) == [last]
    assert commits_beginning(log, last.hex()[:5].upper()) == [last]
    assert [commit_at(log, time) for time in (1000.5, 1002.5, 9999)] == [None, ids[1], last]
    for unknown in ("nowhere", "", last.hex()[:3], "ffffffffff"):
        assert commits_beginning(log, unknown) == []


def test_a_collection_keeps_what_is_reached(log: DeclarationLog) -> None:
    for number in range(50):
        save(log, draft("M.f", f"f = {number}"), draft("M.g", "g = 1"))
    since = log.clock() - 5.5
    kept = log.candidates("value", "M.f", digest("f = 3"))[0].id
    retention = Retention(since, entries=frozenset([kept]))
    garbage = find_garbage(log, retention)
    assert len(garbage.movements) == 44
    assert log.candidates("value", "M.f", digest("f = 4")) != []
    for step in collect(log, retention):
        # Whatever lies between two steps is whole.
        assert check_log(log.database) == []
        assert step.entries == garbage.entries
    # Six of the last 5.5 seconds, and the one that the oldest movement left began at.
    times = [version.commit.time for version in log.history(F)]
    assert times == [log.clock() - age for age in range(7)]
    assert log.entry(kept) is not None
    assert log.candidates("value", "M.f", digest("f = 4")) == []
    blame = log.blame(G)
    assert blame is not None
    assert blame.commit.time == 1001
    assert log.part(log.candidates("value", "M.g", digest("g = 1"))[0], "ast") is not None
    kept_commits = list(walk(log.database, read_tip(log.database, "main")))
    assert [commit.time for commit in kept_commits] == times
    with pytest.raises(LogError):
        heads_at(log.database, kept_commits[2].id)
    assert sum(len(g.entries) for g in collect(log, retention)) == 0


def test_a_collection_spares_what_is_saved_meanwhile(log: DeclarationLog) -> None:
    save(log, draft("M.f", "f = 1"))
    save(log, draft("M.f", "f = 2"))
    save(log, draft("M.f", "f = 3"))
    steps = collect(log, Retention(log.clock() + 1))
    garbage = next(steps)
    entry = log.candidates("value", "M.f", digest("f = 1"))[0]
    assert entry.id in garbage.entries
    save(log, draft("M.f", "f = 1"))
    list(steps)
    assert log.head(F) == entry.id
    assert log.part(entry, "ast") == b"f = 1" * 100


@pytest.mark.slow
def test_ten_thousand_saves_stay_bounded() -> None:
    database = open_in_memory()
    log = DeclarationLog(database, clock=Clock())
    rows = []
    for number in range(10_000):
        save(log, draft(f"M.f{number % 50}", f"f = {number}"))
        if number % 1000 == 999:
            for _ in collect(log, Retention(log.clock() - 100)):
                pass
            rows.append(sum(1 for _ in database.scan_rows(Index.LOG)))
    assert check_log(database) == []
    assert max(rows) <= rows[0] * 1.1


Plant = Callable[[tuple[bytes, ...]], tuple[Index, bytes, bytes | None]]
PLANTED: dict[str, tuple[FaultKind, Plant]] = {
    "entry": (FaultKind.WRONG_HASH, lambda ids: (Index.LOG, entry_row(ids[0]), b"x" * 40)),
    "part": (FaultKind.WRONG_HASH, lambda ids: (Index.LOG, part_row(ids[0], "ast"), b"other")),
    "part gone": (FaultKind.WRONG_HASH, lambda ids: (Index.LOG, part_row(ids[0], "ast"), None)),
    "head": (FaultKind.DANGLING, lambda ids: (Index.LOG, entry_row(ids[0]), None)),
    "candidate": (
        FaultKind.DANGLING,
        lambda _: (Index.LOG, candidates_row(1, F, digest("f = 9")), bytes(32)),
    ),
    "commit": (FaultKind.WRONG_HASH, lambda ids: (Index.LOG, commit_row(ids[1]), b"other")),
    "half commit": (FaultKind.HALF_COMMIT, lambda ids: (Index.LOG, change_row(ids[1], G), None)),
    "tip": (FaultKind.DANGLING, lambda ids: (Index.LOG, commit_row(ids[1]), None)),
    "parent": (FaultKind.DANGLING, lambda ids: (Index.LOG, commit_row(ids[2]), None)),
}


@pytest.mark.parametrize(("kind", "plant"), PLANTED.values(), ids=PLANTED)
def test_fsck_finds_and_repairs_what_was_planted(kind: FaultKind, plant: Plant) -> None:
    database = open_in_memory()
    log = DeclarationLog(database, clock=Clock())
    parent = save(log, draft("M.f", "f = 0"))
    tip = save(log, draft("M.f", "f = 1"), draft("M.g", "g = 1"))
    assert check_log(database) == []
    head = log.head(F)
    assert head is not None and tip is not None and parent is not None
    database.repair_rows([plant((head, tip, parent))])
    assert kind in {fault.kind for fault in check_log(database)}
    _, left = repair(database, lambda: check_log(database))
    assert left == []
    save(log, draft("M.f", "f = 1"), draft("M.g", "g = 2"))
    (entry,) = log.candidates("value", "M.f", digest("f = 1"))
    assert log.head(F) == entry.id
    assert log.part(entry, "ast") == b"f = 1" * 100
    assert check_log(database) == []


@given(st.text(), st.text(), st.binary())
def test_units_decode_to_themselves(kind: str, name: str, rest: bytes) -> None:
    assert decode_unit(encode_unit(LogUnit(kind, name)) + rest) == (LogUnit(kind, name), rest)


SAVES = st.lists(
    st.dictionaries(st.sampled_from("abcd"), st.none() | st.sampled_from("123"), min_size=1),
    min_size=1,
    max_size=8,
)


@settings(max_examples=examples(60), deadline=None)
@given(SAVES, st.data())
def test_states_and_diffs_agree_with_a_replay(
    saves: list[dict[str, str | None]], data: st.DataObject
) -> None:
    log = DeclarationLog(ModelDatabase(), clock=Clock())
    states: dict[bytes, dict[str, str]] = {}
    state: dict[str, str] = {}
    for texts in saves:
        gone = " ".join(name for name, text in texts.items() if text is None)
        drafts = [draft(name, text) for name, text in texts.items() if text is not None]
        commit = save(log, *drafts, gone=gone)
        for name, text in texts.items():
            state = {key: value for key, value in state.items() if key != name}
            state |= {} if text is None else {name: text}
        if commit is not None:
            states[commit] = state
    for commit, wanted in states.items():
        heads = heads_at(log.database, commit)
        assert {u.name for u, head in heads.items() if head.entry is not None} == set(wanted)

"""What a state can be called, in every command that takes one."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from unittest.mock import patch

import pytest

from nova_ls.log.declaration_log import DeclarationLog
from tests.cli.pantry import Pantry, copy_pantry, make_pantry
from tests.cli.repository import git

TOTAL = "Pantry.Cost.totalCost"
CENTS = "Pantry.Cost.Cents"
COVERS = "Pantry.Quantity.covers"
TIMES = (
    datetime(2025, 6, 13, 9, 0),
    datetime(2025, 6, 14, 10, 0),
    datetime(2025, 6, 15, 8, 30),
)
NOW = datetime(2025, 6, 15, 12, 0)


class Clock:
    def __init__(self) -> None:
        self.now = TIMES[0]

    def __call__(self) -> float:
        return self.now.timestamp()


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Clock]]:
    """Three commits of the log, on three days, and three of git's. The files differ from the last."""
    clock = Clock()
    defaults = DeclarationLog.__init__.__defaults__
    assert defaults is not None
    assert time.time in defaults
    fixed = tuple(clock if value is time.time else value for value in defaults)
    with patch.object(DeclarationLog.__init__, "__defaults__", fixed):
        yield copy_pantry(tmp_path_factory.mktemp("names") / "pantry"), clock


@pytest.fixture
def named(
    history: tuple[Path, Clock], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Pantry:
    folder, clock = history
    pantry = make_pantry(folder, capsys, monkeypatch)
    if (folder / ".git").exists():
        return pantry
    git(folder, "init", "-q", "-b", "main")
    edits = (
        (),
        ("Pantry.Cost", "-- | Money, in cents.", "-- | Money."),
        ("Pantry.Quantity", "rest.amount >= 0.0", "rest.amount > 0.0"),
    )
    for number, edit in enumerate(edits):
        clock.now = TIMES[number]
        if edit:
            pantry.edit(*edit)
        pantry.check()
        git(folder, "add", ".")
        git(folder, "commit", "-q", "-m", f"number {number}")
        git(folder, "tag", f"v{number}")
    pantry.call("branch", "old", "HEAD~1")
    pantry.call("dump", "../pantry.dump")
    git(folder, "update-ref", "refs/remotes/origin/main", "HEAD~1")
    git(folder, "branch", "topic", "HEAD~2")
    # Both the log and git have it, and it is not the same.
    git(folder, "branch", "old", "HEAD")
    (folder / "old").write_bytes((folder.parent / "pantry.dump").read_bytes())
    pantry.edit("Pantry.Cost", "foldMap \\part ->", "foldMap  \\part ->")
    clock.now = NOW
    return pantry


SINCE = {0: {TOTAL, CENTS, COVERS}, 1: {TOTAL, COVERS}, 2: {TOTAL}}
"""What differs from the files, by the number of the commit."""

STATES = {
    "HEAD": 2,
    "@": 2,
    "main": 2,
    "HEAD~0": 2,
    "HEAD^0": 2,
    "HEAD~": 1,
    "HEAD~1": 1,
    "HEAD^": 1,
    "HEAD^1": 1,
    "@~2": 0,
    "main^^": 0,
    "HEAD~1^": 0,
    "old": 1,
    "old~1": 0,
    "@{1}": 2,  # The newest line is that of the branch `old`.
    "HEAD@{2}": 1,
    "@{2}^": 0,
    "main@{0}": 2,
    "main@{1}": 1,
    "main@{1}~1": 0,
    "old@{0}": 1,
    "@{yesterday}": 1,
    "now": 2,
    "today": 1,
    "yesterday": 1,
    "4 hours ago": 1,
    "3 hours ago": 2,
    "2.days.ago": 0,
    "08:29": 1,
    "08:30": 2,
    "08:30:01": 2,
    "2025-06-13": 0,
    "2025-06-14": 1,
    "2025-06-14 09:59": 0,
    "2025-06-14T10:00:00": 1,
    "v0": 0,
    "v1": 1,
    "v2^": 1,
    "v2~2": 0,
    "v1^{commit}": 1,
    "origin/main": 1,
    "origin/main^": 0,
    "topic": 0,
    "refs/tags/v1": 1,
    "git:main": 2,
    "git:HEAD": 2,
    "git:HEAD~1": 1,
    "git:old": 2,
    "git:v0": 0,
    "./old": 2,
    "../pantry.dump": 2,
}


@pytest.mark.parametrize("name", STATES)
def test_a_name_means_its_state(named: Pantry, name: str) -> None:
    found = set(named.call("diff", name, "--name-only").split())
    assert found == SINCE[STATES[name]]


def test_ids_and_paths_mean_theirs(named: Pantry) -> None:
    ids = [commit["commit"] for commit in named.data("log")]
    shas = [git(named.root, "rev-parse", f"v{number}").strip() for number in range(3)]
    dump = str(named.root.parent / "pantry.dump")
    names = {ids[2]: 0, ids[1][:12]: 1, ids[0][:6].upper(): 2, ids[0][:8] + "^": 1, shas[0]: 0}
    names |= {shas[1][:10]: 1, "git:" + shas[1][:8]: 1, shas[2] + "~2": 0, dump: 2}
    for name, number in names.items():
        assert set(named.call("diff", name, "--name-only").split()) == SINCE[number], name


def test_a_file_is_named_from_the_folder_that_is_given(
    named: Pantry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(named.root.parent)
    wanted = f"{TOTAL}\n"
    assert named.call("diff", "../pantry.dump", "-C", "pantry", "--name-only") == wanted
    assert named.call("-C", "pantry", "diff", "../pantry.dump", "--name-only") == wanted
    assert named.call("diff", "../../pantry.dump", "-C", "pantry/src", "--name-only") == wanted
    assert Path.cwd() == named.root.parent


def test_two_names_are_compared_however_they_are_written(named: Pantry) -> None:
    for arguments in (
        ("v0", "old"),
        ("HEAD~2..old",),
        ("HEAD~2", "git:HEAD~1"),
        ("2 days ago", "yesterday"),
    ):
        assert named.call("diff", *arguments, "--name-only").split() == [CENTS], arguments
    assert set(named.call("diff", "v0..", "--name-only").split()) == {CENTS, COVERS}
    assert named.call("diff", "HEAD", "../pantry.dump") == ""


def test_a_declaration_is_shown_as_it_was_in_any_state(named: Pantry) -> None:
    for name, number in STATES.items():
        text = named.call("show", f"{name}:Cents")
        assert text.startswith("-- | Money, in" if number == 0 else "-- | Money.\n"), name


def test_the_log_begins_where_it_is_told(named: Pantry) -> None:
    newest, middle, first = (commit["commit"] for commit in named.data("log"))
    expected = {
        ("HEAD~1",): [middle, first],
        ("old",): [middle, first],
        ("yesterday",): [middle, first],
        ("main@{1}",): [middle, first],
        (middle[:7],): [middle, first],
        ("HEAD~2..",): [newest, middle],
        ("HEAD~2..old",): [middle],
        ("covers",): [newest, first],
        ("HEAD~1", "covers"): [first],
        ("covers", "old"): [first],
        ("old..HEAD", "covers"): [newest],
        ("HEAD~1..", "Pantry.Cost"): [],
        ("old", "Pantry.Cost"): [middle, first],
    }
    for arguments, commits in expected.items():
        found = [version["commit"] for version in named.data("log", *arguments)]
        assert found == commits, arguments


def test_declarations_are_put_back_from_any_state(named: Pantry) -> None:
    path = named.path("Pantry.Cost")
    now = path.read_text("utf-8")
    try:
        for name, number in STATES.items():
            path.write_text(now, "utf-8")
            named.call("checkout", name, "--", "Cents")
            assert ("| Money, in" in path.read_text("utf-8")) == (number == 0), name
    finally:
        path.write_text(now, "utf-8")


NOTHING = {
    "mian": "did you mean main?",
    "HAED": "did you mean HEAD?",
    "origin/mian": "did you mean origin/main?",
    "tpoic": "did you mean topic?",
    "pantry.dmp": "give a commit, a branch, a revision of git, a time as in `2 hours ago`, or a dumped file",
    "../pantry.dmp": "did you mean ../pantry.dump?",
    "nova.toml": "'nova.toml' is not a dump of a workspace",
    "": "give a commit",
    "2 moons ago": "a time as in `2 hours ago`",
    "25:00": "a time as in `2 hours ago`",
    "2025-13-01": "a time as in `2 hours ago`",
    "HEAD~3": "'HEAD~3': the history does not go back that far",
    "HEAD^^^": "'HEAD^^^': the history does not go back that far",
    "HEAD^2": "a commit of the log has one parent",
    "@{99}": "the reflog has no such line",
    "main@{99}": "the reflog has no such line",
    "2 weeks ago": "nothing was committed on 'main' by then (2 weeks ago)",
    "@{2 weeks ago}": "nothing was committed on 'main' by then (2 weeks ago)",
    "0000000000": "nothing is known of '0000000000'",
    "git:": "git knows no commit ''",
    "git:nope": "git knows no commit 'nope'",
    "git:--all": "git knows no commit '--all'",
    "HEAD..nope": "nothing is known of 'nope'",
}


@pytest.mark.parametrize("name", NOTHING)
def test_what_means_nothing_is_said_in_one_line(named: Pantry, name: str) -> None:
    for command in (("diff", name), ("checkout", name, "--", "Cents"), ("show", f"{name}:Cents")):
        if ".." in name and command[0] != "diff" and "/" not in name:
            continue
        if command[0] == "show" and ":" in name[4:]:
            continue  # `25:00:Cents` may as well be the declaration `00:Cents`.
        if command[0] == "show" and name in ("", "git:"):
            continue  # `:Cents` is that of HEAD, and `git::Cents` no way to write it.
        named.call(*command, status=2)
        assert NOTHING[name] in named.errors, command
        assert named.errors.startswith("nova-ls: ")
        assert named.errors.count("\n") == 1


def test_a_name_of_something_else_than_a_commit_is_explained(named: Pantry) -> None:
    for command in ("log", "show", "branch new"):
        for name, word in (
            ("v1", "is a revision of git"),
            ("git:main", "is a revision of git"),
            ("../pantry.dump", "is a dump"),
        ):
            if name == "git:main" and command == "show":
                continue  # the declaration `main` of `git`, or what is behind a colon
            named.call(*command.split(), name, status=2)
            assert word in named.errors, (command, name)
            assert f"`nova-ls diff {name}`" in named.errors


def test_the_beginning_of_two_ids_is_ambiguous(
    named: Pantry, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [bytes.fromhex("abcd12" + "00" * 29), bytes.fromhex("abcd34" + "00" * 29)]
    monkeypatch.setattr(
        "nova_ls.history.commit_names.commits_beginning",
        lambda _, digits: [one for one in ids if one.hex().startswith(digits)],
    )
    for command in ("diff", "log", "show"):
        named.call(command, "abcd", status=2)
        assert "'abcd' is the beginning of 2 commits: abcd1200, abcd3400" in named.errors


def test_a_branch_comes_before_a_declaration_of_its_name(named: Pantry) -> None:
    named.call("branch", "covers", "HEAD~1")
    try:
        assert len(named.data("log", "covers")) == 2  # the commits of the branch
        assert [v["change"] for v in named.data("log", COVERS)] == ["body changed", "added"]
        assert set(named.call("diff", "covers", "--name-only").split()) == SINCE[1]
    finally:
        named.call("branch", "-d", "covers")


def test_the_log_is_never_taken_for_gits(named: Pantry) -> None:
    """Git has more commits than the log: what the log has no more of is refused, not taken from git."""
    git(named.root, "commit", "-q", "--allow-empty", "-m", "number 3")
    try:
        for name in ("HEAD~3", "main~3", "@{9}", "main@{9}"):
            named.call("diff", name, status=2)
        assert set(named.call("diff", "git:HEAD~3", "--name-only").split()) == SINCE[0]
    finally:
        git(named.root, "reset", "-q", "--soft", "HEAD~1")


def test_what_only_another_state_has_is_found_there(named: Pantry) -> None:
    path = named.path("Pantry.Cost")
    before = path.read_text("utf-8")
    git(named.root, "checkout", "-q", "-b", "wider")
    try:
        path.write_text(before + "\nwide :: Int\nwide = 1\n", "utf-8")
        named.check()
        git(named.root, "commit", "-q", "-a", "-m", "wider")
        git(named.root, "checkout", "-q", "main")
        path.write_text(before, "utf-8")
        assert named.call("show", "wider:wide") == "wide :: Int\nwide = 1\n"
        assert named.call("show", "git:wider:wide") == "wide :: Int\nwide = 1\n"
        assert [version["change"] for version in named.data("log", "wider", "wide")] == ["added"]
        named.call("checkout", "wider", "--", "wide")
        assert path.read_text("utf-8").endswith("\nwide :: Int\nwide = 1\n")
        named.call("show", "old:wide", status=2)
    finally:
        path.write_text(before, "utf-8")


def test_a_module_is_a_json_value_as_well(named: Pantry) -> None:
    found = named.data("show", "v0:Pantry.Cost")
    assert found["module"] == "Pantry.Cost"
    assert found["path"] == "src/Pantry/Cost.nova"
    assert found["text"] == named.call("show", "v0:Pantry.Cost")

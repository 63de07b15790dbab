"""What git does to a workspace: after each command of it the history is that of the files."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.pantry import Pantry, copy_pantry
from tests.cli.repository import git, make_repository
from tests.cli.test_branch import typed

CENTS = ("Pantry.Cost", "-- | Money, in cents.", "-- | Money.")
COVERS = ("Pantry.Quantity", "rest.amount >= 0.0", "rest.amount > 0.0")


def commit(pantry: Pantry, message: str = "a change") -> None:
    git(pantry.root, "add", "-A")
    git(pantry.root, "commit", "-q", "-m", message)


def is_sane(pantry: Pantry, branch: str, *arguments: str) -> None:
    """Log, diff, blame and fsck agree with the files, which were checked."""
    assert pantry.call("branch", "--show-current", *arguments) == f"{branch}\n"
    assert f"(HEAD -> {branch}" in pantry.call("log", "-1", "--oneline", *arguments)
    assert pantry.call("diff", *arguments) == ""
    assert pantry.call("diff", branch, *arguments) == ""
    shown = pantry.data("show", "HEAD:Pantry.Quantity", *arguments)
    root = Path(arguments[1]) if arguments else pantry.root
    assert (root / shown["path"]).read_text("utf-8") == shown["text"]
    blamed = [each["name"] for each in pantry.data("blame", "Pantry.Quantity", *arguments)]
    assert "Pantry.Quantity.covers" in blamed
    assert pantry.call("fsck", *arguments) == ""


def two_branches(pantry: Pantry) -> None:
    make_repository(pantry)
    git(pantry.root, "checkout", "-q", "-b", "other")
    pantry.edit(*CENTS)
    pantry.edit(
        "Pantry.Quantity",
        "type Quantity = { amount :: Number, measure :: Measure }",
        "type Quantity = { amount :: Number, measure :: Measure, note :: String }",
    )
    pantry.check(status=1)
    commit(pantry)


def test_a_switch_and_back_types_nothing_though_all_history_was_collected(pantry: Pantry) -> None:
    two_branches(pantry)
    pantry.call("gc", "--keep", "now")
    for branch in ("main", "other", "main"):
        git(pantry.root, "checkout", "-q", branch)
        assert typed(pantry.root) == []
        is_sane(pantry, branch)
        pantry.call("gc", "--keep", "now")
        is_sane(pantry, branch)


def test_a_merge_without_conflicts(pantry: Pantry) -> None:
    make_repository(pantry)
    git(pantry.root, "checkout", "-q", "-b", "other")
    pantry.edit(*CENTS)
    pantry.check()
    commit(pantry)
    git(pantry.root, "checkout", "-q", "main")
    pantry.edit(*COVERS)
    pantry.check()
    commit(pantry)
    git(pantry.root, "merge", "-q", "--no-edit", "other")
    assert typed(pantry.root) == []
    is_sane(pantry, "main")
    assert pantry.call("diff", "other", "main", "--name-only") == "Pantry.Quantity.covers\n"


def test_conflict_markers_concern_the_declarations_they_stand_in(pantry: Pantry) -> None:
    make_repository(pantry)
    git(pantry.root, "checkout", "-q", "-b", "other")
    pantry.edit("Pantry.Quantity", "rest.amount >= 0.0", "rest.amount >= 1.0")
    commit(pantry)
    git(pantry.root, "checkout", "-q", "main")
    pantry.edit(*COVERS)
    commit(pantry)
    git(pantry.root, "merge", "-q", "other", status=1)
    assert "<<<<<<< HEAD" in pantry.path("Pantry.Quantity").read_text("utf-8")
    found = pantry.data("check", status=1)["diagnostics"]
    assert {Path(each["file"]).name for each in found} == {"Quantity.nova"}
    assert 0 < len(found) <= 3
    is_sane(pantry, "main")
    git(pantry.root, "checkout", "-q", "--theirs", "src/Pantry/Quantity.nova")
    pantry.check()
    commit(pantry, "merged")
    is_sane(pantry, "main")
    assert "rest.amount >= 1.0" in pantry.call("show", "covers")


def test_amending_and_rebasing_keep_the_log(pantry: Pantry) -> None:
    make_repository(pantry)
    git(pantry.root, "checkout", "-q", "-b", "topic")
    pantry.edit(*CENTS)
    pantry.check()
    commit(pantry)
    pantry.edit("Pantry.Cost", "-- | Money.", "-- | Coins.")
    pantry.check()
    git(pantry.root, "commit", "-q", "-a", "--amend", "--no-edit")
    is_sane(pantry, "topic")
    git(pantry.root, "checkout", "-q", "main")
    pantry.edit(*COVERS)
    pantry.check()
    commit(pantry)
    git(pantry.root, "checkout", "-q", "topic")
    git(pantry.root, "rebase", "-q", "main")
    assert typed(pantry.root) == []
    is_sane(pantry, "topic")
    assert pantry.call("diff", "main", "topic", "--name-only") == "Pantry.Cost.Cents\n"
    changes = [version["change"] for version in pantry.data("log", "Cents")]
    assert changes == ["comment changed", "comment changed", "added"]


def test_a_file_that_moves_keeps_its_declarations(pantry: Pantry) -> None:
    make_repository(pantry)
    (pantry.root / "src" / "Kitchen").mkdir()
    git(pantry.root, "mv", "src/Pantry/Cost.nova", "src/Kitchen/Cost.nova")
    text = pantry.call("diff", status=0)
    assert "declarations" not in text
    assert typed(pantry.root) == []
    is_sane(pantry, "main")
    assert pantry.data("show", "HEAD:Pantry.Cost")["path"] == "src/Kitchen/Cost.nova"
    assert [v["change"] for v in pantry.data("log", "totalCost")] == ["added"]
    commit(pantry, "moved")
    pantry.call("checkout", "HEAD~1", "--", "Pantry.Cost")
    assert not (pantry.root / "src" / "Pantry" / "Cost.nova").exists()


def test_a_module_that_is_renamed_with_its_file(pantry: Pantry) -> None:
    make_repository(pantry)
    git(pantry.root, "mv", "src/Pantry/Sample.nova", "src/Pantry/Example.nova")
    for path in [*pantry.root.glob("src/**/*.nova"), *pantry.root.glob("test/**/*.nova")]:
        path.write_text(path.read_text("utf-8").replace("Pantry.Sample", "Pantry.Example"), "utf-8")
    data = pantry.data("diff", status=1)
    assert {"name": "Pantry.Sample", "change": "removed", "exports": []} in data["modules"]
    assert {"name": "Pantry.Example", "change": "added", "exports": []} in data["modules"]
    kinds = {c["change"] for c in data["declarations"] if c["name"].startswith("Pantry.Example.")}
    assert kinds == {"renamed"}
    pantry.check()
    is_sane(pantry, "main")
    assert pantry.call("diff", "git:HEAD", "HEAD", "--name-only", status=1) != ""


def test_a_stash_and_its_return(pantry: Pantry) -> None:
    make_repository(pantry)
    pantry.edit(*COVERS)
    pantry.check()
    git(pantry.root, "stash", "-q")
    assert pantry.call("diff", "--name-only") == "Pantry.Quantity.covers\n"
    assert typed(pantry.root) == []
    is_sane(pantry, "main")
    git(pantry.root, "stash", "pop", "-q")
    assert typed(pantry.root) == []
    is_sane(pantry, "main")
    assert len(pantry.data("log")) == 4


def test_a_detached_head_has_a_history_of_its_own(pantry: Pantry) -> None:
    make_repository(pantry)
    git(pantry.root, "checkout", "-q", "--detach")
    pantry.edit(*COVERS)
    pantry.check()
    is_sane(pantry, "(no branch)")
    git(pantry.root, "checkout", "-q", "-f", "main")
    assert typed(pantry.root) == []
    is_sane(pantry, "main")
    assert len(pantry.data("log", "covers")) == 1
    assert pantry.call("diff", "(no branch)", "--name-only") == "Pantry.Quantity.covers\n"


def test_a_worktree_has_a_database_of_its_own(pantry: Pantry, tmp_path: Path) -> None:
    make_repository(pantry)
    beside = tmp_path / "beside"
    git(pantry.root, "worktree", "add", "-q", "-b", "beside", str(beside))
    pantry.call("log", "-C", str(beside), status=2)
    assert "run `nova-ls check` there first" in pantry.errors
    pantry.call("-C", str(beside), "check")
    assert (beside / ".nova" / "CURRENT").exists()
    is_sane(pantry, "beside", "-C", str(beside))
    is_sane(pantry, "main")
    assert pantry.call("diff", "main", "git:beside") == ""


def test_a_repository_without_commits(pantry: Pantry) -> None:
    git(pantry.root, "init", "-q", "-b", "trunk")
    assert pantry.call("branch", "--show-current") == "trunk\n"
    pantry.call("diff", "git:HEAD", status=2)
    assert "git knows no commit 'HEAD'" in pantry.errors
    pantry.check()
    is_sane(pantry, "trunk")
    assert pantry.call("diff", "main") == ""


def test_a_workspace_below_the_root_of_its_repository(
    pantry: Pantry, monkeypatch: pytest.MonkeyPatch
) -> None:
    above = pantry.root.parent
    git(above, "init", "-q", "-b", "main")
    git(above, "add", ".")
    git(above, "commit", "-q", "-m", "first")
    assert git(above, "ls-files", "pantry/.nova") == ""
    pantry.edit(*COVERS)
    pantry.check()
    is_sane(pantry, "main")
    assert pantry.call("diff", "git:HEAD", "--name-only") == "Pantry.Quantity.covers\n"
    # In a hook git says where it works, which is not where the workspace is.
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    assert pantry.call("diff", "git:HEAD", "--name-only") == "Pantry.Quantity.covers\n"


@pytest.mark.parametrize("add", ["nested", "submodule"])
def test_a_repository_inside(pantry: Pantry, tmp_path: Path, add: str) -> None:
    """Its sources are the workspace's as far as they are among its globs, and git's only in its own repository."""
    make_repository(pantry)
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "Inner.nova").write_text("module Inner where\n\ninner :: Int\ninner = 1\n", "utf-8")
    git(inner, "init", "-q", "-b", "inside")
    git(inner, "add", ".")
    git(inner, "commit", "-q", "-m", "inner")
    if add == "nested":
        shutil.copytree(inner, pantry.root / "src" / "inner")
    else:
        git(pantry.root, "submodule", "add", "-q", str(inner), "src/inner")
        commit(pantry)
    pantry.check()
    is_sane(pantry, "main")
    assert pantry.call("show", "inner") == "inner :: Int\ninner = 1\n"
    assert pantry.call("diff", "git:HEAD", "--name-only") == "Inner.inner\n"


STATES: dict[str, Callable[[Path], object]] = {
    "clean": lambda root: git(root, "clean", "-fdq"),
    "ignored too": lambda root: git(root, "clean", "-fdxq"),
}


@pytest.mark.parametrize("name", STATES)
def test_git_neither_sees_the_database_nor_misses_it(pantry: Pantry, name: str) -> None:
    make_repository(pantry)
    assert git(pantry.root, "status", "--porcelain") == ""
    STATES[name](pantry.root)
    if name == "ignored too":
        pantry.call("log", status=2)
        assert "run `nova-ls check` there first" in pantry.errors
    pantry.check()
    is_sane(pantry, "main")


def test_a_clone_has_no_history_yet(pantry: Pantry, tmp_path: Path) -> None:
    make_repository(pantry)
    git(tmp_path, "clone", "-q", str(pantry.root), "clone")
    assert not (tmp_path / "clone" / ".nova").exists()
    shutil.rmtree(tmp_path / "clone")
    copy_pantry(tmp_path / "clone")
    pantry.call("log", "-C", str(tmp_path / "clone"), status=2)

"""Branches: by themselves, and as git's are."""

from __future__ import annotations

from pathlib import Path

from nova_ls.compiler.model.units import TypedUnit
from nova_ls.engine.event_trace import Action
from nova_ls.store import open_database
from nova_ls.workspace.open_workspace import open_workspace
from tests.cli.pantry import Pantry
from tests.cli.repository import git, make_repository


def typed(root: Path) -> list[str]:
    """What a check has to type that is not found; it commits as `nova-ls check` does."""
    workspace = open_workspace(root, root / ".nova").workspace
    try:
        workspace.scan()
        for _ in workspace.settle():
            pass
        events = workspace.program.engine.trace.events()
        ran = [
            f"{unit.tag} {unit.key.name}"
            for unit, action in events
            if action is Action.RAN and isinstance(unit, TypedUnit)
        ]
        workspace.commit("test")
    finally:
        workspace.close()
    return ran


def test_the_branch_follows_gits(pantry: Pantry) -> None:
    make_repository(pantry)
    git(pantry.root, "checkout", "-q", "-b", "cheaper")
    assert pantry.call("branch", "--show-current") == "cheaper\n"
    pantry.edit("Pantry.Cost", "-- | Money, in cents.", "-- | Money.")
    pantry.check()
    git(pantry.root, "commit", "-q", "-a", "-m", "second")
    assert pantry.call("branch") == "* cheaper\n  main\n"
    assert pantry.call("diff", "main", "cheaper", "--name-only") == "Pantry.Cost.Cents\n"
    git(pantry.root, "checkout", "-q", "main")
    pantry.check()
    assert pantry.call("branch") == "  cheaper\n* main\n"
    assert pantry.call("diff", status=0) == ""


def test_a_branch_seen_before_is_found_and_nothing_is_typed(pantry: Pantry) -> None:
    make_repository(pantry)
    git(pantry.root, "checkout", "-q", "-b", "other")
    pantry.edit(
        "Pantry.Quantity",
        "type Quantity = { amount :: Number, measure :: Measure }",
        "type Quantity = { amount :: Number, measure :: Measure, note :: String }",
    )
    assert typed(pantry.root) != []
    git(pantry.root, "commit", "-q", "-a", "-m", "second")
    for branch in ("main", "other", "main"):
        git(pantry.root, "checkout", "-q", branch)
        assert typed(pantry.root) == []
        assert pantry.call("diff", status=0) == ""
        assert pantry.call("branch", "--show-current") == f"{branch}\n"


def test_what_changed_on_another_branch_unseen_is_there_after_the_switch(pantry: Pantry) -> None:
    make_repository(pantry)
    git(pantry.root, "branch", "other")
    pantry.edit("Pantry.Cost", "-- | Money, in cents.", "-- | Money.")
    pantry.check()
    git(pantry.root, "commit", "-q", "-a", "-m", "second")
    git(pantry.root, "checkout", "-q", "other")
    pantry.check()
    # `other` gets the very text that main has, without a check in between.
    git(pantry.root, "checkout", "-q", "main")
    pantry.check()
    git(pantry.root, "checkout", "-q", "other")
    git(pantry.root, "merge", "-q", "main")
    pantry.check()
    assert pantry.call("diff", "main", "other") == ""
    assert pantry.call("diff", status=0) == ""
    pantry.call("fsck")


def test_worktrees_and_detached_heads_have_branches_too(pantry: Pantry, tmp_path: Path) -> None:
    make_repository(pantry)
    git(pantry.root, "worktree", "add", "-q", "-b", "beside", str(tmp_path / "beside"))
    pantry.call("check", str(tmp_path / "beside"))
    assert pantry.call("branch", "-C", str(tmp_path / "beside")) == "* beside\n"
    git(pantry.root, "checkout", "-q", "--detach")
    pantry.edit("Pantry.Cost", "-- | Money, in cents.", "-- | Money.")
    pantry.check()
    assert pantry.call("branch") == "* (no branch)\n  main\n"


def test_without_git_branches_work_by_themselves(pantry: Pantry) -> None:
    before = pantry.path("Pantry.Cost").read_text("utf-8")
    pantry.call("checkout", "-b", "cheaper")
    pantry.edit("Pantry.Cost", "-- | Money, in cents.", "-- | Money.")
    after = pantry.path("Pantry.Cost").read_text("utf-8")
    pantry.call("checkout", "main", status=2)
    assert "src/Pantry/Cost.nova differs from what was checked last" in pantry.errors
    pantry.check()
    assert pantry.call("checkout", "main") == "src/Pantry/Cost.nova\n"
    assert pantry.path("Pantry.Cost").read_text("utf-8") == before
    assert typed(pantry.root) == []
    pantry.call("checkout", "cheaper")
    assert pantry.path("Pantry.Cost").read_text("utf-8") == after
    assert typed(pantry.root) == []
    assert pantry.call("diff", status=0) == ""


def test_with_git_checking_a_branch_out_is_gits(pantry: Pantry) -> None:
    make_repository(pantry)
    pantry.call("checkout", "-b", "other", status=2)
    assert "use `git checkout -b other`" in pantry.errors


def test_branches_are_made_and_deleted(pantry: Pantry) -> None:
    pantry.call("branch", "mark")
    assert pantry.call("branch") == "* main\n  mark\n"
    pantry.call("branch", "mark", status=2)
    assert "there is a branch 'mark' already" in pantry.errors
    pantry.call("branch", "-d", "mark")
    pantry.call("branch", "-d", "main", status=2)
    assert pantry.call("branch") == "* main\n"


def test_a_declaration_is_put_back_as_it_was(pantry: Pantry) -> None:
    before = pantry.path("Pantry.Cost").read_text("utf-8")
    pantry.edit("Pantry.Cost", "foldMap \\part ->", "foldMap \\p ->")
    pantry.edit("Pantry.Cost", "(costOf prices part)", "(costOf prices p)")
    pantry.check()
    assert pantry.call("checkout", "HEAD~1", "--", "Pantry.Cost.totalCost") == (
        "src/Pantry/Cost.nova: Pantry.Cost.totalCost\n"
    )
    assert pantry.path("Pantry.Cost").read_text("utf-8") == before
    assert typed(pantry.root) == []


def test_a_removed_declaration_is_put_at_the_end_of_its_file(pantry: Pantry) -> None:
    path = pantry.path("Pantry.Quantity")
    text = path.read_text("utf-8")
    path.write_text(text + "\ndouble :: Int -> Int\ndouble n = n + n\n", "utf-8")
    pantry.check()
    path.write_text(text, "utf-8")
    pantry.check()
    pantry.call("checkout", "HEAD~1", "--", "Pantry.Quantity.double")
    assert path.read_text("utf-8") == text + "\ndouble :: Int -> Int\ndouble n = n + n\n"


def test_while_an_editor_has_the_database_history_can_be_read_but_not_changed(
    pantry: Pantry,
) -> None:
    database = open_database(pantry.root / ".nova").database
    try:
        assert len(pantry.data("log")) == 1
        assert pantry.call("diff", status=0) == ""
        for command in (["branch", "mark"], ["gc"], ["fsck", "--repair"]):
            pantry.call(*command, status=2)
            assert "is in use by another nova-ls" in pantry.errors
    finally:
        database.close()


def test_the_branch_that_was_checked_last_is_deleted_once_another_is_checked_out(
    pantry: Pantry,
) -> None:
    make_repository(pantry)
    git(pantry.root, "checkout", "-q", "-b", "other")
    pantry.edit("Pantry.Cost", "-- | Money, in cents.", "-- | Money.")
    pantry.check()
    pantry.call("branch", "-d", "other", status=2)
    assert "'other' is the current branch" in pantry.errors
    git(pantry.root, "commit", "-q", "-a", "-m", "second")
    git(pantry.root, "checkout", "-q", "main")
    assert pantry.call("branch", "-d", "other") == "Deleted branch other.\n"
    assert pantry.call("branch") == "* main\n"
    assert pantry.call("diff", status=0) == ""
    assert typed(pantry.root) == []
    assert pantry.call("fsck") == ""


def test_a_dump_says_what_it_is_of(pantry: Pantry, tmp_path: Path) -> None:
    make_repository(pantry)
    tip = pantry.data("log")[0]["commit"][:10]
    assert pantry.call("dump", str(tmp_path / "one")).endswith(f", of main at {tip}\n")
    assert pantry.errors == ""
    git(pantry.root, "checkout", "-q", "-b", "other")
    assert pantry.call("dump", str(tmp_path / "two")).endswith(f", of main at {tip}\n")
    assert pantry.errors == (
        "nova-ls: 'main' is what was checked last; for 'other' run `nova-ls check` first\n"
    )
    pantry.check()
    assert ", of other at " in pantry.call("dump", str(tmp_path / "three"))
    assert pantry.errors == ""


def test_without_git_a_branch_may_begin_at_any_commit(pantry: Pantry) -> None:
    before = pantry.path("Pantry.Cost").read_text("utf-8")
    pantry.edit("Pantry.Cost", "-- | Money, in cents.", "-- | Money.")
    pantry.check()
    assert pantry.call("checkout", "-b", "old", "HEAD~1") == "src/Pantry/Cost.nova\n"
    assert pantry.path("Pantry.Cost").read_text("utf-8") == before
    assert typed(pantry.root) == []
    assert pantry.call("diff") == ""
    assert pantry.call("diff", "main", "old", "--name-only") == "Pantry.Cost.Cents\n"
    for name, hint in {
        "main~1": "`checkout -b NEW main~1` makes one at that commit",
        "covers": "`checkout HEAD -- covers` puts the declaration back",
        "mian": "did you mean main?",
        "xyzzy": "make it with `checkout -b xyzzy`",
    }.items():
        pantry.call("checkout", name, status=2)
        assert hint in pantry.errors

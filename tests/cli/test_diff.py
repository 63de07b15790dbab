"""nova-ls diff: declarations, types, whom it breaks, and the version it asks for."""

from __future__ import annotations

import argparse
import subprocess
import time
from typing import Any

import pytest

from nova_ls.cli.opened_history import opened_history
from nova_ls.compiler.model.units import TypedUnit
from nova_ls.engine.event_trace import Action
from nova_ls.log.declaration_log import DeclarationLog
from tests.cli.pantry import Pantry


def declared(pantry: Pantry, *arguments: str, status: int | None = None) -> dict[str, Any]:
    data = pantry.data("diff", *arguments, status=status)
    return {change["name"]: change for change in data["declarations"]}


def test_nothing_changed_prints_nothing(pantry: Pantry) -> None:
    assert pantry.call("diff", status=0) == ""
    assert pantry.data("diff")["bump"] == "none"


def test_what_is_known_is_not_typed_to_be_compared(pantry: Pantry) -> None:
    """Neither the workspace's own modules nor the library's, which are checked once for all workspaces."""
    options = argparse.Namespace(folder=pantry.root, database=None)
    with opened_history(options) as history:
        program = history.uncommitted(history.texts()).program
        assert "Prelude" in program.modules
        ran = [
            unit
            for unit, action in program.engine.trace.events()
            if action is Action.RAN and isinstance(unit, TypedUnit)
        ]
    assert ran == []


def test_bodies_and_comments_break_nothing(pantry: Pantry) -> None:
    pantry.edit("Pantry.Cost", "foldMap \\part ->", "foldMap \\p ->")
    pantry.edit("Pantry.Cost", "(costOf prices part)", "(costOf prices p)")
    pantry.edit("Pantry.Cost", "-- | Money, in cents.", "-- | Money.")
    text = pantry.call("diff", status=0)
    assert "  M totalCost  (body changed)" in text
    assert "  c Cents  (comment changed)" in text
    assert text.endswith("2 declarations: 1 body changed, 1 comment changed; nothing breaks\n")
    assert pantry.data("diff", "--api")["bump"] == "patch"


def test_a_changed_type_shows_both_and_whom_it_breaks(pantry: Pantry) -> None:
    pantry.edit(
        "Pantry.Quantity",
        "covers :: Quantity -> Quantity -> Boolean\ncovers available wanted =",
        "covers :: Int -> Quantity -> Quantity -> Boolean\ncovers _ available wanted =",
    )
    change = declared(pantry, status=1)["Pantry.Quantity.covers"]
    assert change["change"] == "type changed"
    assert "Int" not in change["old_type"]
    assert "Int" in change["new_type"]
    assert change["breaking"]
    assert change["broken"] != []
    assert set(change["broken"]) <= set(change["callers"])


def test_what_is_added_is_minor(pantry: Pantry) -> None:
    pantry.edit("Pantry.Quantity", "  , tidy\n", "  , tidy\n  , double\n")
    path = pantry.path("Pantry.Quantity")
    path.write_text(path.read_text("utf-8") + "\ndouble :: Int -> Int\ndouble n = n + n\n", "utf-8")
    data = pantry.data("diff", "--api", status=0)
    assert data["bump"] == "minor"
    assert [(change["name"], change["reason"]) for change in data["api"]] == [("double", "added")]
    text = pantry.call("diff", status=0)
    assert "Pantry.Quantity  (header changed, exports +double)" in text
    assert "      + double :: Int -> Int" in text


def test_a_renaming_is_found_by_its_content(pantry: Pantry) -> None:
    path = pantry.path("Pantry.Cost")
    path.write_text(path.read_text("utf-8").replace("inMeasureOf", "convertedTo"), "utf-8")
    change = declared(pantry, status=0)["Pantry.Cost.convertedTo"]
    assert change["change"] == "renamed"
    assert change["old_name"] == "Pantry.Cost.inMeasureOf"
    assert not change["breaking"]  # It is not exported, and its caller was changed with it.


def test_renaming_what_is_exported_breaks_its_users(pantry: Pantry) -> None:
    path = pantry.path("Pantry.Quantity")
    path.write_text(path.read_text("utf-8").replace("isNothingLeft", "isEmpty"), "utf-8")
    data = pantry.data("diff", status=1)
    change = next(c for c in data["declarations"] if c["name"] == "Pantry.Quantity.isEmpty")
    assert change["change"] == "renamed"
    assert change["breaking"]
    assert data["bump"] == "major"
    assert "  R isNothingLeft -> isEmpty  (renamed, breaking: removed)" in pantry.call(
        "diff", status=1
    )


def test_another_constructor_is_a_major_change(pantry: Pantry) -> None:
    text = pantry.path("Pantry.Measure").read_text("utf-8")
    assert "Kilogram" in text
    path = pantry.path("Pantry.Measure")
    path.write_text(text.replace("| Kilogram", "| Kilogram | Stone", 1), "utf-8")
    data = pantry.data("diff", "--api", status=1)
    reasons = {change["name"]: change["reason"] for change in data["api"]}
    assert reasons["Measure"] == "constructor added: Stone (matches no longer cover the type)"


def test_only_names(pantry: Pantry) -> None:
    pantry.edit("Pantry.Cost", "-- | Money, in cents.", "-- | Money.")
    assert pantry.call("diff", "--name-only") == "Pantry.Cost.Cents\n"


def test_a_patch_is_a_unified_diff(pantry: Pantry) -> None:
    pantry.edit("Pantry.Cost", "-- | Money, in cents.", "-- | Money.")
    text = pantry.call("diff", "-p")
    assert "--- | Money, in cents." in text
    assert "+-- | Money." in text


def test_two_commits_are_compared_without_the_files(pantry: Pantry) -> None:
    pantry.edit("Pantry.Cost", "-- | Money, in cents.", "-- | Money.")
    pantry.check()
    pantry.edit("Pantry.Cost", "-- | Money.", "-- | Coins.")
    short = pantry.data("log")[0]["commit"][:8]
    assert list(declared(pantry, "HEAD~1", short)) == ["Pantry.Cost.Cents"]
    assert list(declared(pantry, short)) == ["Pantry.Cost.Cents"]
    assert declared(pantry, "HEAD", "HEAD") == {}


def test_a_state_is_found_by_its_time(pantry: Pantry, monkeypatch: pytest.MonkeyPatch) -> None:
    later = time.time() + 3600  # however long this takes on a busy machine
    defaults = DeclarationLog.__init__.__defaults__
    assert defaults is not None and time.time in defaults
    fixed = tuple((lambda: later) if value is time.time else value for value in defaults)
    monkeypatch.setattr(DeclarationLog.__init__, "__defaults__", fixed)
    pantry.edit("Pantry.Cost", "-- | Money, in cents.", "-- | Money.")
    pantry.check()
    assert list(declared(pantry, "1 second ago")) == ["Pantry.Cost.Cents"]
    pantry.call("diff", "2 years ago", status=2)
    assert "nothing was committed on 'main' by then" in pantry.errors


def test_a_state_is_a_revision_of_git(pantry: Pantry) -> None:
    def git(*arguments: str) -> None:
        identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
        subprocess.run(
            ["git", *identity, *arguments], cwd=pantry.root, check=True, capture_output=True
        )

    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-q", "-m", "first")
    git("tag", "v1")
    pantry.edit("Pantry.Cost", "-- | Money, in cents.", "-- | Money.")
    pantry.check()
    git("commit", "-q", "-a", "-m", "second")
    pantry.edit("Pantry.Cost", "foldMap \\part ->", "foldMap  \\part ->")
    assert list(declared(pantry, "v1")) == ["Pantry.Cost.totalCost", "Pantry.Cost.Cents"]
    assert list(declared(pantry, "v1", "git:HEAD")) == ["Pantry.Cost.Cents"]
    assert list(declared(pantry, "git:HEAD")) == ["Pantry.Cost.totalCost"]
    pantry.call("diff", "git:nothing", status=2)
    assert "git knows no commit 'nothing'" in pantry.errors


@pytest.mark.parametrize("name", ["nonsense", "HEAD~99", "0000000000"])
def test_a_name_that_means_nothing_is_bad_usage(pantry: Pantry, name: str) -> None:
    pantry.call("diff", name, status=2)
    assert pantry.errors.startswith("nova-ls: ")


def test_a_comparison_writes_nothing(pantry: Pantry) -> None:
    pantry.edit("Pantry.Cost", "-- | Money, in cents.", "-- | Money.")
    before = pantry.data("stats")
    pantry.call("diff")
    after = pantry.data("stats")
    assert (after["revision"], after["entries"]) == (before["revision"], before["entries"])


def test_a_comment_behind_a_declaration_is_a_comment(pantry: Pantry) -> None:
    path = pantry.path("Pantry.Cost")
    path.write_text(path.read_text("utf-8") + "-- The end.\n", "utf-8")
    (change,) = declared(pantry, status=0).values()
    assert change["change"] == "comment changed"


def test_empty_lines_do_not_count_as_a_change(pantry: Pantry) -> None:
    pantry.edit("Pantry.Cost", "-- | Money, in cents.", "\n\n-- | Money, in cents.")
    assert pantry.call("diff", status=0) == ""

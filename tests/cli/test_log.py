"""nova-ls log, reflog and show."""

from __future__ import annotations

import re

from tests.cli.pantry import Pantry


def save_twice(pantry: Pantry) -> None:
    pantry.edit("Pantry.Cost", "-- | Money, in cents.", "-- | Money.")
    pantry.check()
    pantry.edit("Pantry.Cost", "foldMap \\part ->", "foldMap \\p ->")
    pantry.edit("Pantry.Cost", "(costOf prices part)", "(costOf prices p)")
    pantry.check()


def test_commits_are_shown_as_git_shows_them_newest_first(pantry: Pantry) -> None:
    save_twice(pantry)
    text = pantry.call("log")
    assert re.match(
        r"commit [0-9a-f]{64} \(HEAD -> main\)\nAuthor: Ada\nDate:   .*\n\n    nova-ls check\n",
        text,
    )
    assert text.count("commit ") == 3
    assert " 1 declaration changed" in text


def test_one_line_each_and_at_most_so_many(pantry: Pantry) -> None:
    save_twice(pantry)
    lines = pantry.call("log", "--oneline", "-n", "2").splitlines()
    assert len(lines) == 2
    assert re.match(r"[0-9a-f]{10} \(HEAD -> main\) nova-ls check \(1 declaration, ", lines[0])


def test_the_versions_of_a_declaration_are_one_line_of_its_units(pantry: Pantry) -> None:
    save_twice(pantry)
    found = pantry.data("log", "totalCost")
    assert [version["change"] for version in found] == ["body changed", "added"]
    assert found[0]["name"] == "Pantry.Cost.totalCost"
    assert found[0]["author"] == "Ada"
    assert "\\p ->" in found[0]["text"]
    assert found[0]["signature"].startswith("totalCost")
    assert [v["change"] for v in pantry.data("log", "Pantry.Cost.Cents")] == [
        "comment changed",
        "added",
    ]


def test_a_patch_shows_the_text_that_changed(pantry: Pantry) -> None:
    save_twice(pantry)
    text = pantry.call("log", "-p", "-n", "1", "Pantry.Cost.totalCost")
    assert " -totalCost prices = foldMap \\part -> fromMaybe mempty (costOf prices part)" in text
    assert " +totalCost prices = foldMap \\p -> fromMaybe mempty (costOf prices p)" in text


def test_a_module_has_the_commits_that_touched_it(pantry: Pantry) -> None:
    save_twice(pantry)
    assert len(pantry.data("log", "Pantry.Cost")) == 3
    assert len(pantry.data("log", "Pantry.Stock")) == 1


def test_a_removed_declaration_keeps_its_history(pantry: Pantry) -> None:
    path = pantry.path("Pantry.Quantity")
    text = path.read_text("utf-8")
    path.write_text(text + "\ndouble :: Number -> Number\ndouble n = n + n\n", "utf-8")
    pantry.check()
    path.write_text(text, "utf-8")
    pantry.check()
    found = pantry.data("log", "Pantry.Quantity.double")
    assert [version["change"] for version in found] == ["removed", "added"]


def test_an_unknown_name_is_bad_usage(pantry: Pantry) -> None:
    pantry.call("log", "nonsense", status=2)
    assert pantry.errors.startswith("nova-ls: nothing is known of 'nonsense'")


def test_a_name_that_two_modules_have_has_to_be_said_in_full(pantry: Pantry) -> None:
    path = pantry.path("Pantry.Stock")
    path.write_text(path.read_text("utf-8") + "\ntotalCost :: Int\ntotalCost = 1\n", "utf-8")
    pantry.check()
    pantry.call("log", "totalCost", status=2)
    assert "Pantry.Cost.totalCost, Pantry.Stock.totalCost" in pantry.errors


def test_where_nothing_was_checked_there_is_one_line_that_says_what_to_do(pantry: Pantry) -> None:
    pantry.call("log", "--database", str(pantry.root / "elsewhere"), status=2)
    assert "run `nova-ls check`" in pantry.errors


def test_the_reflog_lists_every_movement(pantry: Pantry) -> None:
    save_twice(pantry)
    lines = pantry.call("reflog").splitlines()
    assert len(lines) == 3
    assert re.match(r"[0-9a-f]{10} HEAD@\{0\}: commit: nova-ls check \(main\)", lines[0])
    assert pantry.call("diff", "@{1}", "HEAD", "--name-only") == "Pantry.Cost.totalCost\n"


def test_show_gives_a_commit_with_what_it_changed(pantry: Pantry) -> None:
    save_twice(pantry)
    text = pantry.call("show")
    assert "  M totalCost  (body changed)" in text
    assert pantry.data("show", "HEAD~1")["declarations"] == ["Pantry.Cost.Cents"]


def test_show_gives_a_declaration_as_it_was(pantry: Pantry) -> None:
    save_twice(pantry)
    assert "\\part" in pantry.call("show", "HEAD~2:Pantry.Cost.totalCost")
    assert "\\p ->" in pantry.call("show", "totalCost")


def test_show_gives_the_text_of_a_module_as_it_was(pantry: Pantry) -> None:
    before = pantry.path("Pantry.Cost").read_text("utf-8")
    save_twice(pantry)
    assert pantry.call("show", "HEAD~2:Pantry.Cost") == before
    assert pantry.call("show", ":Pantry.Cost") == pantry.path("Pantry.Cost").read_text("utf-8")


def test_show_gives_an_entry_by_the_beginning_of_its_id(pantry: Pantry) -> None:
    entry = pantry.data("log", "Pantry.Cost.totalCost")[0]["entries"][0]
    text = pantry.call("show", entry[:12])
    assert text.startswith(f"entry {entry}\nName:   Pantry.Cost.totalCost (")


def test_a_commit_of_a_comment_is_one_of_its_declaration(pantry: Pantry) -> None:
    pantry.edit("Pantry.Cost", "-- | Money, in cents.", "-- | Money.")
    pantry.check()
    (newest, _) = pantry.data("log")
    assert newest["declarations"] == ["Pantry.Cost.Cents"]
    assert "(1 declaration, " in pantry.call("log", "--oneline", "-n", "1")
    assert "--- | Money, in cents." in pantry.call("show", "-p", newest["commit"])
    assert " --- | Money, in cents.\n +-- | Money." in pantry.call("log", "-p", "Pantry.Cost.Cents")
    assert [version["change"] for version in pantry.data("log", "totalCost")] == ["added"]
    assert pantry.call("show", "Cents").startswith("-- | Money.\n")
    assert pantry.call("show", "HEAD~1:Cents").startswith("-- | Money, in cents.\n")


def test_a_comment_comes_back_with_its_declaration(pantry: Pantry) -> None:
    before = pantry.path("Pantry.Cost").read_text("utf-8")
    pantry.edit("Pantry.Cost", "-- | Money, in cents.", "-- | Money.\n-- | In cents.")
    pantry.check()
    pantry.call("checkout", "HEAD~1", "--", "Pantry.Cost.Cents")
    assert pantry.path("Pantry.Cost").read_text("utf-8") == before

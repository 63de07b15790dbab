"""The history of declarations, as an editor asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.compiler.baseline import Baseline
from nova_ls.features.history import (
    checkout,
    current_text,
    diff,
    diff_of,
    differing_versions,
    find_declaration,
    history,
    named_of,
    standing_sentence,
)
from nova_ls.history.declaration_names import DeclarationNames, ResolvedName
from nova_ls.history.declaration_versions import DeclarationVersion, versions
from nova_ls.history.history import History
from nova_ls.history.last_change import MOST, LastChange, LastChanges, Standing
from nova_ls.history.module_layouts import Layouts
from nova_ls.history.program_state import state_of_program
from nova_ls.log.declaration_log import DeclarationLog
from nova_ls.log.log_error import LogError
from nova_ls.store import open_in_memory
from nova_ls.workspace.discovery import LIBRARY
from nova_ls.workspace.open_workspace import open_workspace
from nova_ls.workspace.workspace import Workspace

ONE = "module M where\n\nx :: Int\nx = 1\n\n-- | Two.\ny :: Int\ny = x\n"
TWO = ONE.replace("x = 1", "x = 2")
KEY = element_key("M", Space.VALUE, "x")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    (tmp_path / "nova.toml").write_text("")
    (tmp_path / "M.nova").write_text(ONE)
    found = Workspace(tmp_path, Baseline(open_in_memory(), tmp_path, LIBRARY, "Ada"))
    found.scan()
    save(found, ONE)
    save(found, TWO)
    yield found
    found.close()


def save(workspace: Workspace, text: str) -> None:
    assert workspace.root is not None
    path = workspace.root / "M.nova"
    path.write_text(text)
    workspace.reload(path)
    for _ in workspace.settle():
        pass
    workspace.commit("save M")


def edit(workspace: Workspace, text: str) -> None:
    assert workspace.root is not None
    path = workspace.root / "M.nova"
    workspace.close_document(path)
    workspace.open_document(path, text, 1)
    for _ in workspace.settle():
        pass


def sentence(workspace: Workspace, key: ElementKey = KEY) -> str | None:
    standing = LastChanges(workspace).standing(key)
    last = None if standing is None else standing.last
    now = 0.0 if last is None else last.time + 7200
    return None if standing is None else standing_sentence(standing, now)


def test_versions_come_newest_first(workspace: Workspace) -> None:
    named = find_declaration(workspace, "M.x")
    found = history(workspace, named)
    assert [version["change"] for version in found] == ["body changed", "added"]
    assert [version["text"] for version in found] == ["x :: Int\nx = 2\n", "x :: Int\nx = 1\n"]
    assert [version["signature"] for version in found] == ["x :: Int", "x :: Int"]
    assert found[0]["author"] == "Ada"
    assert len(history(workspace, named, limit=1)) == 1


def test_a_full_name_is_found_without_looking_at_others(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(
        workspace,
        TWO + "\nf n = g n\n\ng n = f n\n\ninstance Show (Array (Int -> a)) where\n  show _ = x\n",
    )
    full = DeclarationNames(
        workspace.baseline.log, History(workspace.root or Path(), workspace.baseline).branch
    )
    everything = {name: full.find(name) for name in full.known()}
    read: list[str] = []
    monkeypatch.setattr(
        "nova_ls.features.history.DeclarationNames.__init__", lambda *_: read.append("all heads")
    )
    for name, named in everything.items():
        if named.element:
            assert find_declaration(workspace, name) == named
    assert len(everything) > 3 and not read


def test_the_last_change_is_one_sentence(workspace: Workspace) -> None:
    assert sentence(workspace) == "changed 2 hours ago by Ada, 2 times in all"
    assert sentence(workspace, element_key("M", Space.VALUE, "y")) == (
        "changed 2 hours ago by Ada, once in all"
    )


def test_what_is_not_saved_is_said_to_be(workspace: Workspace) -> None:
    edit(workspace, TWO.replace("x = 2", "x = 3") + "\nz :: Int\nz = 3\n")
    assert sentence(workspace) == (
        "edited, not saved yet; changed 2 hours ago by Ada, 2 times in all"
    )
    assert sentence(workspace, element_key("M", Space.VALUE, "z")) == "new, not saved yet"
    edit(workspace, TWO.replace("\n\n", "\n\n\n"))
    assert sentence(workspace) == "changed 2 hours ago by Ada, 2 times in all"


def test_many_changes_are_not_counted_to_the_end() -> None:
    standing = Standing(LastChange("", 0, MOST, ""), False, "x = 1")
    assert standing_sentence(standing, 60) == "changed 1 minute ago, 100 times or more in all"


def test_what_was_read_of_a_declaration_is_kept_until_a_commit_changes_it(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def counted(
        log: DeclarationLog, named: ResolvedName, branch: str, layouts: Layouts | None
    ) -> Iterator[DeclarationVersion]:
        for version in versions(log, named, branch, layouts):
            read.append(named.name)
            yield version

    monkeypatch.setattr("nova_ls.history.last_change.versions", counted)
    changes = LastChanges(workspace)
    assert changes.standing(KEY) == changes.standing(KEY)
    save(workspace, TWO.replace("y = x", "y = 1"))
    before = changes.standing(KEY)
    assert read == ["M.x", "M.x"]
    save(workspace, ONE)
    after = changes.standing(KEY)
    assert read == ["M.x", "M.x", "M.x", "M.x"]  # the new one, and the one known already
    assert before is not None and before.last is not None and before.last.times == 2
    assert after is not None and after.last is not None and after.last.times == 3


def test_members_of_a_group_are_told_apart(workspace: Workspace) -> None:
    text = "module M where\n\nf n = g n\n\ng n = f n\n\ndata A = A B\n\ndata B = B A\n"
    save(workspace, text)
    save(
        workspace,
        text.replace("g n = f n", "g n = f (n)").replace("data B = B A", "data B = B A A"),
    )
    for name, space, times in (
        ("f", Space.VALUE, 1),
        ("g", Space.VALUE, 2),
        ("A", Space.TYPE, 1),
        ("B", Space.TYPE, 2),
    ):
        standing = LastChanges(workspace).standing(element_key("M", space, name))
        assert standing is not None and standing.last is not None
        assert (name, standing.last.times, standing.is_edited) == (name, times, False)


def test_a_constructor_has_the_history_of_its_type_and_a_member_that_of_its_class(
    workspace: Workspace,
) -> None:
    text = "module M where\n\ndata A = B Int\n\nclass C a where\n  m :: a -> Int\n"
    save(workspace, text)
    save(workspace, text.replace("B Int", "B Int Int"))
    changes = LastChanges(workspace)
    assert named_of(changes, element_key("M", Space.CONSTRUCTOR, "B")).name == "M.A"
    assert named_of(changes, element_key("M", Space.VALUE, "m")).name == "M.C"
    assert "2 times" in (sentence(workspace, element_key("M", Space.CONSTRUCTOR, "B")) or "")
    assert "once" in (sentence(workspace, element_key("M", Space.VALUE, "m")) or "")


def test_a_difference_sees_what_is_in_the_editor(workspace: Workspace) -> None:
    assert diff(workspace)["declarations"] == []
    edit(workspace, TWO.replace("y = x", "y = x\n\nz = 3"))
    found = diff(workspace, "HEAD~1")
    assert [(c["name"], c["change"]) for c in found["declarations"]] == [
        ("M.x", "body changed"),
        ("M.z", "added"),
    ]
    assert found["bump"] == "minor"
    assert [c["name"] for c in diff(workspace, "HEAD~1", "HEAD")["declarations"]] == ["M.x"]


def test_the_state_in_the_editor_is_the_one_that_a_fresh_check_of_its_texts_comes_to(
    workspace: Workspace,
) -> None:
    assert workspace.root is not None
    (workspace.root / "N.nova").write_text("module N where\n\nimport M\n\nuse :: Int\nuse = y\n")
    workspace.reload(workspace.root / "N.nova")
    grouped = "module M where\n\nf n = g n\n\ng n = f n\n\ninfix 4 f as <+>\n\nx = 2\n\ny = x\n"
    texts = (
        TWO,  # as it was committed
        TWO.replace("x = 2", "x = 3"),
        TWO.replace("-- | Two.", "-- | Three."),
        TWO.replace("y :: Int\ny = x\n", ""),  # N fails
        TWO.replace("y :: Int\ny = x", "y = true\n\nbroken = ="),
        grouped,
        TWO,  # undone
        "module Other where\n\nx = 1\n",
    )
    for is_saved in (False, True):
        for text in texts:
            edit(workspace, text)
            if is_saved:
                (workspace.root / "M.nova").write_text(text)
                workspace.save_document(workspace.root / "M.nova")
                workspace.commit("saved")
                edit(workspace, text + "\nlast = 1\n")
            found = History(workspace.root, workspace.baseline)
            fresh = found.uncommitted({p: f.source.text for p, f in workspace.files.items()}).state(
                ""
            )
            live = state_of_program(workspace.program, "")
            assert live.units == fresh.units
            for name, module in workspace.program.modules.items():
                if name in live.module_names:
                    assert live.text_of_module(name) == module.source.text


def test_the_state_in_the_editor_after_a_restart_is_that_of_the_commit(tmp_path: Path) -> None:
    (tmp_path / "nova.toml").write_text("")
    (tmp_path / "M.nova").write_text(ONE)
    for _ in range(2):
        opened = open_workspace(tmp_path, tmp_path / ".nova").workspace
        opened.scan()
        for _ in opened.settle():
            pass
        opened.commit("checked")
        head = History(tmp_path, opened.baseline).head()
        assert state_of_program(opened.program, "").units == head.units
        opened.close()


def test_one_declaration_in_two_states(workspace: Workspace) -> None:
    named = find_declaration(workspace, "M.x")
    found = diff_of(workspace, named, "HEAD~1", "HEAD")
    assert (found["name"], found["change"]) == ("M.x", "body changed")
    assert found["old"]["text"] == "x :: Int\nx = 1\n"
    assert found["new"]["text"] == "x :: Int\nx = 2\n"
    assert diff_of(workspace, named)["change"] is None
    edit(workspace, TWO.replace("x :: Int\nx = 2", "x = true"))
    found = diff_of(workspace, named)
    assert (found["change"], found["new"]["signature"]) == ("type changed", "x :: Boolean")
    edit(workspace, "module M where\n")
    assert (diff_of(workspace, named)["change"], diff_of(workspace, named)["new"]["text"]) == (
        "removed",
        None,
    )


def test_a_version_comes_back_as_one_edit(workspace: Workspace) -> None:
    named = find_declaration(workspace, "M.x")
    edit = checkout(workspace, named, "HEAD~1")
    assert edit is not None
    assert TWO[: edit.start] + edit.text + TWO[edit.end :] == ONE
    assert edit.path.name == "M.nova"
    assert checkout(workspace, named, "HEAD") is None


def test_the_rest_of_the_text_does_not_matter(workspace: Workspace) -> None:
    text = "module M where\n\n\ny :: Int\ny = 7\n\n\nx :: Int\nx =\n"
    edit(workspace, text)
    found = checkout(workspace, find_declaration(workspace, "M.x"), "HEAD~1")
    assert found is not None
    assert text[: found.start] + found.text + text[found.end :] == text.replace("x =\n", "x = 1\n")


def test_what_was_removed_comes_back_at_the_end(workspace: Workspace) -> None:
    text = "module M where\n\ny :: Int\ny = 7\n"
    save(workspace, text)
    named = find_declaration(workspace, "M.x")
    assert current_text(workspace, named) is None
    found = checkout(workspace, named, "HEAD~1")
    assert found is not None
    assert (found.start, found.end, found.text) == (len(text), len(text), "\nx :: Int\nx = 2\n")


def test_versions_that_differ_from_the_text_are_offered_once_each(workspace: Workspace) -> None:
    for number in (1, 2, 3, 1, 4):
        save(workspace, ONE.replace("x = 1", f"x = {number}"))
    named = find_declaration(workspace, "M.x")
    found = list(differing_versions(workspace, named, 3, 0))
    assert [edit.text for edit in found] == [f"x :: Int\nx = {number}" for number in (1, 3, 2)]
    assert found[0].label.startswith("Restore `x` as of ")


def test_a_declaration_is_found_where_it_stands(workspace: Workspace) -> None:
    found = current_text(workspace, find_declaration(workspace, "M.y"))
    assert found is not None
    assert found.text == "-- | Two.\ny :: Int\ny = x" == TWO[found.start : found.end]


def test_what_is_not_known_is_one_line(workspace: Workspace) -> None:
    with pytest.raises(LogError, match="nothing is known of 'nonsense'"):
        find_declaration(workspace, "nonsense")
    with pytest.raises(LogError, match="is a module"):
        find_declaration(workspace, "M")
    with pytest.raises(LogError, match="nothing is known of 'nonsense'; give a commit"):
        checkout(workspace, find_declaration(workspace, "M.x"), "nonsense")


def test_nothing_is_said_before_the_first_commit_or_outside_of_a_workspace(tmp_path: Path) -> None:
    (tmp_path / "M.nova").write_text(ONE)
    fresh = Workspace(tmp_path, Baseline(open_in_memory(), tmp_path, LIBRARY))
    fresh.scan()
    for _ in fresh.settle():
        pass
    assert LastChanges(fresh).standing(KEY) is None
    assert LastChanges(fresh).standing(element_key("Data.Maybe", Space.TYPE, "Maybe")) is None
    outside = Workspace(None, Baseline(open_in_memory(), None, LIBRARY))
    assert LastChanges(outside).standing(KEY) is None
    with pytest.raises(LogError, match="no history"):
        find_declaration(outside, "M.x")

"""Two editors on one folder, and commands beside them: nothing is lost, neither waits, what both changed is named."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from nova_ls.workspace.open_workspace import OUTBOX
from tests.server.conftest import HELPER, MAIN
from tests.server.two_servers import (
    Editor,
    assert_sound,
    commits,
    run,
    versions,
    wait_for,
)

Start = Callable[[str], Editor]


@pytest.fixture
def start(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Starts an editor of that name on the folder."""
    editors: list[Editor] = []

    def start(name: str) -> Editor:
        editors.append(Editor(name, folder, tmp_path, monkeypatch))
        return editors[-1]

    yield start
    for editor in editors:
        editor.client.__exit__()


def total(value: str) -> str:
    """Main with another `total`."""
    return MAIN.replace("helper 3", value)


def text_of(value: str) -> str:
    return f"-- | What it is all about.\ntotal :: Int\ntotal = {value}\n"


def helper(value: str) -> str:
    return HELPER.replace("helper n = n", f"helper n = {value}")


def outbox_of(folder: Path) -> list[Path]:
    return list((folder / ".nova" / OUTBOX).glob("*.commit"))


def taken_in(folder: Path) -> bool:
    """Whether the owner has all that was posted."""
    return not outbox_of(folder)


def test_the_second_says_once_that_the_first_has_the_database(start: Start, folder: Path) -> None:
    first, second = start("first"), start("second")
    second.save("Main.nova", total("helper 4"))
    (message,) = second.told()
    assert "in use by another nova-ls" in message
    assert first.told() == []


def test_saves_in_other_files_come_into_one_history(start: Start, folder: Path) -> None:
    first, second = start("first"), start("second")
    first.save("Main.nova", total("helper 4"))
    second.see("Main.nova")
    second.save("Helper.nova", helper("n + n"))
    first.see("Helper.nova")
    wait_for(lambda: taken_in(folder))
    assert commits(folder)[1:] == [("first", ["Main.total"]), ("second", ["Helper.helper"])]
    assert_sound(folder)


def test_saves_of_the_second_come_in_without_any_word_of_the_client(
    start: Start, folder: Path
) -> None:
    first, second = start("first"), start("second")
    second.save("Helper.nova", helper("true"))
    wait_for(lambda: taken_in(folder))
    assert "TypesDoNotUnify" in first.problems("Helper.nova")
    assert commits(folder)[1:] == [("second", ["Helper.helper"])]


def test_the_same_file_by_turns(start: Start, folder: Path) -> None:
    first, second = start("first"), start("second")
    for number in range(3):
        first.save("Main.nova", total(f"helper {10 * number}"))
        second.see("Main.nova")
        second.save("Main.nova", total(f"helper {10 * number + 1}"))
        first.see("Main.nova")
        wait_for(lambda: taken_in(folder))
    values = ["helper 3", *(f"helper {10 * n + m}" for n in range(3) for m in range(2))]
    assert versions(folder, "Main.total") == [text_of(value) for value in values]
    assert [author for author, _ in commits(folder)[1:]] == ["first", "second"] * 3
    assert first.told() == []
    assert len(second.told()) == 1
    assert_sound(folder)


def test_what_the_first_has_committed_is_found_by_the_second(start: Start, folder: Path) -> None:
    first, second = start("first"), start("second")
    second.open("Main.nova")
    second.open("Helper.nova")
    second.settle()
    first.save("Main.nova", total("helper (helper 4)"))
    first.save("Helper.nova", HELPER + "\nmore :: Int\nmore = helper 1\n")
    before = second.settle()
    second.see("Main.nova", "Helper.nova")
    after = second.settle()
    assert after["typed"] == before["typed"]
    assert after["found"] > before["found"]


def test_a_second_start_finds_everything(start: Start) -> None:
    start("first")
    assert start("second").settle()["typed"] == 0


def test_an_error_that_one_makes_shows_in_the_other_and_goes_with_it(start: Start) -> None:
    first, second = start("first"), start("second")
    first.save("Helper.nova", HELPER.replace("Int -> Int", "String -> String"))
    second.see("Helper.nova")
    assert second.problems("Main.nova") == ["TypesDoNotUnify"]
    second.save("Helper.nova", HELPER)
    first.see("Helper.nova")
    assert first.problems("Main.nova") == []
    assert second.problems("Main.nova") == []


@pytest.mark.parametrize("end", [Editor.quit, Editor.kill])
def test_the_second_takes_over(start: Start, folder: Path, end: Callable[[Editor], None]) -> None:
    first, second = start("first"), start("second")
    first.save("Main.nova", total("helper 4"))
    second.see("Main.nova")
    second.save("Main.nova", total("helper 5"))
    end(first)
    second.save("Main.nova", total("helper 6"))
    message = second.wait_until_told("is free")
    second.save("Main.nova", total("helper 7"))
    wait_for(lambda: taken_in(folder))
    texts = [text_of(f"helper {number}") for number in (3, 4, 5, 6, 7)]
    assert versions(folder, "Main.total") == texts
    assert [author for author, _ in commits(folder)[1:]] == ["first", "second", "second", "second"]
    assert_sound(folder)
    assert [text for text in second.told() if text == message] == [message]
    assert len(second.told()) == 2
    third = start("third")
    assert "in use" in third.told()[0]


def test_documents_that_are_being_edited_stay_as_they_are_when_the_second_takes_over(
    start: Start,
) -> None:
    first, second = start("first"), start("second")
    second.type("Main.nova", total("true"))
    assert second.problems("Main.nova") == ["TypesDoNotUnify", "UnusedImport"]
    first.quit()
    told = len(second.client.received)
    second.wait_until_told("is free")
    assert second.problems("Main.nova") == ["TypesDoNotUnify", "UnusedImport"]
    uri = second.uri("Main.nova")
    later = [
        m["params"]
        for m in second.client.received[told:]
        if m.get("method") == "textDocument/publishDiagnostics" and m["params"]["uri"] == uri
    ]
    assert all(len(params["diagnostics"]) == 2 for params in later)  # They do not flicker.
    second.type("Main.nova", total("helper 8"))
    assert second.problems("Main.nova") == []


@pytest.mark.parametrize("third", ["editor", "check"])
def test_what_the_second_saved_is_kept_though_both_are_killed(
    start: Start, folder: Path, third: str
) -> None:
    first, second = start("first"), start("second")
    first.client.process.send_signal(signal.SIGSTOP)  # It has the database, and takes nothing in.
    second.save("Main.nova", total("helper 4"))
    second.save("Main.nova", total("helper 5"))
    second.kill()
    first.kill()
    assert len(outbox_of(folder)) == 2
    if third == "editor":
        start("third")
    else:
        assert run(folder, "check").returncode == 0
    wait_for(lambda: taken_in(folder))
    assert versions(folder, "Main.total") == [text_of(f"helper {n}") for n in (3, 4, 5)]
    assert_sound(folder)


def test_both_save_one_declaration_and_the_conflict_is_named(start: Start, folder: Path) -> None:
    first, second = start("first"), start("second")
    first.open("Main.nova")
    second.open("Main.nova")
    first.save("Main.nova", total("helper 100"))
    second.save("Main.nova", total("helper 200"))  # It has not seen the other's.
    message = first.wait_until_told("Main.total")
    assert "two editors" in message
    wait_for(lambda: taken_in(folder))
    texts = [text_of(f"helper {number}") for number in (3, 100, 200)]
    assert versions(folder, "Main.total") == texts
    shown = run(folder, "log", "-n", "1").stdout
    assert "beside" in shown
    assert "Main.total" in shown
    other = message.split("commit ")[1].split()[0]
    assert "helper 100" in run(folder, "show", other, "-p").stdout
    assert_sound(folder)


def test_the_last_one_to_save_was_the_first_and_the_conflict_is_named(
    start: Start, folder: Path
) -> None:
    first, second = start("first"), start("second")
    first.open("Main.nova")
    second.save("Main.nova", total("helper 200"))
    first.save("Main.nova", total("helper 100"))
    assert "Main.total" in first.wait_until_told("two editors")
    wait_for(lambda: taken_in(folder))
    texts = [text_of(f"helper {number}") for number in (3, 200, 100)]
    assert versions(folder, "Main.total") == texts
    assert_sound(folder)


def test_both_save_other_declarations_of_one_file(start: Start, folder: Path) -> None:
    """The file is the last one's; the log has both, and neither was in the other's way."""
    first, second = start("first"), start("second")
    first.open("Main.nova")
    second.open("Main.nova")
    first.save("Main.nova", total("helper 100"))
    second.save("Main.nova", MAIN.replace("🥝", "fruit"))
    first.see("Main.nova")
    wait_for(lambda: taken_in(folder))
    assert versions(folder, "Main.total") == [
        text_of("helper 3"),
        text_of("helper 100"),
        text_of("helper 3"),
    ]
    assert 'label = "fruit"' in versions(folder, "Main.label")[-1]
    assert_sound(folder)


def test_a_check_beside_a_server_is_committed_by_the_server(
    start: Start, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start("editor")
    (folder / "Main.nova").write_text(total("helper 9"))
    monkeypatch.setenv("GIT_AUTHOR_NAME", "ci")
    found = run(folder, "check")
    assert found.returncode == 0
    assert len(found.stderr.splitlines()) == 1
    assert "in use by another nova-ls" in found.stderr
    wait_for(lambda: taken_in(folder))
    assert commits(folder)[1:] == [("ci", ["Main.total"])]
    assert_sound(folder)


def test_commands_that_read_work_beside_a_server(start: Start, folder: Path) -> None:
    start("editor").save("Main.nova", total("helper 4"))
    commands = (
        "log",
        "log Main.total -p",
        "blame Main",
        "diff",
        "show HEAD",
        "branch",
        "reflog",
        "stats",
        "fsck",
        "gc --dry-run",
        "dump /dev/null",
    )
    for command in commands:
        found = run(folder, *command.split())
        assert (command, found.returncode, found.stderr) == (command, 0, "")


def test_commands_that_write_say_in_one_line_why_not(start: Start, folder: Path) -> None:
    start("editor")
    for command in ("gc", "fsck --repair", "branch new"):
        found = run(folder, *command.split())
        assert (command, found.returncode) == (command, 2)
        assert len(found.stderr.splitlines()) == 1
        assert "close the editor first" in found.stderr


def test_a_database_that_is_deleted_under_the_server_is_made_again(
    start: Start, folder: Path
) -> None:
    editor = start("editor")
    shutil.rmtree(folder / ".nova")
    editor.save("Main.nova", total("helper 4"))
    editor.wait_until_told("deleted")
    editor.save("Main.nova", total("helper 5"))
    assert len(editor.told()) == 1
    assert versions(folder, "Main.total") == [text_of("helper 4"), text_of("helper 5")]
    assert_sound(folder)


def test_a_folder_that_is_moved_away_is_not_made_again(start: Start, folder: Path) -> None:
    editor = start("editor")
    editor.type("Main.nova", total("helper 4"))
    away = folder.with_name("away")
    folder.rename(away)
    editor.wait_until_told("is gone")
    editor.type("Main.nova", total("true"))
    assert not folder.exists()
    away.rename(folder)
    editor.see("Helper.nova")
    editor.save("Main.nova", total("helper 5"))
    assert len(editor.told()) == 1
    assert versions(folder, "Main.total") == [text_of("helper 3"), text_of("helper 5")]


def test_a_folder_that_was_moved_has_its_history_at_the_new_place(
    start: Start, folder: Path
) -> None:
    editor = start("editor")
    editor.save("Main.nova", total("helper 4"))
    away = folder.with_name("away")
    folder.rename(away)
    editor.wait_until_told("is gone")
    editor.quit()
    assert versions(away, "Main.total") == [text_of("helper 3"), text_of("helper 4")]
    assert_sound(away)


def test_clones_of_one_repository_do_not_know_each_other(
    start: Start, folder: Path, tmp_path: Path
) -> None:
    clone = tmp_path / "clone"
    shutil.copytree(folder, clone)
    first = start("first")
    second = Editor("second", clone, tmp_path)
    try:
        first.save("Main.nova", total("helper 4"))
        assert first.told() == second.told() == []
        assert versions(folder, "Main.total") == [text_of("helper 3"), text_of("helper 4")]
        assert versions(clone, "Main.total") == [text_of("helper 3")]
    finally:
        second.client.__exit__()


def test_one_folder_under_two_names_in_one_editor(
    start: Start, folder: Path, tmp_path: Path
) -> None:
    """It is one workspace, until it is closed under both."""
    link = tmp_path / "link"
    link.symlink_to(folder)
    editor = start("editor")
    event = {"added": [{"uri": link.as_uri(), "name": "link"}], "removed": []}
    editor.client.notify("workspace/didChangeWorkspaceFolders", {"event": event})
    third = start("third")
    assert "in use" in third.told()[0]
    event = {"added": [], "removed": [{"uri": folder.as_uri(), "name": "work"}]}
    editor.client.notify("workspace/didChangeWorkspaceFolders", {"event": event})
    editor.save("Main.nova", total("helper 4"))
    assert editor.told() == []
    assert len(third.told()) == 1
    assert run(folder, "gc").returncode == 2  # The first has the database as before.
    document = {"uri": editor.uri("Main.nova")}
    editor.client.notify("textDocument/didClose", {"textDocument": document})
    event = {"added": [], "removed": [{"uri": link.as_uri(), "name": "link"}]}
    editor.client.notify("workspace/didChangeWorkspaceFolders", {"event": event})
    assert third.wait_until_told("is free")
    assert versions(folder, "Main.total") == [text_of("helper 3"), text_of("helper 4")]

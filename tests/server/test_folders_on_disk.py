"""Folders that are deleted, moved or come back under a running server, told as editors tell it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

import pytest

from tests.server.disk_editor import Editor
from tests.server.raw_client import RawClient

CREATED, DELETED = 1, 3

TOLD: Final = ("folder", "files", "one file", "nothing")
"""What a client names of a folder that came or went: VS Code the folder alone, Emacs also the files; a client that watches
only sources may name one of them, and Neovim on Linux tells nothing: the server looks by itself."""

MAIN = "module Main where\n\nimport Deep.First (first)\n\nmain :: Int\nmain = first\n"
FIRST = "module Deep.First where\n\nimport Deep.Second (second)\n\nfirst :: Int\nfirst = second\n"
SECOND = "module Deep.Second where\n\nsecond :: Int\nsecond = 2\n"
WRONG = "module Deep.Wrong where\n\nwrong :: Int\nwrong = true\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A module that imports one of a folder within a folder; one that lies there has an error."""
    root = tmp_path / "work"
    (root / "src" / "Deep").mkdir(parents=True)
    (root / "nova.toml").write_text('[project]\nname = "work"\n')
    (root / "Main.nova").write_text(MAIN)
    for name, text in (("First", FIRST), ("Second", SECOND), ("Wrong", WRONG)):
        (root / "src" / "Deep" / f"{name}.nova").write_text(text)
    return root


@pytest.fixture(params=TOLD)
def editor(client: RawClient, root: Path, request: pytest.FixtureRequest) -> Editor:
    editor = Editor(client, root, request.param)
    client.open((root / "Main.nova").as_uri(), MAIN)
    editor.waits_for(Wrong={"TypesDoNotUnify"})
    return editor


def _files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.nova"))


def test_what_lay_in_a_deleted_folder_is_gone(editor: Editor, root: Path) -> None:
    gone = _files(root / "src")
    shutil.rmtree(root / "src")
    editor.tell(*editor.changes(root / "src", gone, DELETED))
    editor.waits_for(Main={"ModuleNotFound"})


def test_a_deleted_folder_may_come_back(editor: Editor, root: Path, tmp_path: Path) -> None:
    files = _files(root / "src")
    (root / "src").rename(tmp_path / "kept")
    editor.tell(*editor.changes(root / "src", files, DELETED))
    editor.waits_for(Main={"ModuleNotFound"})
    (tmp_path / "kept").rename(root / "src")
    # A client that names one file of a folder that is gone names each one that comes.
    said = [{"uri": file.as_uri(), "type": CREATED} for file in files]
    editor.tell(
        *(said if editor.told == "one file" else editor.changes(root / "src", files, CREATED))
    )
    editor.waits_for(Wrong={"TypesDoNotUnify"})


def test_the_modules_of_a_renamed_folder_are_not_duplicates(editor: Editor, root: Path) -> None:
    before = _files(root / "src")
    (root / "src").rename(root / "source")
    gone = editor.changes(root / "src", before, DELETED)
    came = editor.changes(root / "source", _files(root / "source"), CREATED)
    editor.tell(*came, *gone)
    editor.shown.pop((root / "src" / "Deep" / "Wrong.nova").as_uri(), None)
    wrong = (root / "source" / "Deep" / "Wrong.nova").as_uri()
    editor.client.until(
        lambda m: (
            m.get("method") == "textDocument/publishDiagnostics"
            and m["params"]["uri"] == wrong
            and [d["code"] for d in m["params"]["diagnostics"]] == ["TypesDoNotUnify"]
        )
    )
    main = root / "Main.nova"
    assert editor.defines(main, 2, 22) == (root / "source" / "Deep" / "First.nova").as_uri()


@pytest.mark.parametrize("editor", ["folder"], indirect=True)
def test_documents_that_move_with_their_folder_are_not_duplicates(
    editor: Editor, root: Path
) -> None:
    """As VS Code does it: the documents are closed and opened under the new name, then it tells of the folders."""
    client, before, after = editor.client, root / "src", root / "source"
    client.open((before / "Deep" / "First.nova").as_uri(), FIRST)
    before.rename(after)
    document = {"textDocument": {"uri": (before / "Deep" / "First.nova").as_uri()}}
    client.notify("textDocument/didClose", document)
    uri = (after / "Deep" / "First.nova").as_uri()
    client.open(uri, FIRST)
    editor.tell({"uri": before.as_uri(), "type": DELETED}, {"uri": after.as_uri(), "type": CREATED})
    client.change(uri, 2, {"text": FIRST.replace(":: Int", ":: String")})
    assert {d["code"] for d in client.diagnostics(uri, 2)} == {"TypesDoNotUnify"}
    main = root / "Main.nova"
    assert editor.defines(main, 2, 22) == uri


@pytest.mark.parametrize("editor", ["folder"], indirect=True)
def test_a_folder_with_new_modules_is_taken_in(editor: Editor, root: Path) -> None:
    (root / "more" / "deeper").mkdir(parents=True)
    (root / "more" / "deeper" / "New.nova").write_text("module New where\n\nx :: Int\nx = true\n")
    editor.tell({"uri": (root / "more").as_uri(), "type": CREATED})
    editor.waits_for(New={"TypesDoNotUnify"}, Wrong={"TypesDoNotUnify"})


@pytest.mark.parametrize("editor", ["folder"], indirect=True)
def test_closing_a_document_whose_folder_is_gone_shows_that_it_is(
    editor: Editor, root: Path
) -> None:
    first = (root / "src" / "Deep" / "First.nova").as_uri()
    editor.client.open(first, FIRST)
    shutil.rmtree(root / "src")
    editor.client.notify("textDocument/didClose", {"textDocument": {"uri": first}})
    editor.waits_for(Main={"ModuleNotFound"})


@pytest.mark.parametrize("editor", ["folder"], indirect=True)
def test_other_files_are_left_alone(editor: Editor, root: Path) -> None:
    """The server's own database is among them: its files change at each commit."""
    client = editor.client
    before = client.request("nova/stats", None)
    names = (".nova", ".nova/db/000011.sst", "README.md", "node_modules/left-pad", "no/such/folder")
    (root / "node_modules" / "left-pad").mkdir(parents=True)
    editor.tell(*({"uri": (root / name).as_uri(), "type": CREATED} for name in names))
    assert client.request("nova/stats", None)["cutOff"] == before["cutOff"]


def test_folders_are_watched_as_well_as_files(client: RawClient, root: Path) -> None:
    client.initialize(root, workspace={"didChangeWatchedFiles": {"dynamicRegistration": True}})
    asked = client.until(
        lambda m: (
            m.get("method") == "client/registerCapability"
            and m["params"]["registrations"][0]["method"] == "workspace/didChangeWatchedFiles"
        )
    )[1]
    watchers = asked["params"]["registrations"][0]["registerOptions"]["watchers"]
    assert {"globPattern": "**/*", "kind": CREATED | 4} in watchers

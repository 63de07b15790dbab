"""Renaming over the wire: edits of open documents with their versions, of files that are not open, and of paths."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.server.conftest import HELPER, MAIN
from tests.server.raw_client import RawClient, edit

VERSIONED: dict[str, Any] = {
    "textDocument": {"rename": {"prepareSupport": True}},
    "workspace": {"workspaceEdit": {"documentChanges": True, "resourceOperations": ["rename"]}},
}


def test_a_value_is_renamed_in_documents_and_files(client: RawClient, folder: Path) -> None:
    main, helper = (folder / "Main.nova").as_uri(), (folder / "Helper.nova").as_uri()
    client.initialize(folder, **VERSIONED)
    client.open(main, MAIN)
    client.change(main, 2, edit(6, 8, 16, "helper (helper 3)"))
    place = client.at("prepareRename", main, 6, 10)
    assert place["placeholder"] == "helper"
    assert place["range"]["start"] == {"line": 6, "character": 8}
    changes = client.at("rename", main, 6, 10, newName="aid")["documentChanges"]
    by_uri = {one["textDocument"]["uri"]: one for one in changes}
    assert by_uri.keys() == {main, helper}
    assert by_uri[main]["textDocument"]["version"] == 2
    assert by_uri[helper]["textDocument"]["version"] is None
    assert len(by_uri[main]["edits"]) == 3 and len(by_uri[helper]["edits"]) == 2
    assert {one["newText"] for one in by_uri[main]["edits"]} == {"aid"}
    assert client.quit() == 0


def test_a_client_without_versions_gets_changes(client: RawClient, folder: Path) -> None:
    main, helper = (folder / "Main.nova").as_uri(), (folder / "Helper.nova").as_uri()
    client.initialize(folder)
    client.open(main, MAIN)
    assert client.at("rename", main, 6, 10, newName="aid")["changes"].keys() == {main, helper}
    assert client.quit() == 0


@pytest.mark.parametrize("operations", [["rename"], []])
def test_the_file_of_a_module_follows_where_the_client_can_rename_it(
    client: RawClient, folder: Path, operations: list[str]
) -> None:
    main, helper = (folder / "Main.nova").as_uri(), (folder / "Helper.nova").as_uri()
    edits = {"documentChanges": True, "resourceOperations": operations}
    client.initialize(folder, workspace={"workspaceEdit": edits})
    client.open(main, MAIN)
    changes = client.at("rename", main, 2, 9, newName="Aid")["documentChanges"]
    texts = [one["textDocument"]["uri"] for one in changes if "textDocument" in one]
    assert sorted(texts) == sorted([main, helper])
    moves = [one for one in changes if one.get("kind") == "rename"]
    new = (folder / "Aid.nova").as_uri()
    wanted = [{"kind": "rename", "oldUri": helper, "newUri": new}] if operations else []
    assert moves == wanted
    assert client.quit() == 0


def test_what_cannot_be_renamed_is_refused_with_the_reason(client: RawClient, folder: Path) -> None:
    main = (folder / "Main.nova").as_uri()
    client.initialize(folder, **VERSIONED)
    client.open(main, MAIN)
    params = {
        "textDocument": {"uri": main},
        "position": {"line": 6, "character": 10},
        "newName": "total",
    }
    answer = client.answer(client.begin("textDocument/rename", params))
    assert answer["error"]["code"] == -32803
    assert "`total`" in answer["error"]["message"]
    nothing = {"textDocument": {"uri": main}, "position": {"line": 3, "character": 0}}
    assert client.error("textDocument/prepareRename", nothing) == -32803
    assert client.quit() == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_columns_are_counted_as_agreed(client: RawClient, folder: Path, encoding: str) -> None:
    main = (folder / "Main.nova").as_uri()
    text = MAIN.replace('label = "🥝"', 'label = mark "🥝" what where\n  mark _ w = w\n  what = ""')
    before = 'label = mark "🥝" '
    columns = {"utf-8": len(before.encode()), "utf-16": len(before) + 1, "utf-32": len(before)}
    client.initialize(folder, general={"positionEncodings": [encoding]})
    client.open(main, text)
    changes = client.at("rename", main, 9, columns[encoding] + 1, newName="name")["changes"]
    starts = [one["range"]["start"] for one in changes[main]]
    assert starts == [
        {"line": 9, "character": columns[encoding]},
        {"line": 11, "character": 2},
    ]
    assert client.quit() == 0


FILES: dict[str, Any] = {
    "workspace": {
        "workspaceEdit": {"documentChanges": True},
        "fileOperations": {"willRename": True, "didRename": True},
    }
}


def test_imports_follow_a_file_that_is_renamed(client: RawClient, folder: Path) -> None:
    main, helper = folder / "Main.nova", folder / "Helper.nova"
    new = folder / "Aid.nova"
    promised = client.initialize(folder, **FILES)["capabilities"]["workspace"]["fileOperations"]
    assert promised.keys() == {"willRename", "didRename"}
    client.open(main.as_uri(), MAIN)
    files = [{"oldUri": helper.as_uri(), "newUri": new.as_uri()}]
    changes = client.request("workspace/willRenameFiles", {"files": files})["documentChanges"]
    by_uri = {one["textDocument"]["uri"]: one["edits"] for one in changes}
    assert by_uri.keys() == {main.as_uri(), helper.as_uri()}
    client.change(
        main.as_uri(), 2, *({**one, "text": one["newText"]} for one in by_uri[main.as_uri()])
    )
    new.write_text(HELPER.replace("module Helper", "module Aid"))
    helper.unlink()
    client.notify("workspace/didRenameFiles", {"files": files})
    assert client.request("workspace/willRenameFiles", {"files": files}) is None
    target = client.at("definition", main.as_uri(), 6, 9)
    assert target["uri"] == new.as_uri()
    assert client.quit() == 0


def test_a_folder_that_cannot_be_followed_is_refused_with_the_reason(
    client: RawClient, folder: Path
) -> None:
    client.initialize(folder, **FILES)
    client.open((folder / "Main.nova").as_uri(), MAIN)
    (folder / "Data").mkdir()
    files = [
        {
            "oldUri": (folder / "Helper.nova").as_uri(),
            "newUri": (folder / "Data" / "Maybe.nova").as_uri(),
        }
    ]
    assert client.error("workspace/willRenameFiles", {"files": files}) == -32803
    assert client.quit() == 0


def test_files_that_are_not_open_and_unsaved_texts_are_renamed_after_a_restart(
    client: RawClient, folder: Path, tmp_path: Path
) -> None:
    main, helper = (folder / "Main.nova").as_uri(), (folder / "Helper.nova").as_uri()
    client.initialize(folder)
    client.open(helper, HELPER)
    client.request("nova/diff", {})  # which waits for the commit
    assert client.quit() == 0
    with RawClient(tmp_path / "home") as again:
        again.initialize(folder)
        again.open(helper, HELPER)
        again.change(helper, 2, edit(3, 11, 12, "helper (n)"))
        changes = again.at("rename", helper, 3, 1, newName="aid")["changes"]
        assert {uri: len(edits) for uri, edits in changes.items()} == {helper: 3, main: 2}
        assert again.quit() == 0

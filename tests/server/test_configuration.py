"""Settings, folders and encodings: asked for as the client can, followed without a restart, the same in every encoding."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.server.conftest import HELPER, MAIN, make_folder
from tests.server.raw_client import RawClient
from tests.server.test_history import settle

ENCODINGS = {"utf-8": 13, "utf-16": 11, "utf-32": 10}
"""Where the name stands behind a fruit."""

FRUIT = 'module Main where\n\nimport Helper (helper)\n\nx :: Int\nx = f "🥝" helper\n  where\n  f _ g = g 1\n'


def asked(client: RawClient) -> list[str]:
    settle(client)
    return [m["method"] for m in client.received if "id" in m and "method" in m]


@pytest.mark.parametrize("answer", [None, [None], [{}], [{"inlayHints": None}], ["odd"], {}])
def test_whatever_a_client_answers_about_settings_is_well(
    client: RawClient, folder: Path, answer: Any
) -> None:
    client.answers = {"workspace/configuration": answer}
    client.initialize(folder, workspace={"configuration": True})
    assert "workspace/configuration" in asked(client)
    client.notify("workspace/didChangeConfiguration", {"settings": None})
    client.open((folder / "Main.nova").as_uri(), MAIN)
    assert client.diagnostics((folder / "Main.nova").as_uri(), 1) == []


def test_who_has_no_settings_is_not_asked_for_any(client: RawClient, folder: Path) -> None:
    client.initialize(folder)
    client.notify("workspace/didChangeConfiguration", {"settings": None})
    assert asked(client) == []


def test_settings_are_followed_without_a_restart(client: RawClient, folder: Path) -> None:
    main, helper = (folder / "Main.nova").as_uri(), (folder / "Helper.nova").as_uri()
    (folder / "Helper.nova").write_text(HELPER.replace("= n", "= m"))
    client.initialize(folder, workspace={"configuration": True})
    client.open(main, MAIN)
    assert [one["code"] for one in client.diagnostics(helper)] == ["UnknownName"]
    typed = settle(client)["typed"]
    client.answers = {"workspace/configuration": [{"diagnostics": {"scope": "openFiles"}}]}
    client.notify("workspace/didChangeConfiguration", {"settings": None})
    assert client.diagnostics(helper) == []
    settings = {"nova": {"diagnostics": {"scope": "workspace"}}}
    client.notify("workspace/didChangeConfiguration", {"settings": settings})
    assert [one["code"] for one in client.diagnostics(helper)] == ["UnknownName"]
    assert settle(client)["typed"] == typed


def test_each_folder_has_its_own_modules(client: RawClient, tmp_path: Path) -> None:
    one, two = make_folder(tmp_path / "one"), make_folder(tmp_path / "two")
    client.initialize(one, two)
    for folder in (one, two):
        uri = (folder / "Main.nova").as_uri()
        client.open(uri, MAIN)
        assert client.diagnostics(uri, 1) == []
        found = client.at("references", uri, 6, 9, context={"includeDeclaration": True})
        assert {Path(place["uri"]).parent.name for place in found} == {folder.name}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_places_are_told_and_taken_in_the_encoding_that_was_agreed_on(
    client: RawClient, folder: Path, encoding: str
) -> None:
    main = (folder / "Main.nova").as_uri()
    result = client.initialize(folder, general={"positionEncodings": [encoding]})
    assert result["capabilities"]["positionEncoding"] == encoding
    client.open(main, FRUIT.replace("helper\n", "helper -- https://a.org\n"))
    settle(client)
    column = ENCODINGS[encoding]
    place = client.at("definition", main, 5, column + 1)
    assert place["uri"].endswith("Helper.nova")
    where = {"textDocument": {"uri": main}}
    found = client.at("references", main, 5, column, context={"includeDeclaration": False})
    assert {"line": 5, "character": column} in [one["range"]["start"] for one in found]
    *_, link = client.request("textDocument/documentLink", where)
    assert link["range"]["start"] == {"line": 5, "character": column + 10}
    everything = {
        "start": {"line": 0, "character": 0},
        "end": {"line": 9, "character": 0},
    }
    hints = client.request("textDocument/inlayHint", {**where, "range": everything})
    assert [one["position"] for one in hints] == [{"line": 7, "character": 3}]


def test_references_come_in_parts_where_the_client_takes_them_so(
    client: RawClient, folder: Path
) -> None:
    main = (folder / "Main.nova").as_uri()
    client.initialize(folder)
    client.open(main, MAIN)
    context = {"includeDeclaration": True}
    whole = client.at("references", main, 6, 9, context=context)
    assert client.at("references", main, 6, 9, context=context, partialResultToken="p") == []
    parts = [m["params"] for m in client.received if m.get("method") == "$/progress"]
    assert [one for part in parts if part["token"] == "p" for one in part["value"]] == whole


def test_files_that_an_editor_makes_and_deletes_are_noticed(
    client: RawClient, folder: Path
) -> None:
    helper, main = folder / "Helper.nova", (folder / "Main.nova").as_uri()
    operations = {"didCreate": True, "didDelete": True}
    result = client.initialize(folder, workspace={"fileOperations": operations})
    assert result["capabilities"]["workspace"]["fileOperations"].keys() == operations.keys()
    client.open(main, MAIN)
    client.diagnostics(main, 1)
    helper.unlink()
    client.notify("workspace/didDeleteFiles", {"files": [{"uri": helper.as_uri()}]})
    assert "ModuleNotFound" in [one["code"] for one in client.diagnostics(main)]
    helper.write_text(HELPER)
    client.notify("workspace/didCreateFiles", {"files": [{"uri": helper.as_uri()}]})
    assert client.diagnostics(main) == []

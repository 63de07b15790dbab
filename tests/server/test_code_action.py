"""textDocument/codeAction over the wire: quick fixes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.server.raw_client import Message, RawClient
from tests.server.test_history import settle

ACTIONS: dict[str, Any] = {"textDocument": {"codeAction": {"codeActionLiteralSupport": {}}}}

TEXT = """module Main where

import Helper (helper)

total :: Int -> Int
total n = fromMaybe (helper n) (Just n)
"""


def asked(client: RawClient, uri: str, line: int, character: int, **context: Any) -> list[Message]:
    place = {"line": line, "character": character}
    params = {
        "textDocument": {"uri": uri},
        "range": {"start": place, "end": place},
        "context": {"diagnostics": [], **context},
    }
    found: list[Message] = client.request("textDocument/codeAction", params)
    return found


def test_a_missing_name_is_imported_from_a_module_that_is_not_imported_yet(
    client: RawClient, folder: Path
) -> None:
    uri = (folder / "Main.nova").as_uri()
    client.initialize(folder, **ACTIONS)
    client.open(uri, TEXT)
    settle(client)
    shown = {
        "range": {"start": {"line": 5, "character": 10}, "end": {"line": 5, "character": 19}},
        "code": "UnknownName",
        "source": "nova",
        "severity": 1,
        "message": "…",
    }
    found = asked(client, uri, 5, 12, diagnostics=[shown], triggerKind=2)
    first = found[0]
    assert first["title"] == "Import `fromMaybe` from `Data.Maybe`"
    assert first["kind"] == "quickfix"
    assert first["diagnostics"] == [shown]
    (edit,) = first["edit"]["changes"][uri]
    assert edit == {
        "range": {"start": {"line": 2, "character": 0}, "end": {"line": 2, "character": 0}},
        "newText": "import Data.Maybe (fromMaybe)\n",
    }
    assert asked(client, uri, 5, 12, only=["refactor"], triggerKind=2) == []


def test_a_text_of_half_a_line_has_no_fixes(client: RawClient, folder: Path) -> None:
    uri = (folder / "Main.nova").as_uri()
    client.initialize(folder, **ACTIONS)
    client.open(uri, "module Main whe")
    settle(client)
    assert asked(client, uri, 0, 13, triggerKind=2) == []


REFACTORED = """module Main where

import Prelude
import Helper (helper)

f :: Boolean -> Int
f b = if b then 1 else 1 + 1

g x = x
"""


def test_kinds_are_prefixes_and_what_is_for_the_whole_document_is_asked_for(
    client: RawClient, folder: Path
) -> None:
    uri = (folder / "Main.nova").as_uri()
    client.initialize(folder, **ACTIONS)
    client.open(uri, REFACTORED)
    settle(client)

    def kinds(**context: Any) -> list[str]:
        return [each["kind"] for each in asked(client, uri, 6, 6, triggerKind=1, **context)]

    assert kinds(only=["refactor"]) == ["refactor.rewrite"]
    assert kinds(only=["refactor.extract"]) == []
    assert kinds(only=["quickfix"]) == []
    assert kinds(only=["source.organizeImports"]) == ["source.organizeImports"]
    assert kinds(only=["source"]) == ["source.organizeImports", "source.fixAll"]
    assert "source.fixAll" not in kinds()
    (found,) = asked(client, uri, 0, 0, only=["source.fixAll"], triggerKind=2)
    texts = [edit["newText"] for edit in found["edit"]["changes"][uri]]
    assert "g :: forall a. a -> a\n" in texts and "" in texts


def test_a_module_is_created_by_clients_that_can(client: RawClient, folder: Path) -> None:
    uri = (folder / "Main.nova").as_uri()
    edits = {"documentChanges": True, "resourceOperations": ["create"]}
    client.initialize(folder, **ACTIONS, workspace={"workspaceEdit": edits})
    client.open(uri, "module Main where\n\nimport Of.Mine (x)\n")
    settle(client)
    found = [each for each in asked(client, uri, 2, 9) if each["title"].startswith("Create")]
    created, written = found[0]["edit"]["documentChanges"]
    made = (folder / "Of" / "Mine.nova").as_uri()
    assert created == {"kind": "create", "uri": made}
    assert written["textDocument"] == {"uri": made, "version": None}
    assert written["edits"][0]["newText"] == "module Of.Mine where\n"


def test_other_clients_are_offered_no_new_files(client: RawClient, folder: Path) -> None:
    uri = (folder / "Main.nova").as_uri()
    client.initialize(folder, **ACTIONS)
    client.open(uri, "module Main where\n\nimport Of.Mine (x)\n")
    settle(client)
    assert not [each for each in asked(client, uri, 2, 9) if each["title"].startswith("Create")]


def test_many_edits_are_told_once_they_are_asked_for(client: RawClient, folder: Path) -> None:
    uri = (folder / "Main.nova").as_uri()
    literals = {"codeActionLiteralSupport": {}, "resolveSupport": {"properties": ["edit"]}}
    client.initialize(folder, textDocument={"codeAction": literals})
    lines = "".join([f"f{n} :: Int -> Int\nf{n} n = n + {n} * n\n" for n in range(12)])
    client.open(uri, f"module Main where\n\nimport Prelude\n\n{lines}")
    settle(client)
    (found,) = [
        each
        for each in asked(client, uri, 2, 3, triggerKind=1)
        if each["title"].startswith("Qualify")
    ]
    assert "edit" not in found
    resolved = client.request("codeAction/resolve", found)
    assert resolved["title"] == found["title"]
    texts = [edit["newText"] for edit in resolved["edit"]["changes"][uri]]
    assert texts.count("Prelude.") == 24 and "import Prelude as Prelude" in texts
    text = f"module Main where\n\nimport Prelude\n\n\n{lines}"
    client.change(uri, 2, {"text": text})
    assert "edit" not in client.request("codeAction/resolve", found)


def test_a_file_is_moved_where_the_client_can(folder: Path, tmp_path: Path) -> None:
    uri = (folder / "Odd.nova").as_uri()
    title = "Move the file to `Odder.nova`, as its module's name says"
    for number, operations in enumerate((["create"], ["create", "rename"])):
        with RawClient(tmp_path / str(number)) as client:
            edits = {"documentChanges": True, "resourceOperations": operations}
            client.initialize(folder, workspace={"workspaceEdit": edits}, **ACTIONS)
            client.open(uri, "module Odder where\n")
            settle(client)
            found = [each for each in asked(client, uri, 0, 9) if each["title"] == title]
            assert len(found) == number
            for action in found:
                new = (folder / "Odder.nova").as_uri()
                assert action["edit"]["documentChanges"] == [
                    {"kind": "rename", "oldUri": uri, "newUri": new}
                ]

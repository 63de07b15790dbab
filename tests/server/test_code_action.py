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

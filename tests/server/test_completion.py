"""Completion over the wire: as much of each entry as the client can take, the rest when it is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.server.raw_client import RawClient

MAIN = """module Main where

import Prelude

import Data.Array (filter)

-- | Help.
helper :: Int -> Int
helper n = n

total :: Int
total = PLACE
"""
LINE = 11

EVERYTHING: Any = {
    "completion": {
        "completionItem": {
            "snippetSupport": True,
            "commitCharactersSupport": True,
            "insertReplaceSupport": True,
            "labelDetailsSupport": True,
            "deprecatedSupport": True,
            "tagSupport": {"valueSet": [1]},
            "documentationFormat": ["markdown", "plaintext"],
            "resolveSupport": {"properties": ["documentation", "detail", "additionalTextEdits"]},
        },
        "completionList": {"itemDefaults": ["editRange", "commitCharacters"]},
    }
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "shop"
    root.mkdir()
    (root / "nova.toml").write_text("")
    (root / "Main.nova").write_text(MAIN.replace("PLACE", "1"))
    return root


@pytest.fixture
def client(tmp_path: Path) -> Iterator[RawClient]:
    with RawClient(tmp_path / "home") as client:
        yield client


def ask(client: RawClient, folder: Path, place: str, capabilities: Any) -> dict[str, Any]:
    """The completions behind `|` in the body of `total`."""
    uri = (folder / "Main.nova").as_uri()
    client.initialize(folder, textDocument=capabilities)
    client.open(uri, MAIN.replace("PLACE", place.replace("|", "")))
    character = len("total = ") + place.index("|")
    found: dict[str, Any] = client.at("completion", uri, LINE, character)
    return found


def item(found: dict[str, Any], label: str) -> dict[str, Any]:
    return next(each for each in found["items"] if each["label"] == label)


def span(start: int, end: int) -> dict[str, Any]:
    return {
        "start": {"line": LINE, "character": start},
        "end": {"line": LINE, "character": end},
    }


def test_a_client_that_takes_everything_gets_it(client: RawClient, folder: Path) -> None:
    found = ask(client, folder, "hel|per", EVERYTHING)
    entry = item(found, "helper")
    assert entry["labelDetails"] == {"detail": " :: Int -> Int", "description": "Main"}
    assert "textEdit" not in entry
    assert found["itemDefaults"]["editRange"] == {"insert": span(8, 11), "replace": span(8, 14)}
    resolved = client.request("completionItem/resolve", entry)
    assert resolved["detail"] == "helper :: Int -> Int"
    assert resolved["documentation"] == {"kind": "markdown", "value": "Help."}


def test_a_client_that_takes_nothing_gets_what_everybody_understands(
    client: RawClient, folder: Path
) -> None:
    found = ask(client, folder, "hel|", {})
    entry = item(found, "helper")
    assert "itemDefaults" not in found
    assert entry["textEdit"] == {"newText": "helper", "range": span(8, 11)}
    assert entry["detail"] == "Int -> Int"
    assert not {"labelDetails", "commitCharacters", "insertTextFormat"} & entry.keys()


def test_keywords_are_snippets_for_those_who_take_them(client: RawClient, folder: Path) -> None:
    entry = item(ask(client, folder, "cas|", EVERYTHING), "case")
    assert entry["insertTextFormat"] == 2 and entry["textEditText"].startswith("case $1 of")


def test_imports_come_when_the_entry_is_looked_at(client: RawClient, folder: Path) -> None:
    uri = (folder / "Main.nova").as_uri()
    found = ask(client, folder, "(Map.sing|", EVERYTHING)
    entry = item(found, "singleton")
    assert entry["labelDetails"]["description"] == "Data.Map"
    assert "additionalTextEdits" not in entry
    resolved = client.request("completionItem/resolve", entry)
    (edit,) = resolved["additionalTextEdits"]
    assert edit["newText"].strip() == "import Data.Map as Map"
    assert edit["range"]["start"]["line"] == 4
    assert resolved["detail"].startswith("singleton ::")
    assert uri == entry["data"][0]


def test_imports_come_at_once_for_clients_that_do_not_ask_again(
    client: RawClient, folder: Path
) -> None:
    entry = item(ask(client, folder, "(Map.sing|", {}), "singleton")
    (edit,) = entry["additionalTextEdits"]
    assert edit["newText"].strip() == "import Data.Map as Map"
    assert "import Data.Map" in entry["detail"]


def test_an_entry_that_came_back_changed_is_given_back_as_it_is(
    client: RawClient, folder: Path
) -> None:
    entry = item(ask(client, folder, "hel|", {}), "helper")
    for data in (None, [], "x", [entry["data"][0], 3, 0, "x"], [*entry["data"], "x"]):
        sent = {**entry, "data": data}
        assert client.request("completionItem/resolve", sent)["label"] == "helper"


def test_a_hole_is_replaced_as_a_whole(client: RawClient, folder: Path) -> None:
    found = ask(client, folder, "helper ?wh|at", {})
    first = found["items"][0]
    assert first["textEdit"]["range"] == span(15, 20)
    assert first["filterText"].startswith("?wh")


def test_a_file_without_a_header_is_offered_one(client: RawClient, folder: Path) -> None:
    path = folder / "Data" / "Box.nova"
    path.parent.mkdir()
    client.initialize(folder)
    client.open(path.as_uri(), "")
    found = client.at("completion", path.as_uri(), 0, 0)
    assert found["items"][0]["label"] == "module Data.Box where"
    client.change(path.as_uri(), 2, {"text": "modu"})
    found = client.at("completion", path.as_uri(), 0, 4)
    assert found["items"][0]["textEdit"]["newText"] == "module Data.Box where\n\n"


def test_signature_help_of_an_operator(client: RawClient, folder: Path) -> None:
    uri = (folder / "Main.nova").as_uri()
    client.initialize(folder)
    client.open(uri, MAIN.replace("PLACE", "helper $ 1 + "))
    found = client.at("signatureHelp", uri, LINE, len("total = helper $ 1 + "))
    assert found["signatures"][0]["label"].startswith("(+) ::")
    assert found["activeParameter"] == 1


@pytest.mark.parametrize(("encoding", "length"), [("utf-8", 4), ("utf-16", 2), ("utf-32", 1)])
def test_columns_are_counted_as_the_client_counts(
    client: RawClient, folder: Path, encoding: str, length: int
) -> None:
    uri = (folder / "Main.nova").as_uri()
    client.initialize(folder, general={"positionEncodings": [encoding]})
    client.open(uri, MAIN.replace("PLACE", 'say "\N{GRINNING FACE}" hel'))
    end = len('total = say "" hel') + length
    entry = item(client.at("completion", uri, LINE, end), "helper")
    assert entry["textEdit"]["range"] == span(end - 3, end)

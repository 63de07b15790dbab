"""Inlay hints over the wire: as the client takes them, of the lines that it asks for, as it wants them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.server.raw_client import RawClient
from tests.server.test_history import settle

TEXT = 'module Main where\n\nkiwi = { a: "🥝" }\n\ntwice f x = f (f x)\n\nthree :: Int\nthree = let n = 3 in n\n'


def hints(client: RawClient, uri: str, first: int = 0, last: int = 99) -> list[dict[str, Any]]:
    settle(client)
    lines = {"start": {"line": first, "character": 0}, "end": {"line": last, "character": 0}}
    found: list[dict[str, Any]] = client.request(
        "textDocument/inlayHint", {"textDocument": {"uri": uri}, "range": lines}
    )
    return found


def test_hints_of_some_lines_with_what_a_click_writes(client: RawClient, folder: Path) -> None:
    main = (folder / "Main.nova").as_uri()
    client.initialize(folder, workspace={"inlayHint": {"refreshSupport": True}})
    client.open(main, TEXT)
    kiwi, twice, local = hints(client, main)
    assert kiwi["label"] == " :: { a :: String }"
    assert kiwi["position"] == {"line": 2, "character": 4}
    (edit,) = kiwi["textEdits"]
    assert edit["range"]["start"] == edit["range"]["end"] == {"line": 2, "character": 0}
    assert edit["newText"] == "kiwi :: { a :: String }\n"
    assert local["position"] == {"line": 7, "character": 13}
    assert hints(client, main, 4, 5) == [twice]
    client.change(main, 2, {"text": TEXT.replace("= 3", '= "🥝🥝" <> (')})
    assert [one["position"]["line"] for one in hints(client, main)] == [2, 4]


def test_who_asks_later_for_what_a_click_writes_gets_it_then(
    client: RawClient, folder: Path
) -> None:
    main = (folder / "Main.nova").as_uri()
    client.initialize(
        folder, textDocument={"inlayHint": {"resolveSupport": {"properties": ["textEdits"]}}}
    )
    client.open(main, TEXT)
    kiwi, *_ = hints(client, main)
    assert "textEdits" not in kiwi
    resolved = client.request("inlayHint/resolve", kiwi)
    assert resolved["textEdits"][0]["newText"] == "kiwi :: { a :: String }\n"
    client.change(main, 2, {"text": TEXT.replace("kiwi", "fig")})
    assert client.request("inlayHint/resolve", kiwi) == kiwi
    assert client.request("inlayHint/resolve", {**kiwi, "data": 3}) == {**kiwi, "data": 3}


def test_settings_say_which_are_shown(client: RawClient, folder: Path) -> None:
    main = (folder / "Main.nova").as_uri()
    client.initialize(folder, workspace={"inlayHint": {"refreshSupport": True}})
    client.open(main, "module Main where\n\nimport Prelude\n\nx = show 1\n")
    assert [one["label"] for one in hints(client, main)] == [" :: String"]
    settings = {"nova": {"inlayHints": {"topLevel": False, "instances": True}}}
    client.notify("workspace/didChangeConfiguration", {"settings": settings})
    client.until(lambda m: m.get("method") == "workspace/inlayHint/refresh")
    ((part,),) = [one["label"] for one in hints(client, main)]
    assert part["value"] == " @Show Int"
    assert part["location"]["uri"].endswith("Show.nova")

"""Symbols of the workspace over the wire: by name and by type, whole, in parts and with places that come later; and links."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from nova_ls.base.keys import Space, element_key
from nova_ls.base.lines import Encoding
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.sessions.session import Session
from nova_ls.server.translate.outside_location import OutsideLocations
from nova_ls.workspace.discovery import LIBRARY
from tests.server.raw_client import RawClient

LATER = {"symbol": {"resolveSupport": {"properties": ["location.range"]}}}


def search(client: RawClient, query: str, **more: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.request("workspace/symbol", {"query": query, **more})
    return found


def test_a_type_asked_for_right_after_the_start_is_found(client: RawClient, folder: Path) -> None:
    client.initialize(folder)
    found = search(client, ":: Int -> Int", workDoneToken="work")
    assert "helper :: Int -> Int" in [one["name"] for one in found]
    (helper,) = [one for one in found if one["name"].startswith("helper ")]
    assert helper["containerName"] == "Helper"
    assert helper["location"]["range"]["start"] == {"line": 3, "character": 0}
    steps = [
        m["params"]["value"]["kind"] for m in client.received if m.get("method") == "$/progress"
    ]
    assert steps[:1] in ([], ["begin"]) and steps[-1:] in ([], ["end"])
    assert search(client, ":: Int ->") == []
    asked = client.begin("workspace/symbol", {"query": ":: a -> b"})
    client.notify("$/cancelRequest", {"id": asked})
    assert client.answer(asked).keys() & {"result", "error"}


def test_who_takes_symbols_in_parts_gets_them_so(client: RawClient, folder: Path) -> None:
    client.initialize(folder)
    wanted = search(client, "helper")
    assert search(client, "helper", partialResultToken=7) == []
    parts = [m["params"] for m in client.received if m.get("method") == "$/progress"]
    assert [part["token"] for part in parts] == [7]
    assert parts[0]["value"] == wanted


def test_places_come_later_for_who_asks_then(client: RawClient, folder: Path) -> None:
    result = client.initialize(folder, workspace=LATER)
    assert result["capabilities"]["workspaceSymbolProvider"]["resolveProvider"]
    symbol = next(one for one in search(client, "helper") if one["name"] == "helper")
    assert symbol["location"] == {"uri": (folder / "Helper.nova").as_uri()}
    resolved = client.request("workspaceSymbol/resolve", symbol)
    assert resolved["location"]["range"]["start"]["line"] in (2, 3)
    other = {**symbol, "data": "no"}
    assert client.request("workspaceSymbol/resolve", other)["location"] == symbol["location"]


def test_links_lead_to_imported_modules(client: RawClient, folder: Path) -> None:
    main = (folder / "Main.nova").as_uri()
    client.initialize(folder)
    client.open(main, "-- 🥝 https://nova.example\nmodule Main where\n\nimport Helper (helper)\n")
    address, link = client.request("textDocument/documentLink", {"textDocument": {"uri": main}})
    assert address["target"] == "https://nova.example"
    assert address["range"]["start"] == {"line": 0, "character": 6}
    assert link["target"] == (folder / "Helper.nova").as_uri()
    assert link["range"]["end"] == {"line": 3, "character": 13}


def test_a_type_is_shown_as_its_author_wrote_it(client: RawClient, folder: Path) -> None:
    (folder / "Price.nova").write_text(
        "module Price where\n\ntype Price = { cents :: Int }\n\nlower :: Price -> Price -> Price\nlower a _ = a\n"
    )
    client.initialize(folder)
    names = [one["name"] for one in search(client, ":: Price -> Price -> Price")]
    assert "lower :: Price -> Price -> Price" in names


def test_what_nobody_imports_has_a_place_in_its_file() -> None:
    session = Session(None, Encoding.UTF16, lambda: False, lambda _method, _params: None)
    server = SimpleNamespace(
        client=SimpleNamespace(encoding=Encoding.UTF16),
        sessions=SimpleNamespace(uri_of=lambda path: path.as_uri()),
    )
    places = OutsideLocations(cast(ServerContext, server), session)
    found = places.location(element_key("Data.Map.Internal", Space.VALUE, "lookup"))
    path = LIBRARY / "Data" / "Map" / "Internal.nova"
    assert found is not None and found["uri"] == path.as_uri()
    line = path.read_text().splitlines()[found["range"]["start"]["line"]]
    assert line.startswith("lookup ")
    assert places.location(element_key("Data.Map.Internal", Space.VALUE, "gone")) is None
    assert places.location(element_key("Data.Nowhere", Space.VALUE, "x")) is None
    session.close()

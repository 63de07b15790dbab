"""Navigation over the wire: one location or several, items of hierarchies and what they lead to."""

from __future__ import annotations

from pathlib import Path

from tests.server.conftest import HELPER, MAIN
from tests.server.raw_client import RawClient


def test_locations_of_declarations_types_and_implementations(
    client: RawClient, folder: Path
) -> None:
    main, helper = (folder / "Main.nova").as_uri(), (folder / "Helper.nova").as_uri()
    text = (
        MAIN + "\nclass Shape a\n\ninstance Shape Int\n\ndata Box = Box\n\nbox :: Box\nbox = Box\n"
    )
    client.initialize(folder)
    client.open(main, text)
    declared = client.at("declaration", main, 6, 10)
    assert (declared["uri"], declared["range"]["start"]["line"]) == (helper, 2)
    found = client.at("implementation", main, 11, 7)
    assert (found["uri"], found["range"]["start"]) == (main, {"line": 13, "character": 9})
    of_type = client.at("typeDefinition", main, 18, 1)
    assert of_type["range"]["start"] == {"line": 15, "character": 5}
    ranges = client.at("linkedEditingRange", main, 17, 1)["ranges"]
    assert [one["start"]["line"] for one in ranges] == [17, 18]
    kinds = [one["kind"] for one in client.at("documentHighlight", main, 18, 1)]
    assert kinds == [3, 3]
    assert client.quit() == 0


def test_the_callers_of_a_value_are_found_in_files_that_are_not_open(
    client: RawClient, folder: Path
) -> None:
    main, helper = (folder / "Main.nova").as_uri(), (folder / "Helper.nova").as_uri()
    client.initialize(folder)
    client.open(helper, HELPER)
    (item,) = client.at("prepareCallHierarchy", helper, 3, 1)
    assert (item["name"], item["detail"], item["uri"]) == ("helper", "Helper", helper)
    (call,) = client.request("callHierarchy/incomingCalls", {"item": item})
    assert (call["from"]["name"], call["from"]["uri"]) == ("total", main)
    assert [one["start"]["line"] for one in call["fromRanges"]] == [6]
    (back,) = client.request("callHierarchy/outgoingCalls", {"item": call["from"]})
    assert back["to"]["name"] == "helper"
    bad = {**item, "data": {"space": 3}}
    assert client.error("callHierarchy/incomingCalls", {"item": bad}) == -32602
    assert client.quit() == 0


def test_what_stands_above_and_below_a_class(client: RawClient, folder: Path) -> None:
    helper = (folder / "Helper.nova").as_uri()
    client.initialize(folder)
    client.open(helper, HELPER + "\nclass Base a\n\nclass Base a <= Wide a\n\ninstance Base Int\n")
    (item,) = client.at("prepareTypeHierarchy", helper, 5, 7)
    below = client.request("typeHierarchy/subtypes", {"item": item})
    assert [one["name"] for one in below] == ["Wide", "Base Int"]
    (above,) = client.request("typeHierarchy/supertypes", {"item": below[0]})
    assert above["name"] == "Base"
    assert client.quit() == 0

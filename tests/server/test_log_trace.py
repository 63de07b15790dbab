"""$/setTrace and $/logTrace: what each edit made the engine do."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

from tests.server.conftest import HELPER, MAIN
from tests.server.raw_client import TIMEOUT, RawClient, edit
from tests.server.test_history import save, settle


def told(client: RawClient) -> list[dict[str, Any]]:
    """What was traced since this was asked last."""
    settle(client)
    found = [m["params"] for m in client.received if m.get("method") == "$/logTrace"]
    client.received.clear()
    return found


def told_of(client: RawClient, count: int) -> list[dict[str, Any]]:
    """The next traces, and nothing beside them."""
    found: list[dict[str, Any]] = []
    end = time.monotonic() + TIMEOUT
    while len(found) < count and time.monotonic() < end:
        found += told(client)
    assert len(found) == count
    return found


def told_once(client: RawClient) -> dict[str, Any]:
    return told_of(client, 1)[0]


def without_times(text: str) -> str:
    return re.sub(r"\d+\.\d+ ms", "… ms", text)


def begin(client: RawClient, folder: Path, level: str) -> str:
    """Open both modules, and ask for traces; the URI of Helper."""
    client.initialize(folder)
    for name, text in (("Main", MAIN), ("Helper", HELPER)):
        client.open((folder / f"{name}.nova").as_uri(), text)
    settle(client)
    client.notify("$/setTrace", {"value": level})
    assert told(client) == []
    return (folder / "Helper.nova").as_uri()


def test_an_edit_tells_what_it_made_stale_what_ran_and_why(client: RawClient, folder: Path) -> None:
    uri = begin(client, folder, "verbose")
    client.change(uri, 2, edit(2, 10, 13, "String"))
    trace = told_once(client)
    assert re.match(r"Helper\.nova, version 2: \d+ stale; \d+ ran, 0 found, ", trace["message"])
    lines = without_times(trace["verbose"]).splitlines()
    assert "ran       signature Helper.helper (… ms)" in lines
    assert "ran       values Main.total (… ms, because of the interface of Helper.helper)" in lines
    client.change(uri, 3, {"text": HELPER})
    trace = told_once(client)
    assert (
        "found     values Main.total (… ms, because of the interface of Helper.helper)"
        in without_times(trace["verbose"])
    )


def test_what_is_cut_off_early_is_told(client: RawClient, folder: Path) -> None:
    uri = begin(client, folder, "verbose")
    text = "module Helper where\n\nhelper n = inner n\n\ninner :: Int -> Int\ninner n = n\n"
    client.change(uri, 2, {"text": text})
    told_once(client)
    client.change(uri, 3, {"text": text.replace("Int -> Int", "(Int) -> Int")})
    trace = told_once(client)
    lines = without_times(trace["verbose"]).splitlines()
    assert "ran       signature Helper.inner (… ms)" in lines
    assert not any("Main.total" in line for line in lines)
    client.change(
        uri, 4, {"text": text.replace("helper n = inner n", "helper n = inner (inner n)")}
    )
    trace = told_once(client)
    lines = without_times(trace["verbose"]).splitlines()
    assert "ran       values Helper.helper (… ms)" in lines
    assert not any(line.startswith("ran       values Main") for line in lines)


def test_a_line_for_each_edit_and_nothing_else_where_no_more_is_wanted(
    client: RawClient, folder: Path
) -> None:
    uri = begin(client, folder, "messages")
    client.change(uri, 2, edit(3, 11, 12, "3"))
    trace = told_once(client)
    assert set(trace) == {"message"}
    assert trace["message"].startswith("Helper.nova, version 2: 1 stale; ")
    client.notify("$/setTrace", {"value": "off"})
    client.change(uri, 3, edit(3, 11, 12, "4"))
    assert told(client) == []


def test_edits_that_overtake_each_other_are_told_of_in_order(
    client: RawClient, folder: Path
) -> None:
    uri = begin(client, folder, "messages")
    for version in range(2, 8):
        client.change(uri, version, edit(3, 11, 12, str(version)))
    versions = [re.findall(r"version (\d+):", trace["message"])[0] for trace in told_of(client, 6)]
    assert versions == [str(version) for version in range(2, 8)]


def test_a_save_is_not_traced_as_an_edit(client: RawClient, folder: Path) -> None:
    uri = begin(client, folder, "messages")
    client.change((folder / "Main.nova").as_uri(), 2, edit(6, 15, 16, "8"))
    told_once(client)
    save(client, folder / "Helper.nova", 2, HELPER.replace("n = n", "n = 3"))
    assert told_once(client)["message"].split(",")[0] == "Helper.nova"
    client.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
    assert told(client) == []


def test_a_client_may_ask_for_traces_from_the_start(client: RawClient, folder: Path) -> None:
    uri = (folder / "Helper.nova").as_uri()
    client.request(
        "initialize",
        {
            "processId": None,
            "workspaceFolders": [{"uri": folder.as_uri(), "name": "work"}],
            "capabilities": {},
            "trace": "messages",
        },
    )
    client.notify("initialized", {})
    client.open(uri, HELPER)
    settle(client)
    client.change(uri, 2, edit(3, 11, 12, "5"))
    told_once(client)
    client.notify("$/setTrace", {"value": "nonsense"})
    assert client.request("nova/stats", {})["settled"] in (True, False)

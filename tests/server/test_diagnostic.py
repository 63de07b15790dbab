"""Diagnostics that the client asks for: of a document, of all files; and those that it is told where it does not ask."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.server.conftest import HELPER, MAIN
from tests.server.raw_client import Message, RawClient, edit
from tests.server.test_history import settle

PULLS = {"diagnostic": {"relatedDocumentSupport": True}}
REFRESHES = {"diagnostics": {"refreshSupport": True}}
WRONG = MAIN.replace("helper 3", '"no"')


def pull(client: RawClient, uri: str, before: str | None = None) -> Any:
    params: Message = {"textDocument": {"uri": uri}}
    if before is not None:
        params["previousResultId"] = before
    return client.request("textDocument/diagnostic", params)


def pushed(client: RawClient, uri: str) -> list[list[str]]:
    """The codes that were told of a document, each time."""
    return [
        [one["code"] for one in m["params"]["diagnostics"]]
        for m in client.received
        if m.get("method") == "textDocument/publishDiagnostics" and m["params"]["uri"] == uri
    ]


def unused(client: RawClient, uri: str) -> list[Message]:
    """What is told of a document once something is."""
    while not (found := client.diagnostics(uri)):
        pass
    return found


def codes(report: Message) -> list[str]:
    return [one["code"] for one in report["items"] if one["severity"] == 1]


def test_a_client_is_promised_what_it_can_ask_for(client: RawClient, folder: Path) -> None:
    result = client.initialize(folder, textDocument=PULLS)
    assert result["capabilities"]["diagnosticProvider"]["workspaceDiagnostics"]


def test_another_client_is_not(client: RawClient, folder: Path) -> None:
    assert "diagnosticProvider" not in client.initialize(folder)["capabilities"]


def test_a_document_is_pulled_again_only_where_it_changed(client: RawClient, folder: Path) -> None:
    main = (folder / "Main.nova").as_uri()
    client.initialize(folder, textDocument=PULLS)
    client.open(main, WRONG)
    report = pull(client, main)
    assert (report["kind"], codes(report)) == ("full", ["TypesDoNotUnify"])
    same = pull(client, main, report["resultId"])
    assert same == {"kind": "unchanged", "resultId": report["resultId"]}
    client.change(main, 2, {"text": MAIN})
    fixed = pull(client, main, report["resultId"])
    assert (fixed["kind"], fixed["items"]) == ("full", [])
    client.change(main, 3, {"text": WRONG})
    assert pull(client, main)["resultId"] == report["resultId"]
    settle(client)
    assert pushed(client, main)[-1:] in ([], [[]])  # What was told at first was taken back.
    assert pull(client, (folder / "Other.nova").as_uri()) == {"kind": "full", "items": []}


def test_who_asks_right_after_the_start_waits_for_the_answer(
    client: RawClient, folder: Path
) -> None:
    main = (folder / "Main.nova").as_uri()
    client.initialize(folder, textDocument=PULLS)
    client.open(main, WRONG)
    first, second = (
        client.begin("textDocument/diagnostic", {"textDocument": {"uri": main}}) for _ in range(2)
    )
    client.notify("$/cancelRequest", {"id": second})
    assert codes(client.answer(first)["result"]) == ["TypesDoNotUnify"]


def test_files_that_are_not_open_are_told_as_long_as_nobody_asks_for_them(
    client: RawClient, folder: Path
) -> None:
    main, helper = (folder / "Main.nova").as_uri(), (folder / "Helper.nova").as_uri()
    client.initialize(folder, textDocument=PULLS, workspace=REFRESHES)
    client.open(helper, HELPER)
    pull(client, helper)
    client.change(helper, 2, edit(2, 10, 13, "String"), edit(3, 0, 12, "helper n = 0"))
    assert [d["code"] for d in client.diagnostics(main)] == ["TypesDoNotUnify"]
    client.notify("textDocument/didClose", {"textDocument": {"uri": helper}})
    assert client.diagnostics(main) == []


def test_what_an_edit_changes_elsewhere_comes_along_and_is_asked_for_again(
    client: RawClient, folder: Path
) -> None:
    main, helper = (folder / "Main.nova").as_uri(), (folder / "Helper.nova").as_uri()
    client.initialize(folder, textDocument=PULLS, workspace=REFRESHES)
    client.open(main, MAIN)
    client.open(helper, HELPER)
    assert pull(client, main)["items"] == pull(client, helper)["items"] == []
    client.change(helper, 2, edit(2, 10, 13, "String"), edit(3, 0, 12, "helper n = 0"))
    client.until(lambda m: m.get("method") == "workspace/diagnostic/refresh")
    assert codes(pull(client, main)) == ["TypesDoNotUnify"]
    client.change(helper, 3, {"text": HELPER})
    while not (related := pull(client, helper).get("relatedDocuments")):
        settle(client)
    assert related[main]["items"] == []


@pytest.mark.parametrize("in_parts", [False, True])
def test_all_files_are_told_of_once_and_then_those_that_change(
    client: RawClient, folder: Path, in_parts: bool
) -> None:
    (folder / "Main.nova").write_text(WRONG)
    main, helper = (folder / "Main.nova").as_uri(), (folder / "Helper.nova").as_uri()
    client.initialize(folder, textDocument=PULLS, workspace=REFRESHES)
    token = {"partialResultToken": "parts"} if in_parts else {}
    params: Message = {"previousResultIds": [], **token}
    answer = client.request("workspace/diagnostic", params)
    if in_parts:
        assert answer == {"items": []}
        (part,) = [m["params"] for m in client.received if m.get("method") == "$/progress"]
        assert part["token"] == "parts"
        answer = part["value"]
    (report,) = answer["items"]
    assert (report["uri"], report["version"], codes(report)) == (main, None, ["TypesDoNotUnify"])
    ids = [{"uri": main, "value": report["resultId"]}, {"uri": "file:///gone.nova", "value": "x"}]
    (same, gone) = client.request("workspace/diagnostic", {"previousResultIds": ids})["items"]
    assert (same["kind"], gone["kind"], gone["items"]) == ("unchanged", "full", [])
    held = client.begin("workspace/diagnostic", {"previousResultIds": ids[:1]})
    given_up = client.begin("workspace/diagnostic", {"previousResultIds": ids[:1]})
    settle(client)
    client.notify("$/cancelRequest", {"id": given_up})
    assert client.answer(given_up)["error"]["code"] == -32800
    client.open(helper, "module Helper where\n\nhelper :: Int -> Int\nhelper n = nn\n")
    found = client.answer(held)["result"]["items"]
    assert {one["uri"]: one["kind"] for one in found} == {main: "unchanged", helper: "full"}
    settle(client)
    assert not pushed(client, helper)


def test_only_those_parts_are_told_that_the_client_shows(client: RawClient, folder: Path) -> None:
    main = (folder / "Main.nova").as_uri()
    text = "module Main where\n\nimport Data.Maybe (Maybe)\n"
    client.initialize(folder)
    client.open(main, text)
    (plain,) = unused(client, main)
    assert not {"tags", "codeDescription", "relatedInformation"} & plain.keys()


def test_tags_and_pages_are_told_who_shows_them(client: RawClient, folder: Path) -> None:
    main = (folder / "Main.nova").as_uri()
    shows = {"tagSupport": {"valueSet": [1, 2]}, "codeDescriptionSupport": True}
    client.initialize(folder, textDocument={"publishDiagnostics": shows})
    client.open(main, "module Main where\n\nimport Data.Maybe (Maybe)\n")
    (full,) = unused(client, main)
    assert full["tags"] == [1]
    assert full["codeDescription"]["href"].endswith("UnusedImport.md")

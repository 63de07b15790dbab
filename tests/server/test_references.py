"""References over the wire: an answer about the whole program waits until all is known that it takes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.server.conftest import HELPER
from tests.server.raw_client import RawClient, edit

PANTRY = Path(__file__).parents[2] / "fixtures" / "pantry"


@pytest.fixture
def pantry(tmp_path: Path) -> Path:
    copy = tmp_path / "pantry"
    shutil.copytree(PANTRY, copy, ignore=shutil.ignore_patterns(".nova"))
    return copy


def mentions(client: RawClient, path: Path, word: str) -> list[tuple[str, int]]:
    """Where a word that stands in a file is mentioned, by file and line from 1."""
    text = path.read_text()
    line = text[: text.index(word)].count("\n")
    column = text.splitlines()[line].index(word)
    context = {"includeDeclaration": True}
    found = client.at("references", path.as_uri(), line, column, context=context)
    return [(one["uri"].rpartition("/")[2], one["range"]["start"]["line"] + 1) for one in found]


def test_asked_right_after_the_start_all_mentions_are_there(
    client: RawClient, pantry: Path
) -> None:
    path = pantry / "src" / "Pantry" / "Quantity.nova"
    client.initialize(pantry)
    client.open(path.as_uri(), path.read_text())
    at_once = mentions(client, path, "Scale")
    assert len([file for file, _ in at_once if file == "Quantity.nova"]) >= 2
    assert ("Cost.nova", 43) in at_once and len(at_once) == 7
    client.request("nova/diff", {})  # which waits for all
    assert mentions(client, path, "Scale") == at_once
    assert client.quit() == 0


def test_a_file_that_is_not_open_is_looked_through_after_a_restart(
    client: RawClient, folder: Path, tmp_path: Path
) -> None:
    helper = folder / "Helper.nova"
    wanted = [("Helper.nova", 3), ("Helper.nova", 4), ("Main.nova", 3), ("Main.nova", 7)]
    client.initialize(folder)
    client.open(helper.as_uri(), HELPER)
    assert mentions(client, helper, "helper") == wanted
    client.request("nova/diff", {})  # which waits for the commit
    assert client.quit() == 0
    with RawClient(tmp_path / "home") as again:
        again.initialize(folder)
        again.open(helper.as_uri(), HELPER)
        assert mentions(again, helper, "helper") == wanted
        assert again.quit() == 0


def test_an_answer_that_waits_tells_of_its_progress_and_can_be_cancelled(
    client: RawClient, pantry: Path
) -> None:
    path = pantry / "src" / "Pantry" / "Types.nova"
    client.initialize(pantry)
    client.open(path.as_uri(), path.read_text())
    request = client.begin(
        "textDocument/references",
        {
            "textDocument": {"uri": path.as_uri()},
            "position": {"line": 0, "character": 0},
            "context": {"includeDeclaration": True},
            "workDoneToken": "mine",
        },
    )
    begun = client.until(lambda m: m.get("method") == "$/progress")[1]["params"]
    assert (begun["token"], begun["value"]["kind"]) == ("mine", "begin")
    client.notify("$/cancelRequest", {"id": request})
    ended = client.until(
        lambda m: m.get("method") == "$/progress" and m["params"]["value"]["kind"] == "end"
    )
    assert ended[1]["params"]["token"] == "mine"
    assert client.answer(request)["error"]["code"] == -32800
    assert client.quit() == 0


def test_a_document_that_is_edited_meanwhile_gets_no_answer_for_the_text_before(
    client: RawClient, folder: Path
) -> None:
    helper = folder / "Helper.nova"
    client.initialize(folder)
    client.open(helper.as_uri(), HELPER)
    request = client.begin(
        "textDocument/references",
        {
            "textDocument": {"uri": helper.as_uri()},
            "position": {"line": 3, "character": 1},
            "context": {"includeDeclaration": True},
        },
    )
    client.change(helper.as_uri(), 2, edit(0, 0, 0, "-- above\n"))
    answer = client.answer(request)
    assert "error" not in answer or answer["error"]["code"] == -32801
    if "result" in answer:  # It was quick.
        assert len(answer["result"]) == 4
    assert client.quit() == 0

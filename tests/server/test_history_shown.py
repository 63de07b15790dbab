"""What an editor shows of history by itself: the last line of a hover, code lenses, code actions, and their command."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.server.conftest import HELPER, MAIN
from tests.server.raw_client import Message, RawClient, edit
from tests.server.test_code_action import asked as actions_at
from tests.server.test_history import SECOND, applied, save, settle

ACTIONS: dict[str, Any] = {"textDocument": {"codeAction": {"codeActionLiteralSupport": {}}}}


def ageless(text: str) -> str:
    """However long the test has taken."""
    return re.sub(r"just now|\d+ seconds? ago|\d+ minutes? ago", "then", text)


def titles(found: list[Message]) -> list[str]:
    return [ageless(lens["command"]["title"]) for lens in found]


def hovered(client: RawClient, uri: str, line: int, character: int) -> str:
    """The last line of a hover."""
    text: str = client.at("hover", uri, line, character)["contents"]["value"]
    return ageless(text.splitlines()[-1])


def lenses(client: RawClient, uri: str) -> list[Message]:
    """All lenses of a document, resolved; they are switched on."""
    client.notify(
        "workspace/didChangeConfiguration", {"settings": {"nova": {"codeLens": {"history": True}}}}
    )
    found = client.request("textDocument/codeLens", {"textDocument": {"uri": uri}})
    assert all("command" not in lens for lens in found)
    return [client.request("codeLens/resolve", lens) for lens in found]


def actions(client: RawClient, uri: str, line: int, **context: Any) -> list[Message]:
    """What is offered at the beginning of a line."""
    return actions_at(client, uri, line, 0, **context)


def asked(client: RawClient, method: str) -> list[Message]:
    return [message for message in client.received if message.get("method") == method]


@pytest.fixture(autouse=True)
def ada(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who saves."""
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Ada")


@pytest.fixture
def main(folder: Path) -> Path:
    return folder / "Main.nova"


def begin(client: RawClient, folder: Path, **capabilities: Any) -> str:
    """Open Main and save it once; its URI."""
    uri = (folder / "Main.nova").as_uri()
    client.initialize(folder, **capabilities)
    client.open(uri, MAIN)
    settle(client)
    save(client, folder / "Main.nova", 2, SECOND)
    return uri


# ---------------------------------------------------------------------------- hover


def test_a_hover_ends_with_who_changed_it_when_and_how_often(
    client: RawClient, folder: Path
) -> None:
    uri = begin(client, folder)
    assert hovered(client, uri, 6, 1) == "*changed then by Ada, 2 times in all*"
    assert hovered(client, uri, 6, 9) == "*changed then by Ada, once in all*"


def test_a_hover_tells_what_is_not_saved_yet(client: RawClient, folder: Path) -> None:
    uri = begin(client, folder)
    client.change(uri, 3, edit(6, 15, 16, "5"), edit(10, 0, 0, "\nmore :: Int\nmore = total\n"))
    changed = "*edited, not saved yet; changed then by Ada, 2 times in all*"
    assert hovered(client, uri, 6, 1) == hovered(client, uri, 12, 8) == changed
    assert hovered(client, uri, 12, 1) == "*new, not saved yet*"
    client.change(uri, 4, {"text": SECOND})
    assert hovered(client, uri, 6, 1) == "*changed then by Ada, 2 times in all*"


def test_a_change_elsewhere_does_not_change_a_declaration(
    client: RawClient, folder: Path, main: Path
) -> None:
    uri = begin(client, folder)
    save(client, main, 3, "\n\n" + SECOND.replace('"🥝"', '"kiwi"'))
    assert hovered(client, uri, 8, 1) == "*changed then by Ada, 2 times in all*"
    helper = folder / "Helper.nova"
    client.open(helper.as_uri(), HELPER)
    # Main.total is checked again, and is what it was.
    save(client, helper, 2, HELPER.replace("helper :: Int -> Int\n", ""))
    assert hovered(client, uri, 8, 1) == "*changed then by Ada, 2 times in all*"
    assert hovered(client, helper.as_uri(), 2, 1) == "*changed then by Ada, 2 times in all*"


def test_hovers_of_other_things_have_no_such_line(client: RawClient, folder: Path) -> None:
    uri = begin(client, folder)
    assert "changed" not in hovered(client, uri, 2, 8)  # a module
    assert "changed" not in hovered(client, uri, 5, 10)  # a type of the compiler
    assert "changed" not in hovered(client, uri, 6, 15)  # an expression
    alone = (folder.parent / "Alone.nova").as_uri()
    client.open(alone, "module Alone where\n\nx :: Int\nx = 1\n")
    assert hovered(client, alone, 3, 0) == "module `Alone`"


def test_names_of_people_are_not_taken_for_markup(
    monkeypatch: pytest.MonkeyPatch, folder: Path, tmp_path: Path
) -> None:
    monkeypatch.setenv("GIT_AUTHOR_NAME", "*A[d]a*")
    for formats, shown in (
        (["markdown"], r"*changed then by \*A\[d\]a\*, once in all*"),
        (["plaintext"], "changed then by *A[d]a*, once in all"),
    ):
        with RawClient(tmp_path / formats[0]) as client:
            client.initialize(folder, textDocument={"hover": {"contentFormat": formats}})
            client.open((folder / "Main.nova").as_uri(), MAIN)
            settle(client)
            assert hovered(client, (folder / "Main.nova").as_uri(), 6, 1) == shown


# ---------------------------------------------------------------------------- code lenses


def test_a_lens_stands_above_each_declaration(client: RawClient, folder: Path) -> None:
    uri = begin(client, folder)
    first, second = lenses(client, uri)
    assert first["range"]["start"] == {"line": 5, "character": 0}
    assert second["range"]["start"] == {"line": 8, "character": 0}
    assert titles([first, second]) == [
        "changed then by Ada, 2 times in all",
        "changed then by Ada, once in all",
    ]
    assert first["command"]["command"] == "nova.history"
    assert first["command"]["arguments"] == [{"textDocument": {"uri": uri}, "name": "Main.total"}]


def test_declarations_of_all_kinds_have_lenses(client: RawClient, folder: Path, main: Path) -> None:
    uri = begin(client, folder)
    text = (
        "module Main where\n\n-- | A box.\ndata Box = Empty | Full Int\n\nclass Size a where\n"
        "  size :: a -> Int\n\ninstance Size Box where\n  size _ = 1\n\ntype Boxes = Array Box\n"
    )
    save(client, main, 3, text)
    found = lenses(client, uri)
    assert [lens["range"]["start"]["line"] for lens in found] == [3, 5, 8, 11]
    assert titles(found) == ["changed then by Ada, once in all"] * 4
    client.change(uri, 4, edit(9, 11, 12, "2"), edit(12, 0, 0, "\nx = 1\n"))
    assert titles(lenses(client, uri))[2:] == [
        "edited, not saved yet; changed then by Ada, once in all",
        "changed then by Ada, once in all",
    ]


def test_a_lens_neither_comes_nor_goes_while_one_types(
    client: RawClient, folder: Path, main: Path
) -> None:
    uri = begin(client, folder)

    def lines() -> list[int]:
        return [lens["range"]["start"]["line"] for lens in lenses(client, uri)]

    before = lines()
    text = main.read_text()
    assert before == [5, 8]
    client.change(uri, 20, {"text": text + "\nfresh :: Int\nfresh = 1\n"})
    assert lines() == [5, 8]
    client.change(uri, 21, {"text": text.replace("label :: String\nlabel", "la(bel :: = [")})
    assert lines() == [5, 8]
    client.change(uri, 22, {"text": "module Main where\n\n\n\n" + text.split("\n", 1)[1]})
    assert lines() == [8, 11]
    save(client, main, 23, text + "\nfresh :: Int\nfresh = 1\n")
    assert lines() == [5, 8, 11]


def test_lenses_are_asked_for_again_after_a_commit_by_who_can(
    folder: Path, main: Path, tmp_path: Path
) -> None:
    for number, supported in enumerate((True, False)):
        with RawClient(tmp_path / str(number)) as client:
            client.initialize(folder, workspace={"codeLens": {"refreshSupport": supported}})
            client.open(main.as_uri(), main.read_text())
            lenses(client, main.as_uri())
            settle(client)
            before = len(asked(client, "workspace/codeLens/refresh"))
            save(client, main, 2, MAIN.replace("helper 3", f"helper {number}"))
            client.request("nova/stats", {})
            after = len(asked(client, "workspace/codeLens/refresh"))
            assert after - before == int(supported)
            client.change(main.as_uri(), 3, edit(6, 15, 16, "9"))
            settle(client)
            assert len(asked(client, "workspace/codeLens/refresh")) == after
            assert client.quit() == 0


def test_lenses_are_off_until_they_are_asked_for(client: RawClient, folder: Path) -> None:
    client.answers = {"workspace/configuration": [{"codeLens": {}}]}
    capabilities = {"configuration": True, "codeLens": {"refreshSupport": True}}
    uri = begin(client, folder, workspace=capabilities)
    request = {"textDocument": {"uri": uri}}
    assert client.request("textDocument/codeLens", request) == []
    before = len(asked(client, "workspace/codeLens/refresh"))
    client.notify(
        "workspace/didChangeConfiguration", {"settings": {"nova": {"codeLens": {"history": True}}}}
    )
    assert len(client.request("textDocument/codeLens", request)) == 2
    assert len(asked(client, "workspace/codeLens/refresh")) == before + 1


def test_there_are_no_lenses_where_there_is_no_history(
    client: RawClient, folder: Path, tmp_path: Path
) -> None:
    assert lenses(client, begin(client, folder))
    alone = (tmp_path / "Alone.nova").as_uri()
    client.open(alone, "module Alone where\n\nx :: Int\nx = 1\n")
    request = {"textDocument": {"uri": alone}}
    assert client.request("textDocument/codeLens", request) is None
    for data in (None, 1, [], [alone, "history", "Alone", 99, "x"], ["", "history", "", 0, ""]):
        lens = {"range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}}
        resolved = client.request("codeLens/resolve", {**lens, "data": data})
        assert resolved["command"] == {"title": "nothing is known", "command": ""}
    known = {**lens, "data": [alone, "history", "Alone", 0, "x"]}
    assert client.request("codeLens/resolve", known)["command"]["title"] == "no history"


# ---------------------------------------------------------------------------- code actions


def test_earlier_versions_are_offered_as_edits(client: RawClient, folder: Path, main: Path) -> None:
    uri = begin(client, folder, **ACTIONS)
    history, restore = actions(client, uri, 6)
    assert history["title"] == "History of `total`…"
    assert history["command"]["arguments"] == [{"textDocument": {"uri": uri}, "name": "Main.total"}]
    assert ageless(restore["title"]).startswith("Restore `total` as of then (")
    assert applied(SECOND, restore["edit"]) == MAIN
    assert [action["title"] for action in actions(client, uri, 9)] == ["History of `label`…"]
    assert actions(client, uri, 0) == []
    client.change(uri, 3, {"text": SECOND.replace("helper 4", "helper 5")})
    assert [
        applied(SECOND.replace("helper 4", "helper 5"), action["edit"])
        for action in actions(client, uri, 6, only=["refactor"])
    ] == [SECOND, MAIN]


def test_actions_are_of_the_kinds_that_are_asked_for(client: RawClient, folder: Path) -> None:
    uri = begin(client, folder, **ACTIONS)
    kinds = {
        None: ["nova.history", "refactor.rewrite.restore"],
        "": ["nova.history", "refactor.rewrite.restore"],
        "nova": ["nova.history"],
        "refactor.rewrite": ["refactor.rewrite.restore"],
        "refactor.rew": [],
        "quickfix": [],
    }
    for only, expected in kinds.items():
        context = {} if only is None else {"only": [only]}
        assert [action["kind"] for action in actions(client, uri, 6, **context)] == expected
    assert actions(client, uri, 6, triggerKind=2) == []
    assert len(actions(client, uri, 6, triggerKind=1)) == 2


def test_clients_of_old_are_given_the_command_alone(client: RawClient, folder: Path) -> None:
    uri = begin(client, folder)
    (command,) = actions(client, uri, 6)
    assert command["command"] == "nova.history"


# ---------------------------------------------------------------------------- the command


def test_the_history_is_opened_as_a_document(client: RawClient, folder: Path) -> None:
    uri = begin(client, folder, window={"showDocument": {"support": True}})
    argument = {"textDocument": {"uri": uri}, "name": "Main.total"}
    answer = client.request(
        "workspace/executeCommand", {"command": "nova.history", "arguments": [argument]}
    )
    assert answer == client.request("nova/history", argument)
    (shown,) = asked(client, "window/showDocument")
    text = Path(shown["params"]["uri"].removeprefix("file://")).read_text()
    assert text.startswith("History of Main.total, newest first\n")
    assert text.count("\ncommit ") == 2 and text.count("\nAuthor: Ada\n") == 2
    assert " total :: Int\n-total = helper 3\n+total = helper 4\n" in text


def test_the_history_is_a_message_where_no_document_can_be_opened(
    client: RawClient, folder: Path
) -> None:
    begin(client, folder)
    client.request(
        "workspace/executeCommand", {"command": "nova.history", "arguments": [{"name": "total"}]}
    )
    (shown,) = asked(client, "window/showMessage")
    name, first, second = ageless(shown["params"]["message"]).splitlines()
    assert name == "Main.total"
    assert first.endswith("  body changed then by Ada")
    assert second.endswith("  added then by Ada")


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"command": "nova.nonsense"}, -32602),
        ({"command": "nova.history"}, -32602),
        ({"command": "nova.history", "arguments": [7]}, -32602),
        ({"command": "nova.history", "arguments": [{"name": "nonsense"}]}, -32803),
    ],
)
def test_a_command_that_cannot_be_done_is_refused(
    client: RawClient, folder: Path, params: Any, code: int
) -> None:
    begin(client, folder)
    assert client.error("workspace/executeCommand", params) == code

"""Expressions in comments: lenses, actions, and the command that writes results (handlers/evaluate.py, sessions/evaluating/evaluations.py, features/evaluate_comments.py)."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest

from tests.server.raw_client import Message, RawClient
from tests.server.test_history import applied, settle
from tests.server.test_history_shown import asked

SOURCE: Final = """\
module Main where

import Helper (helper)

-- | Twice.
--
-- >>> twice 4
twice :: Int -> Int
twice n = helper [n, n]

-- >>> let four = 4
-- >>> [twice four]
-- stale
-- and stale
-- >>> :type twice
-- >>> twice "4"
-- >>> { a: twice, b: [four] }
--
-- Not a result.
text :: String
text = \"\"\"
-- >>> not this
\"\"\"

inner :: Int
inner = 1
  -- >>> inner
"""
HELPER: Final = """\
module Helper where

foreign import sum :: Array Int -> Int

helper :: Array Int -> Int
helper = sum
"""
WRITTEN: Final = """\
module Main where

import Helper (helper)

-- | Twice.
--
-- >>> twice 4
-- 8
twice :: Int -> Int
twice n = helper [n, n]

-- >>> let four = 4
-- >>> [twice four]
-- [8]
-- >>> :type twice
-- twice :: Int -> Int
-- >>> twice "4"
-- Expected `Int`, but found `String`.
-- >>> { a: twice, b: [four] }
-- { a: <Int -> Int>, b: [4] }
--
-- Not a result.
text :: String
text = \"\"\"
-- >>> not this
\"\"\"

inner :: Int
inner = 1
  -- >>> inner
  -- 1
"""
APPLIES: Final = {"applyEdit": True}


def opened(client: RawClient, folder: Path, text: str = SOURCE, **said: Any) -> str:
    (folder / "Main.nova").write_text("module Main where\n")
    (folder / "Helper.nova").write_text(HELPER)
    (folder / "Helper.py").write_text("sum = sum\n")
    uri = (folder / "Main.nova").as_uri()
    client.initialize(folder, **{"workspace": APPLIES, **said})
    client.answers = {"workspace/applyEdit": {"applied": True}}
    client.open(uri, text)
    settle(client)
    return uri


def lenses(client: RawClient, uri: str) -> list[Message]:
    return client.request("textDocument/codeLens", {"textDocument": {"uri": uri}}) or []


def evaluated(client: RawClient, uri: str, text: str, line: int | None = None) -> str:
    """The text after the command's edits."""
    asked_before = len(asked(client, "workspace/applyEdit"))
    client.request("workspace/executeCommand", command(uri, line))
    for edit in reversed(asked(client, "workspace/applyEdit")[asked_before:]):
        ((_, changes),) = edit["params"]["edit"]["changes"].items()
        for change in reversed(changes):  # They come in the order of the text.
            text = applied(text, {"changes": {uri: [change]}})
    return text


def command(uri: str, line: int | None = None) -> dict[str, Any]:
    argument: dict[str, Any] = {"textDocument": {"uri": uri}}
    if line is not None:
        argument["line"] = line
    return {"command": "nova.evaluate", "arguments": [argument]}


def test_results_are_written_below_and_replaced(client: RawClient, folder: Path) -> None:
    uri = opened(client, folder)
    found = lenses(client, uri)
    assert [(each["range"]["start"]["line"], each["command"]["title"]) for each in found] == [
        (6, "Evaluate"),
        (10, "Evaluate again"),
        (26, "Evaluate"),
    ]
    assert client.request("codeLens/resolve", found[0]) == found[0]
    written = evaluated(client, uri, SOURCE)
    assert written == WRITTEN
    client.change(uri, 2, {"text": written})
    assert evaluated(client, uri, written) == WRITTEN
    other = written.replace("helper [n, n]", "helper [n, n, n]")
    client.change(uri, 3, {"text": other})
    assert "-- >>> twice 4\n-- 12\n" in evaluated(client, uri, other, 6)
    assert "-- [8]\n" in evaluated(client, uri, other, 6)


def test_an_action_is_offered_in_the_comment(client: RawClient, folder: Path) -> None:
    uri = opened(client, folder)

    def actions(line: int) -> list[str]:
        place = {"line": line, "character": 4}
        params = {
            "textDocument": {"uri": uri},
            "range": {"start": place, "end": place},
            "context": {"diagnostics": []},
        }
        found = client.request("textDocument/codeAction", params) or []
        commands = [each.get("command") for each in found]
        names = [each["command"] if isinstance(each, dict) else each for each in commands]
        return [each for each in names if each == "nova.evaluate"]

    assert actions(6) == ["nova.evaluate"]
    assert actions(12) == ["nova.evaluate"]
    assert actions(8) == []


@pytest.mark.parametrize("said", [{"options": {"trusted": False}}, {"workspace": {}}])
def test_nothing_is_offered_where_it_may_not_run_or_could_not_be_written(
    client: RawClient, folder: Path, said: dict[str, Any]
) -> None:
    uri = opened(client, folder, **said)
    assert lenses(client, uri) == []
    if "options" in said:
        assert client.error("workspace/executeCommand", command(uri)) == -32803


def set_to(client: RawClient, **settings: Any) -> None:
    client.notify("workspace/didChangeConfiguration", {"settings": {"nova": settings}})


def test_a_setting_forbids_that_anything_runs(client: RawClient, folder: Path) -> None:
    uri = opened(client, folder)
    assert lenses(client, uri)
    set_to(client, trusted=False)
    assert lenses(client, uri) == []
    answer = client.answer(client.begin("workspace/executeCommand", command(uri)))
    refused = answer["error"]["message"]
    assert refused.startswith("nothing runs in a workspace that is not trusted")
    set_to(client, trusted=True)
    assert evaluated(client, uri, SOURCE) == WRITTEN


def test_a_setting_takes_away_the_lenses_alone(client: RawClient, folder: Path) -> None:
    uri = opened(client, folder)
    set_to(client, codeLens={"evaluate": False})
    assert lenses(client, uri) == []
    assert evaluated(client, uri, SOURCE) == WRITTEN


def test_code_with_errors_is_no_obstacle(client: RawClient, folder: Path) -> None:
    text = 'module Main where\n\nbroken :: Int\nbroken = ""\n\n-- >>> fine\n-- >>> broken\nfine :: Int\nfine = 3\n'
    uri = opened(client, folder, text)
    written = evaluated(client, uri, text)
    assert "-- >>> fine\n-- 3\n" in written
    assert "-- >>> broken\n-- it cannot be compiled: Main.broken: it has errors" in written


def test_a_document_that_ends_in_an_expression(client: RawClient, folder: Path) -> None:
    text = "module Main where\n\none :: Int\none = 1\n-- >>> one"
    uri = opened(client, folder, text)
    assert evaluated(client, uri, text) == text + "\n-- 1"

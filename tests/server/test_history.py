"""nova/history, nova/diff and nova/checkout: what clients build on."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.server.conftest import HELPER, MAIN, make_folder
from tests.server.raw_client import RawClient, edit

INVALID_PARAMS = -32602
REQUEST_FAILED = -32803
SECOND = MAIN.replace("helper 3", "helper 4")


def settle(client: RawClient) -> dict[str, Any]:
    """Wait until the server has nothing left to do; its statistics."""
    while True:
        found: dict[str, Any] = client.request("nova/stats", {})
        if found["settled"]:
            return found
        time.sleep(0.01)


def save(client: RawClient, path: Path, version: int, text: str) -> None:
    uri = path.as_uri()
    client.change(uri, version, {"text": text})
    path.write_text(text)
    client.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
    settle(client)


def refusal(client: RawClient, method: str, params: Any) -> tuple[int, str]:
    error = client.answer(client.begin(method, params))["error"]
    assert "\n" not in error["message"]
    return int(error["code"]), str(error["message"])


def applied(text: str, change: dict[str, Any], encoding: str = "utf-16") -> str:
    """A text after an edit, with columns counted as the protocol says."""
    ((uri, edits),) = change["changes"].items()
    (only,) = edits
    start, end = (_offset(text, only["range"][side], encoding) for side in ("start", "end"))
    assert uri.startswith("file://")
    new: str = only["newText"]
    return text[:start] + new + text[end:]


def _offset(text: str, position: dict[str, int], encoding: str) -> int:
    lines = text.split("\n")
    before = sum(len(line) + 1 for line in lines[: position["line"]])
    line = lines[position["line"]] if position["line"] < len(lines) else ""
    width = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding]
    codec = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}[encoding]
    data = line.encode(codec)[: position["character"] * width]
    return before + len(data.decode(codec))


@pytest.fixture
def main(folder: Path) -> Path:
    return folder / "Main.nova"


@pytest.fixture
def saved(client: RawClient, folder: Path) -> RawClient:
    """A client whose `total` has two versions."""
    save_twice(client, folder)
    return client


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RawClient]:
    """As `saved`, for questions that change nothing: one server answers all of them."""
    home = tmp_path_factory.mktemp("asked")
    with RawClient(home / "home") as client:
        save_twice(client, make_folder(home / "work"))
        yield client


def save_twice(client: RawClient, folder: Path) -> None:
    main = folder / "Main.nova"
    client.initialize(folder)
    client.open(main.as_uri(), MAIN)
    settle(client)
    save(client, main, 2, SECOND)


# ---------------------------------------------------------------------------- history


def test_a_save_an_edit_and_a_save_make_two_versions(saved: RawClient, main: Path) -> None:
    found = saved.request("nova/history", {"name": "Main.total"})
    assert found["name"] == "Main.total"
    assert [version["change"] for version in found["versions"]] == ["body changed", "added"]
    assert [version["text"].splitlines()[-1] for version in found["versions"]] == [
        "total = helper 4",
        "total = helper 3",
    ]
    newest = found["versions"][0]
    assert newest["signature"] == "total :: Int"
    assert newest["kind"] == "value" and newest["fails"] is False
    assert abs(newest["time"] - time.time()) < 3600 and len(newest["commit"]) == 64
    assert found["current"] == {
        "uri": main.as_uri(),
        "range": {"start": {"line": 4, "character": 0}, "end": {"line": 6, "character": 16}},
        "text": newest["text"],
    }
    assert len(saved.request("nova/history", {"name": "total", "limit": 1})["versions"]) == 1


@pytest.mark.parametrize(
    ("line", "character", "name", "also"),
    [
        (6, 2, "Main.total", None),  # its own name
        (6, 10, "Main.total", "Helper.helper"),  # what a name in it means comes second
        (6, 6, "Main.total", None),  # no name: the declaration around
        (9, 10, "Main.label", None),
        (2, 17, "Helper.helper", None),  # in an import
    ],
)
def test_a_position_means_the_declaration_around_it(
    saved: RawClient, main: Path, line: int, character: int, name: str, also: str | None
) -> None:
    params = {
        "textDocument": {"uri": main.as_uri()},
        "position": {"line": line, "character": character},
    }
    found = saved.request("nova/history", params)
    assert (found["name"], found["also"]) == (name, also)


def test_names_without_a_history_do_not_stand_in_the_way(saved: RawClient, main: Path) -> None:
    text = SECOND.replace("import Helper (helper)", "import Prelude\nimport Helper (helper)")
    save(saved, main, 3, text.replace("helper 4", "helper 4 + 1"))
    params = {"textDocument": {"uri": main.as_uri()}, "position": {"line": 7, "character": 17}}
    found = saved.request("nova/history", params)
    assert (found["name"], found["also"]) == ("Main.total", None)
    params["position"]["character"] = 10  # type: ignore[index]
    place = {"start": params["position"], "end": params["position"]}
    asked = {**params, "range": place, "context": {"diagnostics": []}}
    actions = saved.request("textDocument/codeAction", asked)
    assert [each["title"] for each in actions] == ["History of `total`…", "History of `helper`…"]


def test_the_log_says_what_happened(saved: RawClient, main: Path) -> None:
    save(saved, main, 3, SECOND.replace("total = helper", "total =  helper"))
    client = saved
    found = client.request("nova/history", {"name": "Main.total"})["versions"]
    assert [(each["message"], each["change"]) for each in found] == [
        ("saved in the editor", "layout changed"),
        ("saved in the editor", "body changed"),
        ("first opened in the editor", "added"),
    ]
    helper = main.parent / "Helper.nova"
    helper.write_text(HELPER.replace("helper n = n", "helper n = 3"))
    changes = {"changes": [{"uri": helper.as_uri(), "type": 2}]}
    client.notify("workspace/didChangeWatchedFiles", changes)
    settle(client)
    newest = client.request("nova/history", {"name": "Helper.helper"})["versions"][0]
    assert newest["message"] == "changed outside of the editor"


def test_a_constructor_has_the_history_of_its_type(saved: RawClient, main: Path) -> None:
    save(saved, main, 3, SECOND + "\ndata Box = Box Int\n\nbox :: Box\nbox = Box 1\n")
    params = {"textDocument": {"uri": main.as_uri()}, "position": {"line": 14, "character": 7}}
    found = saved.request("nova/history", params)
    assert (found["name"], found["also"]) == ("Main.box", "Main.Box")


def test_what_is_removed_or_renamed_keeps_its_history(saved: RawClient, main: Path) -> None:
    save(saved, main, 3, SECOND.replace("total", "whole"))
    found = saved.request("nova/history", {"name": "Main.total"})
    assert [version["change"] for version in found["versions"]] == [
        "removed",
        "body changed",
        "added",
    ]
    assert found["versions"][0]["text"] is None and found["current"] is None
    comparison = saved.request("nova/diff", {"old": "HEAD~1", "new": "HEAD"})
    assert [
        (change["change"], change["old_name"], change["name"])
        for change in comparison["declarations"]
    ] == [("renamed", "Main.total", "Main.whole")]
    back = saved.request("nova/checkout", {"name": "Main.total", "at": "HEAD~1"})
    text = applied(main.read_text(), back["edit"])
    assert (
        text == main.read_text() + "\n-- | What it is all about.\ntotal :: Int\ntotal = helper 4\n"
    )


# ---------------------------------------------------------------------------- differences


def test_any_two_versions_can_be_compared(saved: RawClient) -> None:
    versions = saved.request("nova/history", {"name": "total"})["versions"]
    new, old = (version["commit"] for version in versions)
    found = saved.request("nova/diff", {"name": "total", "old": old, "new": new})
    assert found["change"] == "body changed"
    assert (found["old"]["text"], found["new"]["text"]) == (
        versions[1]["text"],
        versions[0]["text"],
    )
    same = saved.request("nova/diff", {"name": "total", "old": new, "new": "HEAD"})
    assert same["change"] is None


def test_without_a_second_state_the_difference_is_to_the_buffers(
    saved: RawClient, main: Path
) -> None:
    uri = main.as_uri()
    assert saved.request("nova/diff", None)["declarations"] == []
    saved.change(uri, 3, edit(6, 8, 16, "true"), edit(5, 9, 12, "Boolean"))
    (change,) = saved.request("nova/diff", {})["declarations"]
    assert (change["name"], change["change"]) == ("Main.total", "type changed")
    assert (change["old_type"], change["new_type"]) == ("total :: Int", "total :: Boolean")
    one = saved.request("nova/diff", {"textDocument": {"uri": uri}, "name": "total"})
    assert one["change"] == "type changed"
    assert one["new"]["state"] == "the editor"
    assert main.read_text() == SECOND


# ---------------------------------------------------------------------------- putting back


def test_a_version_comes_back_by_an_edit_and_goes_by_undo_and_nothing_is_typed(
    saved: RawClient, main: Path
) -> None:
    uri = main.as_uri()
    typed = settle(saved)["typed"]
    found = saved.request("nova/checkout", {"name": "total", "at": "HEAD~1"})
    assert found["name"] == "Main.total"
    assert found["label"] == "Restore total as of HEAD~1"
    text = applied(SECOND, found["edit"])
    assert text == MAIN
    saved.change(uri, 3, {"text": text})
    settle(saved)
    saved.change(uri, 4, {"text": SECOND})
    after = settle(saved)
    assert after["typed"] == typed and after["found"] > 0
    assert saved.request("nova/checkout", {"name": "total", "at": "HEAD"})["edit"] is None


def test_a_version_comes_back_into_a_buffer_that_is_not_saved(saved: RawClient, main: Path) -> None:
    above = "first :: Int\nfirst = 1\n\n\n-- | What it is all about."
    buffer = SECOND.replace("total = helper 4", "total =").replace(
        "-- | What it is all about.", above
    )
    saved.change(main.as_uri(), 3, {"text": buffer})
    found = saved.request("nova/checkout", {"name": "total", "at": "HEAD~1"})
    assert applied(buffer, found["edit"]) == buffer.replace("total =\n", "total = helper 3\n")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_edits_count_columns_as_agreed(
    client: RawClient, folder: Path, main: Path, encoding: str
) -> None:
    client.initialize(folder, general={"positionEncodings": [encoding]})
    text = MAIN.replace('label = "🥝"', 'label = "🥝🥝 é"')
    client.open(main.as_uri(), MAIN)
    settle(client)
    save(client, main, 2, text)
    found = client.request("nova/checkout", {"name": "label", "at": "HEAD~1"})
    (only,) = next(iter(found["edit"]["changes"].values()))
    assert only["range"]["end"]["character"] == {"utf-8": 21, "utf-16": 16, "utf-32": 14}[encoding]
    assert applied(text, found["edit"], encoding) == MAIN


def test_edits_name_the_version_that_they_are_for_where_that_is_understood(
    client: RawClient, folder: Path, main: Path
) -> None:
    client.initialize(folder, workspace={"workspaceEdit": {"documentChanges": True}})
    client.open(main.as_uri(), MAIN, 7)
    settle(client)
    save(client, main, 8, SECOND)
    found = client.request("nova/checkout", {"name": "total", "at": "HEAD~1"})
    (change,) = found["edit"]["documentChanges"]
    assert change["textDocument"] == {"uri": main.as_uri(), "version": 8}
    assert len(change["edits"]) == 1
    client.notify("textDocument/didClose", {"textDocument": {"uri": main.as_uri()}})
    found = client.request("nova/checkout", {"name": "total", "at": "HEAD~1"})
    assert found["edit"]["documentChanges"][0]["textDocument"]["version"] is None


def test_an_edit_is_applied_on_demand(client: RawClient, folder: Path, main: Path) -> None:
    client.answers = {"workspace/applyEdit": {"applied": True}}
    client.initialize(folder, workspace={"applyEdit": True})
    client.open(main.as_uri(), MAIN)
    settle(client)
    save(client, main, 2, SECOND)
    found = client.request("nova/checkout", {"name": "total", "at": "HEAD~1", "apply": True})
    asked = [m["params"] for m in client.received if m.get("method") == "workspace/applyEdit"]
    assert asked == [{"label": found["label"], "edit": found["edit"]}]


# ---------------------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("method", "params", "code"),
    [
        ("nova/history", None, INVALID_PARAMS),
        ("nova/history", [], INVALID_PARAMS),
        ("nova/history", "total", INVALID_PARAMS),
        ("nova/history", {"name": 3}, INVALID_PARAMS),
        ("nova/history", {"name": ""}, INVALID_PARAMS),
        ("nova/history", {"name": "a\nb"}, INVALID_PARAMS),
        ("nova/history", {"name": "total", "limit": 0}, INVALID_PARAMS),
        ("nova/history", {"name": "total", "limit": True}, INVALID_PARAMS),
        ("nova/history", {"textDocument": 1, "position": {}}, INVALID_PARAMS),
        ("nova/history", {"position": {"line": 1, "character": 1}}, INVALID_PARAMS),
        ("nova/history", {"position": {"line": -1, "character": 1}}, INVALID_PARAMS),
        ("nova/history", {"name": "nonsense"}, REQUEST_FAILED),
        ("nova/history", {"name": "Main"}, REQUEST_FAILED),
        ("nova/history", {"name": "total", "textDocument": {"uri": "git:/x"}}, REQUEST_FAILED),
        ("nova/diff", {"old": 1}, INVALID_PARAMS),
        ("nova/diff", {"old": "nonsense"}, REQUEST_FAILED),
        ("nova/diff", {"old": "HEAD~99"}, REQUEST_FAILED),
        ("nova/diff", {"old": "git:HEAD"}, REQUEST_FAILED),
        ("nova/diff", {"old": "a\0b"}, INVALID_PARAMS),
        ("nova/diff", {"old": "\ud800"}, INVALID_PARAMS),
        ("nova/checkout", {"name": "total"}, INVALID_PARAMS),
        ("nova/checkout", {"at": "HEAD"}, INVALID_PARAMS),
        ("nova/checkout", {"name": "total", "at": "nonsense"}, REQUEST_FAILED),
        ("nova/checkout", {"name": "total", "at": "HEAD", "apply": 1}, INVALID_PARAMS),
        ("nova/checkout", {"name": "total", "at": "HEAD", "apply": True}, REQUEST_FAILED),
    ],
)
def test_what_cannot_be_answered_is_refused_in_one_line(
    asked: RawClient, method: str, params: Any, code: int
) -> None:
    assert refusal(asked, method, params)[0] == code
    assert "Traceback" not in asked.stderr.read_text()


def test_names_of_the_library_have_no_history(saved: RawClient, main: Path) -> None:
    text = SECOND.replace("import Helper", "import Data.Maybe (Maybe)\nimport Helper")
    save(saved, main, 3, text)
    position = {"line": 2, "character": 20}
    params = {"textDocument": {"uri": main.as_uri()}, "position": position}
    assert refusal(saved, "nova/history", params)[0] == REQUEST_FAILED


def test_a_document_outside_of_every_workspace_has_no_history(
    client: RawClient, tmp_path: Path
) -> None:
    client.initialize()
    uri = (tmp_path / "Alone.nova").as_uri()
    client.open(uri, "module Alone where\n\nx :: Int\nx = 1\n")
    client.diagnostics(uri)
    params = {"textDocument": {"uri": uri}, "position": {"line": 3, "character": 0}}
    for request in (params, {"name": "Alone.x"}, {"name": "x", "textDocument": {"uri": uri}}):
        code, message = refusal(client, "nova/history", request)
        assert (code, message) == (
            REQUEST_FAILED,
            "files outside a workspace have no history",
        )
    assert refusal(client, "nova/diff", {})[0] == REQUEST_FAILED


def test_an_empty_log_is_shown(client: RawClient, tmp_path: Path) -> None:
    root = tmp_path / "empty"
    root.mkdir()
    (root / "nova.toml").touch()
    client.initialize(root)
    assert refusal(client, "nova/history", {"name": "x"})[0] == REQUEST_FAILED
    assert refusal(client, "nova/diff", {})[0] == REQUEST_FAILED


# ---------------------------------------------------------------------------- around it


def test_two_workspaces_are_told_apart(client: RawClient, tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("one", "two")]
    for number, folder in enumerate(folders):
        folder.mkdir()
        (folder / "nova.toml").touch()
        text = f"module Main where\n\nx :: Int\nx = {number}\n"
        (folder / "Main.nova").write_text(text)
    (folders[1] / "Other.nova").write_text("module Other where\n\ny :: Int\ny = 2\n")
    client.initialize(*folders)
    settle(client)
    assert refusal(client, "nova/history", {"name": "Main.x"})[0] == REQUEST_FAILED
    assert refusal(client, "nova/diff", {})[0] == INVALID_PARAMS
    for number, folder in enumerate(folders):
        document = {"uri": (folder / "Main.nova").as_uri()}
        found = client.request("nova/history", {"name": "x", "textDocument": document})
        assert found["versions"][0]["text"] == f"x :: Int\nx = {number}\n"
        assert client.request("nova/diff", {"textDocument": document})["declarations"] == []
    assert client.request("nova/history", {"name": "y"})["name"] == "Other.y"


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_states_may_be_gits(client: RawClient, folder: Path, main: Path) -> None:
    for command in (
        ["init", "-q", "-b", "trunk"],
        ["add", "."],
        ["-c", "user.name=Ada", "-c", "user.email=a@b", "commit", "-q", "-m", "one"],
    ):
        subprocess.run(["git", *command], cwd=folder, check=True)
    client.initialize(folder)
    client.open(main.as_uri(), MAIN)
    settle(client)
    save(client, main, 2, SECOND)
    found = client.request("nova/diff", {"name": "total", "old": "git:HEAD"})
    assert (found["change"], found["old"]["state"]) == ("body changed", "git HEAD")
    back = client.request("nova/checkout", {"name": "total", "at": "git:trunk"})
    assert applied(SECOND, back["edit"]) == MAIN


def test_a_second_server_on_a_workspace_knows_its_history_too(
    saved: RawClient, folder: Path, main: Path, tmp_path: Path
) -> None:
    first = saved.request("nova/history", {"name": "total"})
    with RawClient(tmp_path / "second") as second:
        second.initialize(folder)
        second.open(main.as_uri(), SECOND)
        settle(second)
        assert second.request("nova/history", {"name": "total"})["versions"] == first["versions"]
        back = second.request("nova/checkout", {"name": "total", "at": "HEAD~1"})
        assert applied(SECOND, back["edit"]) == MAIN


def test_a_module_that_is_not_open_is_known_too(saved: RawClient, folder: Path) -> None:
    found = saved.request("nova/history", {"name": "helper"})
    assert found["current"]["uri"] == (folder / "Helper.nova").as_uri()
    assert found["current"]["text"] == HELPER.removeprefix("module Helper where\n\n")

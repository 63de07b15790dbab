"""`nova/tests`, `nova/runTests`, and tests behind a save (handlers/tests.py, sessions/observing)."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from nova_ls.server.sessions.observing.automatic_tests import PAUSE
from tests.server.conftest import make_folder
from tests.server.raw_client import RawClient
from tests.server.test_history import save, settle
from tests.server.test_history_shown import asked

TESTS = """\
module Test.Helper (isThree, fails, hidden) where

import Prelude

import Effect (Effect)
import Helper (helper)
import Test.Unit (assert)

isThree :: Effect Unit
isThree = assert (helper 3 == 3)

fails :: Effect Unit
fails = do
  assert true
  assert false

hidden :: Int
hidden = 1
"""


def _passed(found: list[dict[str, Any]]) -> dict[str, bool]:
    return {each["name"]: each["passed"] for each in found}


def test_tests_are_listed_and_run_where_an_edit_reaches_them(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "work")
    (folder / "Tests.nova").write_text(TESTS)
    helper = folder / "Helper.nova"
    with RawClient(tmp_path / "home") as client:
        client.initialize(folder)
        client.open(helper.as_uri(), helper.read_text())
        settle(client)
        listed = client.request("nova/tests", None)
        assert [each["name"] for each in listed] == ["Test.Helper.isThree", "Test.Helper.fails"]
        assert listed[0]["uri"] == (folder / "Tests.nova").as_uri()
        assert listed[0]["range"]["start"] == {"line": 9, "character": 0}

        ran = client.request("nova/runTests", {})
        assert _passed(ran) == {"Test.Helper.isThree": True, "Test.Helper.fails": False}
        failed = next(each for each in ran if not each["passed"])
        own = [each["line"] for each in failed["places"] if each["name"] == "Test.Helper.fails"]
        assert failed["problem"] == "Assertion failed" and own == [14]

        assert client.request("nova/runTests", {"affected": True}) == []
        client.change(
            helper.as_uri(), 2, {"text": helper.read_text().replace("helper n = n", "helper n = 4")}
        )
        ran = client.request("nova/runTests", {"affected": True})
        assert _passed(ran) == {"Test.Helper.isThree": False}
        ran = client.request("nova/runTests", {"names": ["Test.Helper.fails"]})
        assert _passed(ran) == {"Test.Helper.fails": False}


def test_nothing_runs_in_a_workspace_that_is_not_trusted(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "work")
    (folder / "Tests.nova").write_text(TESTS)
    with RawClient(tmp_path / "home") as client:
        client.initialize(folder, options={"trusted": False})
        settle(client)
        assert len(client.request("nova/tests", None)) == 2
        assert client.error("nova/runTests", {}) == -32803
        assert client.error("nova/runTests", {"names": 3}) == -32602


# ---------------------------------------------------------------------------- behind a save


HELPER_WITH_EXAMPLE = """\
module Helper where

-- >>> helper 1
-- 1
helper :: Int -> Int
helper n = n

other :: Int
other = 1
"""


class Saved:
    """A folder in an editor that lets tests run behind each save."""

    def __init__(
        self,
        client: RawClient,
        folder: Path,
        run: str = "save",
        text: str = TESTS,
        *,
        is_trusted: bool = True,
        **can: Any,
    ) -> None:
        self.client, self.folder = client, folder
        self.version = 1
        (folder / "Tests.nova").write_text(text)
        self.helper, self.tests = folder / "Helper.nova", (folder / "Tests.nova").as_uri()
        self.helper.write_text(HELPER_WITH_EXAMPLE)
        client.initialize(folder, options={"trusted": is_trusted}, **can)
        settings = {"settings": {"nova": {"tests": {"run": run}}}}
        client.notify("workspace/didChangeConfiguration", settings)
        client.open(self.helper.as_uri(), HELPER_WITH_EXAMPLE)
        client.open(self.tests, text)
        settle(client)

    def change(self, text: str) -> None:
        self.version += 1
        self.client.change(self.helper.as_uri(), self.version, {"text": text})

    def save(self, text: str) -> None:
        self.version += 1
        save(self.client, self.helper, self.version, text)

    def shown(self, uri: str) -> list[tuple[str, int, str]]:
        """The failed tests that are shown of a document: code, line, message."""
        told = [each for each in self.client.received if each.get("params", {}).get("uri") == uri]
        told = [each for each in told if each["method"] == "textDocument/publishDiagnostics"]
        return [
            (each["code"], each["range"]["start"]["line"], each["message"].partition("\n")[0])
            for each in told[-1]["params"]["diagnostics"]
            if each["code"] == "TestFailed"
        ]

    def until_shown(self, uri: str, wanted: list[tuple[str, int, str]]) -> None:
        deadline = time.monotonic() + 60
        while self.shown(uri) != wanted:
            assert time.monotonic() < deadline, self.shown(uri)
            settle(self.client)
            time.sleep(0.02)

    def lenses(self) -> list[tuple[int, str]]:
        asked = {"textDocument": {"uri": self.tests}}
        found = self.client.request("textDocument/codeLens", asked) or []
        resolved = [self.client.request("codeLens/resolve", each) for each in found]
        return [(each["range"]["start"]["line"], each["command"]["title"]) for each in resolved]


FAILS = (
    ("TestFailed", 12, "fails failed: Assertion failed"),
    ("TestFailed", 14, "fails failed here: Assertion failed"),
)


def test_behind_a_save_the_tests_that_it_reaches_run_and_failures_are_shown(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "work")
    with RawClient(tmp_path / "home") as client:
        editor = Saved(client, folder)
        helper = editor.helper.as_uri()
        assert editor.lenses() == [(8, "Run test"), (11, "Run test")]
        editor.save(HELPER_WITH_EXAMPLE + "\n")
        editor.until_shown(editor.tests, [*FAILS])
        assert editor.shown(helper) == []
        assert editor.lenses() == [(8, "passed"), (11, "failed: Assertion failed")]

        wrong = HELPER_WITH_EXAMPLE.replace("helper n = n", "helper n = 4")
        editor.save(wrong)
        example = ("TestFailed", 2, "helper#1 failed: expected: 1")
        is_three = ("TestFailed", 9, "isThree failed: Assertion failed")
        editor.until_shown(editor.tests, [is_three, *FAILS])
        editor.until_shown(helper, [example])

        editor.change("-- Moved.\n" + wrong)
        settle(client)
        assert editor.shown(helper) == [("TestFailed", 3, "helper#1 failed: expected: 1")]
        editor.change(wrong.replace("-- 1", "-- 4"))
        settle(client)
        assert editor.shown(helper) == []  # It is another test now.

        editor.save(HELPER_WITH_EXAMPLE)
        editor.until_shown(editor.tests, [*FAILS])
        editor.until_shown(helper, [])


SLOW = """\
module Test.Helper (early, spins, later) where

import Prelude

import Effect (Effect)
import Helper (helper)
import Test.Unit (assert)

early :: Effect Unit
early = assert (helper 1 == 2)

spins :: Effect Unit
spins = assert (spin (helper 40000000) == 1)

spin :: Int -> Int
spin n = if n == 0 then 0 else spin (n - 1)

later :: Effect Unit
later = assert (helper 1 == 1)
"""


def test_requests_are_answered_while_a_test_runs_and_an_edit_leaves_the_rest(
    tmp_path: Path,
) -> None:
    folder = make_folder(tmp_path / "work")
    with RawClient(tmp_path / "home") as client:
        editor = Saved(client, folder, text=SLOW)
        editor.save(HELPER_WITH_EXAMPLE + "\n")
        early = ("TestFailed", 9, "early failed: Assertion failed")
        editor.until_shown(editor.tests, [early])  # Now `spins` is running.
        hovered = client.at("hover", editor.helper.as_uri(), 4, 1)
        assert "helper :: Int -> Int" in hovered["contents"]["value"]
        assert editor.shown(editor.tests) == [early]
        editor.change(HELPER_WITH_EXAMPLE + "\nmore :: Int\nmore = 1\n")
        spins = ("TestFailed", 12, "spins failed: Assertion failed")
        editor.until_shown(editor.tests, [early, spins])
        ran = client.request("nova/runTests", {"affected": True})
        assert _passed(ran) == {"Test.Helper.later": True}


def test_a_save_that_reaches_no_test_runs_none(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "work")
    with RawClient(tmp_path / "home") as client:
        editor = Saved(client, folder)
        editor.save(HELPER_WITH_EXAMPLE + "\n")
        editor.until_shown(editor.tests, [*FAILS])
        editor.save(HELPER_WITH_EXAMPLE.replace("other = 1", "other = 2"))
        settle(client)
        assert client.request("nova/runTests", {"affected": True}) == []


def test_a_client_that_asks_for_diagnostics_is_told_to_ask_again(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "work")
    with RawClient(tmp_path / "home") as client:
        pulls = {"diagnostic": {}, "publishDiagnostics": {"relatedInformation": True}}
        refreshes = {"diagnostics": {"refreshSupport": True}}
        editor = Saved(client, folder, run="never", textDocument=pulls, workspace=refreshes)
        document = {"textDocument": {"uri": editor.tests}}
        assert client.request("textDocument/diagnostic", document)["items"] == []
        client.request("nova/runTests", {})
        settle(client)
        assert asked(client, "workspace/diagnostic/refresh")
        item, here = client.request("textDocument/diagnostic", document)["items"]
        assert here["range"] == {
            "start": {"line": 14, "character": 2},
            "end": {"line": 14, "character": 14},
        }
        assert (item["code"], item["source"], item["severity"]) == ("TestFailed", "nova", 1)
        assertion = [
            each["location"]["range"]["start"]["line"]
            for each in item["relatedInformation"]
            if each["location"]["uri"] == editor.tests
        ]
        assert assertion == [14]


def test_no_test_runs_by_itself_unless_the_user_has_set_it(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "work")
    with RawClient(tmp_path / "home") as client:
        editor = Saved(client, folder, run="never")
        editor.save(HELPER_WITH_EXAMPLE.replace("helper n = n", "helper n = 4"))
        settle(client)
        time.sleep(0.3)
        assert len(client.request("nova/runTests", {"affected": True})) == 3


def test_a_save_runs_nothing_in_a_workspace_that_is_not_trusted(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "work")
    with RawClient(tmp_path / "home") as client:
        editor = Saved(client, folder, is_trusted=False)
        assert editor.lenses() == []
        editor.save(HELPER_WITH_EXAMPLE + "\n")
        time.sleep(0.3)
        settle(client)
        assert editor.shown(editor.tests) == []


def test_a_lens_runs_a_test_and_stands_still_while_one_types(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "work")
    with RawClient(tmp_path / "home") as client:
        editor = Saved(client, folder, run="never")
        editor.lenses()
        command = {"command": "nova.runTest", "arguments": [{"name": "Test.Helper.fails"}]}
        (ran,) = client.request("workspace/executeCommand", command)
        assert ran["problem"] == "Assertion failed"
        settle(client)
        assert editor.shown(editor.tests) == [*FAILS]
        assert editor.lenses() == [(8, "Run test"), (11, "failed: Assertion failed")]
        client.change(editor.tests, 2, {"text": TESTS.replace("assert false", "assert true")})
        settle(client)
        assert editor.shown(editor.tests) == []
        assert editor.lenses() == [(8, "Run test"), (11, "Run test")]
        client.change(editor.tests, 3, {"text": TESTS.replace("fails ::", "fails = (")})
        assert [line for line, _ in editor.lenses()] == [8, 11]
        assert client.error("workspace/executeCommand", {"command": "nova.runTest"}) == -32602


# ---------------------------------------------------------------------------- while one types


def _run(client: RawClient) -> list[list[str]]:
    """The tests that have run by themselves, round by round."""
    return [
        [each["name"] for each in one["params"]["tests"]]
        for one in client.received
        if one.get("method") == "nova/testsRan"
    ]


class Typed(Saved):
    """A folder in an editor that lets tests run while one types; what nobody knows anything of has run."""

    def __init__(self, client: RawClient, folder: Path, text: str = TESTS, **more: Any) -> None:
        more["experimental"] = {"novaTests": True}
        super().__init__(client, folder, "type", text, **more)

    def type(self, text: str) -> None:
        """An edit of the helper, and a pause."""
        self.change(text)
        self.pause()

    def pause(self) -> None:
        time.sleep(2 * PAUSE)
        settle(self.client)

    def until_run(self, count: int) -> list[list[str]]:
        """The rounds once there are so many."""
        deadline = time.monotonic() + 60
        while len(_run(self.client)) < count:
            assert time.monotonic() < deadline, _run(self.client)
            settle(self.client)
            time.sleep(0.02)
        return _run(self.client)


def test_behind_edits_the_tests_that_they_reach_run_on_what_is_not_saved(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "work")
    with RawClient(tmp_path / "home") as client:
        editor = Typed(client, folder)
        editor.type(HELPER_WITH_EXAMPLE + "\n")
        own = ["Test.Helper.isThree", "Test.Helper.fails"]
        assert editor.until_run(1) == [["Helper.helper#1", *own]]
        editor.until_shown(editor.tests, [*FAILS])

        wrong = HELPER_WITH_EXAMPLE.replace("helper n = n", "helper n = 4")
        editor.type(wrong)
        assert editor.until_run(2)[1:] == [["Helper.helper#1", "Test.Helper.isThree"]]
        is_three = ("TestFailed", 9, "isThree failed: Assertion failed")
        editor.until_shown(editor.tests, [is_three, *FAILS])
        assert editor.lenses() == [
            (8, "failed: Assertion failed"),
            (11, "failed: Assertion failed"),
        ]
        assert editor.helper.read_text() == HELPER_WITH_EXAMPLE

        # The expression alone: its result is expected to be another one.
        editor.type(wrong.replace("-- 1", "-- 4"))
        assert editor.until_run(3)[2:] == [["Helper.helper#1"]]
        editor.type(HELPER_WITH_EXAMPLE)
        editor.until_run(4)
        editor.until_shown(editor.tests, [*FAILS])


def test_edits_that_reach_no_test_or_do_not_parse_or_type_run_none(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "work")
    with RawClient(tmp_path / "home") as client:
        editor = Typed(client, folder)
        editor.type(HELPER_WITH_EXAMPLE + "\n")
        editor.until_run(1)
        shown = editor.shown(editor.tests)
        for text in (
            "-- Only a word.\n" + HELPER_WITH_EXAMPLE,
            HELPER_WITH_EXAMPLE.replace("other = 1", "other = 2"),
            HELPER_WITH_EXAMPLE.replace("helper n = n", "helper n =\n  n"),
            HELPER_WITH_EXAMPLE.replace("helper n = n", "helper n = ("),
            HELPER_WITH_EXAMPLE.replace("helper n = n", "helper n = true"),
            HELPER_WITH_EXAMPLE.replace("module Helper where", "module Helper wher"),
        ):
            editor.type(text)
        editor.type(HELPER_WITH_EXAMPLE)
        assert len(_run(client)) == 1
        assert editor.shown(editor.tests) == shown


SPINS = SLOW.replace("spin (helper 40000000) == 1", "spin (helper 1) == 0").replace(
    "spin n = if n == 0 then 0 else spin (n - 1)", "spin n = spin n"
)


def test_an_endless_test_is_stopped_while_one_goes_on_typing(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "work")
    with RawClient(tmp_path / "home") as client:
        editor = Typed(client, folder, text=SPINS)
        editor.change(HELPER_WITH_EXAMPLE + "\n")
        early = ("TestFailed", 9, "early failed: Assertion failed")
        editor.until_shown(editor.tests, [early])  # Now `spins` is running.
        began = time.monotonic()
        twice = HELPER_WITH_EXAMPLE.replace("helper n = n", "helper n = 2")
        editor.change(twice)
        assert client.at("hover", editor.helper.as_uri(), 4, 1) is not None
        editor.until_shown(editor.tests, [])  # `early` has run anew, and passed.
        assert time.monotonic() - began < 9, "`spins` has run until its time was over"
        client.change(editor.tests, 2, {"text": SPINS.replace("spin n = spin n", "spin _ = 0")})
        later = ("TestFailed", 18, "later failed: Assertion failed")
        editor.until_shown(editor.tests, [later])
        assert "Test.Helper.spins" in _run(client)[-1]


def test_typing_runs_nothing_in_a_workspace_that_is_not_trusted(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "work")
    with RawClient(tmp_path / "home") as client:
        editor = Typed(client, folder, is_trusted=False)
        editor.type(HELPER_WITH_EXAMPLE.replace("helper n = n", "helper n = 4"))
        assert editor.shown(editor.tests) == [] and _run(client) == []

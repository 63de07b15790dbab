"""`nova/tests` and `nova/runTests` (handlers/tests.py, sessions/observing/tested_sessions.py)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.server.conftest import make_folder
from tests.server.raw_client import RawClient
from tests.server.test_history import settle

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

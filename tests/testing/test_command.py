"""`nova-ls test`."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from nova_ls.cli.usage_error import UsageError
from tests.cli.pantry import Pantry

TIDY = "Test.Pantry.Quantity.readsBest"


def test_all_tests_run_and_then_those_that_a_change_reaches(pantry: Pantry) -> None:
    lines = pantry.call("test").splitlines()
    assert lines[-1].startswith("7 tests, 0 failed (")
    assert all(line.startswith("ok   Test.Pantry.") for line in lines[:-1])
    assert pantry.call("test", "--changed").startswith("0 tests, 0 failed, 7 not concerned (")

    pantry.edit("Pantry.Quantity", "base >= 1000.0 then Kilogram", "base >= 2000.0 then Kilogram")
    lines = pantry.call("test", "--changed", status=1).splitlines()
    assert lines[0].startswith(f"FAIL {TIDY} (")
    assert [line.strip() for line in lines[1:4]] == [
        "Expected: (Just { amount: 1.25, measure: kg })",
        "Actual:   (Just { amount: 1250.0, measure: g })",
        "Assertion failed",
    ]
    assert lines[-1].startswith("1 test, 1 failed, 6 not concerned (")
    assert pantry.call("test", status=1).startswith(f"FAIL {TIDY} (")


def test_what_the_changes_since_a_revision_can_have_broken(pantry: Pantry) -> None:
    assert pantry.data("test", "--since", "HEAD")["summary"]["tests"] == 0
    pantry.edit("Pantry.Quantity", "rest.amount >= 0.0", "rest.amount > -0.1")
    found = {each["name"] for each in pantry.data("test", "--since", "HEAD")["tests"]}
    assert found == {
        "Test.Pantry.Quantity.comparesInBaseMeasures",
        "Test.Pantry.Plan.plansNothingTwice",
        "Test.Pantry.Plan#1",
    }
    pantry.check()
    assert pantry.data("test", "--since", "HEAD")["tests"] == []
    assert {each["name"] for each in pantry.data("test", "--since", "HEAD~1")["tests"]} == found
    pantry.call("test", "--since", "nowhere", status=2)
    assert pantry.errors.startswith("nova-ls: nothing is known of 'nowhere'")


def test_results_for_programs(pantry: Pantry) -> None:
    _edit_test(pantry, "quantity 750.0 Gram", "quantity 751.0 Gram")
    data = pantry.data("test", "Test.Pantry.Quantity", status=1)
    assert data["summary"]["tests"] == 3 and data["summary"]["failed"] == 1
    tidy = next(each for each in data["tests"] if each["name"] == TIDY)
    assert not tidy["passed"] and tidy["problem"] == "Assertion failed" and tidy["line"] == 32
    assert Path(tidy["file"]).name == "Quantity.nova"
    assert "Pantry.Quantity.tidy" in tidy["reaches"]

    text = pantry.call("test", TIDY, "Test.Pantry.Parse", "--format", "junit", status=1)
    suites = ElementTree.fromstring(text)
    assert suites.attrib["tests"] == "3" and suites.attrib["failures"] == "1"
    case = next(each for each in suites.iter("testcase") if each.attrib["name"] == "readsBest")
    failure = case.find("failure")
    assert failure is not None and failure.attrib["message"] == "Assertion failed"


def _edit_test(pantry: Pantry, old: str, new: str) -> None:
    path = pantry.root / "test" / "Test" / "Pantry" / "Quantity.nova"
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def test_names_that_are_not_known(pantry: Pantry) -> None:
    pantry.call("test", "Test.Pantry.Parsee", status=2)
    assert "there are no tests called Test.Pantry.Parsee; did you mean" in pantry.errors
    assert TIDY in pantry.call("test", "--list").splitlines()


def test_watching_runs_what_a_saved_file_reaches(
    pantry: Pantry, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Enough(UsageError):
        """Ends the watch."""

    waits = iter(
        [
            ("rest.amount >= 0.0", "rest.amount > -0.1"),
            ("-- | So many times", "-- | As many times"),
            None,
        ]
    )

    def sleep(_seconds: float) -> None:
        edit = next(waits)
        if edit is None:
            raise Enough("enough")
        pantry.edit("Pantry.Quantity", *edit)

    monkeypatch.setattr("nova_ls.cli.file_changes.time.sleep", sleep)
    text = pantry.call("test", "--watch", status=2)
    rounds = [line for line in text.splitlines() if " failed" in line]
    assert [each.partition(" (")[0] for each in rounds] == [
        "7 tests, 0 failed",
        "3 tests, 0 failed, 4 not concerned",
        "0 tests, 0 failed, 7 not concerned",
    ]

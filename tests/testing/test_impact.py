"""Exactly the tests run that an edit reaches (testing/impact.py, suite.py, records.py), on fixtures/pantry."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from nova_ls.base.keys import Space, element_key
from nova_ls.evaluation.evaluation import at_once
from nova_ls.store import ArtifactKind
from nova_ls.store.kind import DEFAULT_POLICIES
from nova_ls.testing.suite import Suite
from tests.testing.tested import PANTRY, Tested

PARSE: Final = {"Test.Pantry.Parse.readsPortions", "Test.Pantry.Parse.refusesWords"}
PLAN: Final = {"Test.Pantry.Plan.plansNothingTwice", "Test.Pantry.Plan#1"}
CONVERT: Final = "Test.Pantry.Quantity.convertsWithinOneKind"
COVERS: Final = "Test.Pantry.Quantity.comparesInBaseMeasures"
TIDY: Final = "Test.Pantry.Quantity.readsBest"
QUANTITY: Final = {CONVERT, COVERS, TIDY}
EDITS: Final = [
    # A body that some tests run.
    ("Pantry.Measure", "Spoon -> 15.0", "Spoon -> 14.5", PLAN | QUANTITY),
    ("Pantry.Quantity", "base >= 1000.0 then Kilogram", "base >= 999.0 then Kilogram", {TIDY}),
    ("Pantry.Quantity", "rest.amount >= 0.0", "rest.amount > -0.1", {COVERS} | PLAN),
    ("Pantry.Parse", "BadMeasure measureWord", "BadMeasure (trim measureWord)", PARSE | PLAN),
    # An instance.
    ("Pantry.Measure", "show = symbol", 'show measure = symbol measure <> ""', {CONVERT, TIDY}),
    # A type: all whose code knows it by its constructors.
    ("Pantry.Measure", "Mass | Volume | Count", "Mass | Count | Volume", PLAN | QUANTITY),
    # One that makes an error of what a test runs: it fails, and runs again when that is fixed.
    ("Pantry.Plan", "type Meal = { day :: Day,", "type Meal = { noted :: Day, day :: Day,", PLAN),
    # Code that no test runs.
    ("Pantry.Report", "module Pantry.Report", "module  Pantry.Report", set[str]()),
    ("Pantry.Cost", "instance Show Cents where", "instance Show Cents  where", set[str]()),
    # Nothing, a comment, and a line break.
    ("Pantry.Measure", "Spoon -> 15.0", "Spoon -> 15.0", set[str]()),
    ("Pantry.Measure", "-- | How a measure is written.", "-- | As it is written.", set[str]()),
    ("Pantry.Measure", "Spoon -> 15.0", "Spoon ->\n    15.0", set[str]()),
    # A test of its own, and what is expected of an expression.
    ("Test.Pantry.Quantity", "quantity 750.0 Gram", "quantity 750.00 Gram", set[str]()),
    ("Test.Pantry.Quantity", "quantity 750.0 Gram", "quantity 751.0 Gram", {TIDY}),
    ("Test.Pantry.Plan", '-- ["Pancakes"', '-- ["Toast"', {"Test.Pantry.Plan#1"}),
]  # fmt: skip


@pytest.fixture(scope="module")
def pantry() -> Iterator[Tested]:
    tested = Tested(PANTRY)
    outcomes = tested.round()
    assert set(outcomes) == PARSE | PLAN | QUANTITY
    assert {name: each.problem for name, each in outcomes.items() if not each.passed} == {}
    yield tested
    tested.close()


@pytest.mark.parametrize(("module", "old", "new", "wanted"), EDITS)
def test_an_edit_runs_the_tests_that_reach_it(
    pantry: Tested, module: str, old: str, new: str, wanted: set[str]
) -> None:
    pantry.round()
    pantry.edit(module, old, new)
    try:
        pantry.round()
        assert set(pantry.ran) == wanted
    finally:
        if old != new:
            pantry.edit(module, new, old)
    pantry.round()
    assert set(pantry.ran) == wanted


def test_the_newest_failures_run_first(pantry: Tested) -> None:
    pantry.round()
    pantry.edit("Pantry.Quantity", "base >= 1000.0 then Kilogram", "base >= 9.0e9 then Kilogram")
    assert not pantry.round()[TIDY].passed
    pantry.edit("Pantry.Parse", "Number.fromString amountWord)", "Nothing)")
    failed = [name for name, each in pantry.round().items() if not each.passed]
    assert "Test.Pantry.Parse.readsPortions" in failed and TIDY not in failed
    pantry.edit("Pantry.Parse", "Nothing)", "Number.fromString amountWord)")
    pantry.edit("Pantry.Measure", "Gram -> Mass\n  K", "Gram  -> Mass\n  K")
    order = [each.name for each in pantry.suite.in_order(pantry.suite.tests())]
    assert order[0] in failed and order[len(failed)] == TIDY
    pantry.edit("Pantry.Quantity", "base >= 9.0e9 then Kilogram", "base >= 1000.0 then Kilogram")
    assert all(each.passed for each in pantry.round().values())


def test_a_test_that_cannot_be_compiled_fails_and_says_why(pantry: Tested) -> None:
    pantry.round()
    pantry.edit("Pantry.Quantity", "base >= 1000.0 then Kilogram", 'base >= "" then Kilogram')
    outcome = pantry.round()[TIDY]
    assert "Pantry.Quantity.tidy: it has errors" in (outcome.problem or "")
    pantry.edit("Pantry.Quantity", 'base >= "" then Kilogram', "base >= 1000.0 then Kilogram")
    assert pantry.round()[TIDY].passed


def test_a_test_names_the_types_and_the_code_that_it_reaches(pantry: Tested) -> None:
    pantry.round()
    record = pantry.suite.record(pantry.test(TIDY))
    assert record is not None
    reached = record.impact
    assert reached.reaches(element_key("Pantry.Quantity", Space.VALUE, "tidy"))
    assert reached.reaches(element_key("Pantry.Measure", Space.TYPE, "Dimension"))
    assert any(key.space is Space.INSTANCE for key in reached.code)
    assert not reached.reaches(element_key("Pantry.Parse", Space.VALUE, "parsePortion"))


def test_results_outlive_the_process(tmp_path: Path) -> None:
    shutil.copytree(PANTRY, tmp_path / "pantry")
    first = Tested(tmp_path / "pantry", tmp_path / "database")
    assert len(first.round()) == 7
    first.suite.save()
    kept = list(first.workspace.baseline.database.list_artifacts(ArtifactKind.TEST_IMPACT))
    assert len(kept) == 14
    first.close()
    second = Tested(tmp_path / "pantry", tmp_path / "database")
    assert second.round() == {}
    record = second.suite.record(second.test(TIDY))
    assert record is not None and record.outcome.passed
    second.edit("Pantry.Measure", "Spoon -> 15.0", "Spoon -> 14.5")
    second.round()
    assert set(second.ran) == PLAN | QUANTITY
    second.close()


def test_impacts_are_collected_as_code_is() -> None:
    policies = DEFAULT_POLICIES
    kept = policies[ArtifactKind.TEST_IMPACT].retention
    assert kept is not None and kept == policies[ArtifactKind.CODE].retention


def test_what_stands_beside_a_module_for_its_host_counts(tmp_path: Path) -> None:
    (tmp_path / "nova.toml").write_text("", "utf-8")
    (tmp_path / "Host.nova").write_text("module Host where\n\nforeign import one :: Int\n", "utf-8")
    (tmp_path / "Host.py").write_text("one = 1\n", "utf-8")
    (tmp_path / "Test.nova").write_text(
        "module Test.Host where\n\nimport Prelude\nimport Effect (Effect)\nimport Host (one)\n"
        "import Test.Unit (assert)\n\nisOne :: Effect Unit\nisOne = do\n  assert true\n  assert (one == 1)\n"
        "\nother :: Effect Unit\nother = assert true\n",
        "utf-8",
    )
    tested = Tested(tmp_path)
    assert all(each.passed for each in tested.round().values())
    assert set(tested.ran) == {"Test.Host.isOne", "Test.Host.other"}
    (tmp_path / "Host.py").write_text("one = 2\n", "utf-8")
    tested.edit("Test.Host", "isOne = do", "isOne  = do")
    outcome = tested.round()["Test.Host.isOne"]
    assert tested.ran == ["Test.Host.isOne"] and not outcome.passed
    assert ("Test.Host.isOne", 4) in outcome.places
    tested.close()


def test_names_of_tests_in_comments_and_of_types(tmp_path: Path) -> None:
    (tmp_path / "nova.toml").write_text("", "utf-8")
    (tmp_path / "Main.nova").write_text(
        "module Main where\n\nimport Prelude\n\n-- >>> let k = 2\n-- >>> twice k\n-- 4\n-- >>> twice 1\n"
        "--\n-- >>> :type twice\n-- twice :: Int -> Int\n-- >>> twice 3\n-- 7\n"
        "twice :: Int -> Int\ntwice n = n * 2\n",
        "utf-8",
    )
    tested = Tested(tmp_path)
    outcomes = tested.round()
    assert {name: each.passed for name, each in outcomes.items()} == {
        "Main.twice#1": True, "Main.twice#2": True, "Main.twice#3": False,
    }  # fmt: skip
    assert outcomes["Main.twice#3"].problem == "expected: 7\nactual:   6"
    assert isinstance(tested.suite, Suite)
    assert at_once(tested.suite.affected(tested.test("Main.twice#1"))) is None
    tested.close()

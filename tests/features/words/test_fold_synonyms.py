"""The synonyms that a module mentions are derived once for a revision, and anew as soon as anything says otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from nova_ls.base.lines import Encoding
from nova_ls.features.fold_synonyms import synonyms_of
from nova_ls.workspace.snapshot import Snapshot
from nova_ls.workspace.source_file import TextChange
from tests.features.fixture import Fixture, load

FIXTURE = """
    module Main where
    import Prices (Price)
    type Basket = Array { name :: String, count :: Int }
    total :: Basket -> Price
    total _ = { amount: 1, currency: "EUR" }
    <CURSOR>
    --- Prices
    module Prices where
    type Price = { amount :: Int, currency :: String }
    type Discount = { percent :: Int, reason :: String }
    half :: Price -> Price
    half price = price
"""


def names(fixture: Fixture) -> list[str]:
    """The synonyms of `Main` as a new request sees them, which are those that nothing was kept for."""
    kept = synonyms_of(fixture.workspace.snapshot(Encoding.UTF32), fixture.module)
    world = fixture.workspace.program.world
    assert kept == synonyms_of(Snapshot(world, Encoding.UTF32), fixture.module)
    return sorted(each.key.name for each in kept)


def rewrite(fixture: Fixture, name: str, old: str, new: str) -> None:
    path = Path("/fixture") / f"{name}.nova"
    text = fixture.workspace.files[path].source.text
    assert old in text
    change = TextChange(None, text.replace(old, new))
    fixture.workspace.change_document(path, [change], 2, Encoding.UTF32)
    for _ in fixture.workspace.settle():
        pass


def test_requests_at_one_revision_share_what_was_derived() -> None:
    fixture = load(FIXTURE)
    first, second = (fixture.workspace.snapshot(Encoding.UTF32) for _ in range(2))
    assert synonyms_of(first, fixture.module) is synonyms_of(second, fixture.module)


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("Prices", "Price = { amount :: Int, currency :: String }", "Price = Int", ["Basket"]),
        ("Prices", "type Price = {", "data Price = Price {", ["Basket"]),
        ("Main", "(Price)", "(Discount, Price)", ["Basket", "Discount", "Price"]),
        ("Main", "Array { name :: String, count :: Int }", "Int", ["Price"]),
        ("Prices", "half price = price", "half = half", ["Basket", "Price"]),
    ],
)
def test_an_edit_is_seen(name: str, old: str, new: str, expected: list[str]) -> None:
    fixture = load(FIXTURE)
    assert names(fixture) == ["Basket", "Price"]
    rewrite(fixture, name, old, new)
    assert names(fixture) == expected


def test_each_module_has_its_own() -> None:
    fixture = load(FIXTURE)
    prices = fixture.workspace.program.modules["Prices"]
    snapshot = fixture.snapshot
    assert [each.key.name for each in synonyms_of(snapshot, fixture.module)] == ["Basket", "Price"]
    assert [each.key.name for each in synonyms_of(snapshot, prices)] == ["Discount", "Price"]
    assert [each.key.name for each in synonyms_of(snapshot, fixture.module)] == ["Basket", "Price"]


OPEN = """
    module Main where
    import Prices
    total :: Price -> Int
    total price = price.amount
    type Cheap = { price :: Price, why :: String }
    other :: Int
    other = 1
    <CURSOR>
    --- Prices
    module Prices where
    type Price = { amount :: Int, currency :: String, taxed :: Boolean }
"""


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ([("total :: Price", "total :: Cheap")], ["Cheap", "Price"]),
        ([("price :: Price", "price :: Int")], ["Cheap", "Price"]),
        (
            [("total :: Price", "total :: { amount :: Int }"), ("price :: Price", "p :: Int")],
            ["Cheap"],
        ),
        ([("total :: Price", "total :: { amount :: Int }"), ("type Cheap", "-- Cheap")], []),
    ],
)
def test_a_synonym_counts_as_long_as_something_mentions_it(
    edits: list[tuple[str, str]], expected: list[str]
) -> None:
    fixture = load(OPEN)
    for old, new in edits:
        rewrite(fixture, "Main", old, new)
    assert names(fixture) == expected

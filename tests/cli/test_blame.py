"""nova-ls blame."""

from __future__ import annotations

import re

import pytest

from tests.cli.pantry import Pantry


def test_a_module_is_listed_in_the_order_of_its_text(pantry: Pantry) -> None:
    lines = pantry.call("blame", "Pantry.Cost").splitlines()
    names = [re.sub(r".*\) ", "", line) for line in lines]
    assert names[:3] == ["Cents", "Newtype Cents _", "Eq Cents"]
    assert names[-2:] == ["inMeasureOf", "totalCost"]


def test_it_says_who_changed_what_last_and_how_often(
    pantry: Pantry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Grace")
    pantry.edit("Pantry.Cost", "foldMap \\part ->", "foldMap  \\part ->")
    pantry.check()
    found = {blamed["name"]: blamed for blamed in pantry.data("blame", "Pantry.Cost")}
    assert found["Pantry.Cost.totalCost"]["author"] == "Grace"
    assert found["Pantry.Cost.totalCost"]["times"] == 2
    assert found["Pantry.Cost.costOf"]["author"] == "Ada"
    assert found["Pantry.Cost.costOf"]["times"] == 1
    assert re.match(
        r"[0-9a-f]{10} \(Grace just now 2x\) totalCost", pantry.call("blame", "totalCost")
    )


def test_members_of_a_group_are_listed_each(pantry: Pantry) -> None:
    path = pantry.path("Pantry.Quantity")
    group = "\nisEven n = if n < 1 then true else isOdd (n - 1)\n\nisOdd n = if n < 1 then false else isEven (n - 1)\n"
    path.write_text(path.read_text("utf-8") + group, "utf-8")
    pantry.check()
    names = [blamed["name"] for blamed in pantry.data("blame", "Pantry.Quantity")]
    assert names[-2:] == ["Pantry.Quantity.isEven", "Pantry.Quantity.isOdd"]
    assert len(pantry.data("log", "isOdd")) == 1
    pantry.edit("Pantry.Quantity", "then false else isEven", "then  false else isEven")
    pantry.check()
    assert [v["change"] for v in pantry.data("log", "isOdd")] == ["layout changed", "added"]
    assert len(pantry.data("log", "isEven")) == 1

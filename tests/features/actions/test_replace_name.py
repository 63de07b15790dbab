"""Replacing a misspelt name."""

from __future__ import annotations

import pytest

from tests.features.actions.check import applied, titles


@pytest.mark.parametrize(
    ("line", "title", "expected"),
    [
        ("f count = co<CURSOR>unr", "Replace `counr` by `count`", "f count = count"),
        ("f n = M.frmJu<CURSOR>st n", "Replace `M.frmJust` by `M.fromJust`", "f n = M.fromJust n"),
        ("f n = tot<CURSOR>all n", "Replace `totall` by `total`", "f n = total n"),
        ("f n = othre<CURSOR> n", "Replace `othre` by `other`", "f n = other n"),
    ],
)
@pytest.mark.parametrize("rest", ["", "g = let in (\n"])
def test_a_name_becomes_one_that_is_in_scope(
    line: str, title: str, expected: str, rest: str
) -> None:
    text = """module Main where
import Other (other)
import Data.Maybe (Maybe, fromJust) as M
total :: Int -> Int
total n = other n
h :: Partial => M.Maybe Int -> Int
h m = M.fromJust m
f :: FTYPE
LINE
REST--- Other
module Other where
other :: Int -> Int
other n = n
"""
    kind = "Partial => M.Maybe Int -> Int" if "M." in line else "Int -> Int"
    text = text.replace("FTYPE", kind).replace("REST", rest)
    after = applied(text.replace("LINE", line), title)
    assert f"\n{expected}\n" in f"{after}\n"


def test_no_similar_name_no_replacement() -> None:
    text = "module Main where\nf :: Int\nf = unlike<CURSOR>Anything\n"
    assert [title for title in titles(text) if title.startswith("Replace")] == []

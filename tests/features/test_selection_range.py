"""Selections that grow: each step's text, until the declaration with its comments; then comes the whole file."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import cast

import pytest

from nova_ls.compiler.state.module import Module
from nova_ls.features.selection_range import MOST, selection_range
from tests.features.fixture import load

TREES = Path(__file__).parents[1] / "syntax" / "trees"


def check_steps(module: Module, offset: int) -> list[tuple[int, int]]:
    spans = selection_range(module, offset)
    assert spans[-1] == (0, len(module.source.text))
    assert all(start <= offset <= end for start, end in spans)
    for inner, outer in pairwise(spans):
        assert outer[0] <= inner[0] <= inner[1] <= outer[1]
        assert inner != outer
    return spans


def steps(fixture: str) -> list[str]:
    """The texts that are selected around the cursor, but for the whole one."""
    loaded = load(fixture)
    spans = check_steps(loaded.module, loaded.offset)
    return [loaded.module.source.text[start:end] for start, end in spans[:-1]]


def test_from_a_name_to_its_declaration_with_signature_and_comments() -> None:
    assert steps("""
        module Main where

        -- | What it is.
        f :: Int -> Int
        f n = g (n<CURSOR>) 2

        g a b = a
    """) == [
        "n",
        "(n)",
        "g (n) 2",
        "f n = g (n) 2",
        "f :: Int -> Int\nf n = g (n) 2",
        "-- | What it is.\nf :: Int -> Int\nf n = g (n) 2",
    ]


@pytest.mark.parametrize(
    ("line", "first"),
    [
        ("x = Data.Map.ins<CURSOR>ert", ["insert", "Data.Map.insert"]),
        ("x = <CURSOR>1.25", ["1.25", "x = 1.25"]),
        ("x = 1.2<CURSOR>5", ["1.25", "x = 1.25"]),
        ("x = if a the<CURSOR>n b else c", ["then", "if a then b else c"]),
        ("x = a <<CURSOR>> b", ["<>", "a <> b"]),
        ('x = f "one tw<CURSOR>o"', ["two", "one two", '"one two"', 'f "one two"']),
        ('x = """a <CURSOR> b"""', ["a  b", '"""a  b"""']),
        ("x = 'a<CURSOR>'", ["a", "'a'"]),
        ("x = r { a = b.c<CURSOR> }", ["c", "b.c", "a = b.c", "r { a = b.c }"]),
        ("x = f a<CURSOR> b", ["a", "f a b"]),
        ("x = f a <CURSOR> b", ["f a  b"]),
        ("x = f <CURSOR>a b", ["a", "f a b"]),
        ("x = f  -- not a w<CURSOR>ord", ["word", "x = f  -- not a word"]),
        ("x = case y of\n  Just z -> <CURSOR>z\n  _ -> 1", ["z", "Just z -> z"]),
        ("x :: Maybe <CURSOR>Int", ["Int", "Maybe Int", "x :: Maybe Int"]),
        ("data T = A In<CURSOR>t | B", ["Int", "A Int", "data T = A Int | B"]),
        ("x = (1 +<CURSOR>", ["+", "1 +", "(1 +"]),
        ("x = (1 + <CURSOR>", []),
        ("x | a = 1\n  | b = <CURSOR>2", ["2", "| b = 2", "x | a = 1\n  | b = 2"]),
        ("x = don't<CURSOR>", ["don't", "x = don't"]),
    ],
)
def test_the_first_steps(line: str, first: list[str]) -> None:
    text = f"module Main where\n{line}\ny = 1\n"
    assert steps(text)[: len(first)] == first


@pytest.mark.parametrize(
    "text", ["<CURSOR>module Main where", "module Main where\n\n\n<CURSOR>\n\n"]
)
def test_at_the_ends_of_a_file(text: str) -> None:
    assert "x" not in steps(text)


def test_a_long_chain_has_few_steps() -> None:
    chain = "if a then 1 else " * 3 * MOST + "2<CURSOR>"
    found = steps(f"module Main where\nx = {chain}\n")
    assert len(found) == MOST - 1
    assert found[0] == "2"
    assert found[-1].startswith("x = if a")


@pytest.mark.parametrize(
    "file", sorted(TREES.glob("*.nova")), ids=lambda file: cast(str, file.stem)
)
def test_each_step_holds_the_one_before_wherever_the_cursor_is(file: Path) -> None:
    loaded = load(f"module Main where\n{file.read_text('utf-8')}")
    for offset in range(0, len(loaded.module.source.text), 3):
        check_steps(loaded.module, offset)

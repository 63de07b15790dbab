"""What else is said of names and modules that are not found."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

import pytest

from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.state.module_diagnostics import module_diagnostics
from nova_ls.features.hints import has_hint, hint
from tests.features.fixture import Fixture, load


def hints(text: str) -> list[str]:
    """All that is said besides of what is wrong in Main."""
    return [said for _, said in _hints(load(text))]


def _hints(loaded: Fixture) -> list[tuple[SourceChunk, str]]:
    exported, modules = loaded.workspace.exported_names, loaded.workspace.program.modules
    while exported.read_next(modules):
        pass
    exported.take_in(modules)
    return [
        (chunk, hint(loaded.snapshot, loaded.module, one.problem))
        for chunk, one in module_diagnostics(loaded.module)
        if has_hint(one.problem)
    ]


MISSING = {
    "x0 = toNumber 1": "`Data.Int` exports `toNumber`.",
    "x1 = Just 1": "`Data.Maybe` exports `Just`.",
    "x2 = M.toNumber": "`Data.Int` exports `toNumber`.",
    "x3 = Map.lookup": "`Data.Map` is not imported, or under another name.",
    "x4 :: NonEmptyString\nx4 = x4": "`Data.String.NonEmpty` exports `NonEmptyString`.",
    "x5 :: Monoid a => a\nx5 = x5": "`Prelude` and `Data.Monoid` export `Monoid`.",
    "x6 = 1 <$> 2": "`Prelude`, `Control.Alt`, `Control.Alternative` and ",
    "x7 = cheap 1": "`Shop.Price` exports `cheap`.",
    "x8 = hidden 1": "",
    "x9 = noSuchThingAnywhere": "",
}


@cache
def hints_by_name() -> dict[str, list[str]]:
    """What is said of each value of a module that has all of them: the names of the library are read once."""
    loaded = load(
        "\n".join(("module Main where", "import Prelude (unit) as M", *MISSING))
        + """
--- Shop.Price
module Shop.Price (cheap) where
cheap :: Int -> Int
cheap n = hidden n
hidden :: Int -> Int
hidden n = n
"""
    )
    found: dict[str, list[str]] = defaultdict(list)
    for chunk, said in _hints(loaded):
        found[chunk.code[:2]].append(said)
    return found


@pytest.mark.parametrize(("line", "expected"), MISSING.items())
def test_the_modules_that_export_what_is_missing_are_named(line: str, expected: str) -> None:
    found = hints_by_name()[line[:2]]
    assert any(each.startswith(expected) if expected else each == "" for each in found), found


def test_a_module_that_imports_this_one_is_not_named() -> None:
    found = hints("""
module Main where
x = cheap 1
--- Shop
module Shop where
import Main (x)
cheap :: Int -> Int
cheap n = x
""")
    assert found == [""]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Data.Lisst", "Did you mean `Data.List`?"),
        ("Dat.Maybe", "Did you mean `Data.Maybe`?"),
        ("Preldue", "Did you mean `Prelude`?"),
        ("Shop.Prise", "Did you mean `Shop.Price`?"),
        ("Nothing.Like.It.Anywhere", ""),
    ],
)
def test_modules_with_similar_names_are_named(written: str, expected: str) -> None:
    assert hints(f"""
module Main where
import {written}
--- Shop.Price
module Shop.Price where
""") == [expected]

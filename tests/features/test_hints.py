"""What else is said of names and modules that are not found."""

from __future__ import annotations

import pytest

from nova_ls.features.hints import has_hint, hint
from tests.features.fixture import load


def hints(text: str) -> list[str]:
    """All that is said besides of what is wrong in Main."""
    loaded = load(text)
    exported, modules = loaded.workspace.exported_names, loaded.workspace.program.modules
    while exported.read_next(modules):
        pass
    exported.take_in(modules)
    problems = [one.problem for _, one in loaded.module.diagnostics() if has_hint(one.problem)]
    return [hint(loaded.snapshot, loaded.module, each) for each in problems]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("x = toNumber 1", "`Data.Int` exports `toNumber`."),
        ("x = Just 1", "`Data.Maybe` exports `Just`."),
        ("x = M.toNumber", "`Data.Int` exports `toNumber`."),
        ("x = Map.lookup", "`Data.Map` is not imported, or under another name."),
        ("x :: NonEmptyString\nx = x", "`Data.String.NonEmpty` exports `NonEmptyString`."),
        ("x :: Monoid a => a\nx = x", "`Prelude` and `Data.Monoid` export `Monoid`."),
        ("x = 1 <$> 2", "`Prelude`, `Control.Alt`, `Control.Alternative` and "),
        ("x = cheap 1", "`Shop.Price` exports `cheap`."),
        ("x = hidden 1", ""),
        ("x = noSuchThingAnywhere", ""),
    ],
)
def test_the_modules_that_export_what_is_missing_are_named(line: str, expected: str) -> None:
    found = hints(f"""
module Main where
import Prelude (unit) as M
{line}
--- Shop.Price
module Shop.Price (cheap) where
cheap :: Int -> Int
cheap n = hidden n
hidden :: Int -> Int
hidden n = n
""")
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

"""Importing what is not in scope."""

from __future__ import annotations

import pytest

from tests.features.actions.check import applied, titles

MAYBE = "Import `fromMaybe` from `Data.Maybe`"


def changed(text: str, title: str) -> list[str]:
    """The import lines of the module afterwards, empty ones between groups included."""
    after = applied(text, title)
    lines = after[: after.index("f ")].split("\n")[1:]
    return "\n".join(lines).strip("\n").split("\n")


BODY = """
f :: Maybe Int -> Int
f m = from<CURSOR>Maybe 1 m
"""


@pytest.mark.parametrize(
    ("imports", "expected"),
    [
        ("import Data.Maybe (Maybe)", ["import Data.Maybe (Maybe, fromMaybe)"]),
        (
            "import Data.Maybe\n  ( Maybe\n  )",
            ["import Data.Maybe", "  ( Maybe", "  , fromMaybe", "  )"],
        ),
        ("import Data.Maybe hiding (fromMaybe)", ["import Data.Maybe"]),
        (
            "import Data.Maybe hiding (fromMaybe, isJust)",
            ["import Data.Maybe hiding (isJust)"],
        ),
        (
            "import Data.Maybe hiding (fromJust, fromMaybe, isJust)",
            ["import Data.Maybe hiding (fromJust, isJust)"],
        ),
    ],
)
def test_a_name_joins_the_import_that_is_there(imports: str, expected: list[str]) -> None:
    assert changed(f"module Main where\n\n{imports}\n{BODY}", MAYBE) == expected


def test_lists_keep_their_order() -> None:
    text = "module Main where\nimport Data.Array (length, zip, (!!))\n"
    text += "f = length (zip (so<CURSOR>rt [ 1 ]) [ 2 ])\ng = [ 1 ] !! 1\n"
    found = changed(text, "Import `sort` from `Data.Array`")
    assert found == ["import Data.Array (length, sort, zip, (!!))"]
    text = text.replace("length, zip, (!!)", "(!!), zip, length")
    found = changed(text, "Import `sort` from `Data.Array`")
    assert found == ["import Data.Array ((!!), zip, length, sort)"]


@pytest.mark.parametrize(
    ("use", "title", "line"),
    [
        ("f = Ju<CURSOR>st 1", "Import `Just` from `Data.Maybe`", "import Data.Maybe (Maybe(..))"),
        (
            "f :: May<CURSOR>be Int -> Int\nf _ = 1",
            "Import `Maybe` from `Data.Maybe`",
            "import Data.Maybe (Maybe)",
        ),
        (
            "f :: forall a. Semi<CURSOR>ring a => a -> a\nf a = a",
            "Import `Semiring` from `Data.Semiring`",
            "import Data.Semiring (class Semiring)",
        ),
        ("f = 1 <CURSOR>+ 1", "Import `+` from `Data.Semiring`", "import Data.Semiring ((+))"),
        (
            "f :: Array ~<CURSOR>> Array\nf x = x",
            "Import `~>` from `Data.NaturalTransformation`",
            "import Data.NaturalTransformation (type (~>))",
        ),
        (
            "f = Map.emp<CURSOR>ty",
            "Import `empty` from `Data.Map` as `Map`",
            "import Data.Map as Map",
        ),
    ],
)
def test_each_kind_of_name_gets_a_line(use: str, title: str, line: str) -> None:
    assert changed(f"module Main where\n{use}\n", title) == [line]


def test_a_constructor_opens_the_type_that_is_listed() -> None:
    text = "module Main where\nimport Data.Maybe (Maybe)\nf :: Maybe Int\nf = Ju<CURSOR>st 1\n"
    found = changed(text, "Import `Just` from `Data.Maybe`")
    assert found == ["import Data.Maybe (Maybe(..))"]
    text = "module Main where\nimport Data.Maybe (Maybe(Nothing))\n"
    text += "f :: Maybe Int -> Maybe Int\nf Nothing = Ju<CURSOR>st 1\nf x = x\n"
    found = changed(text, "Import `Just` from `Data.Maybe`")
    assert found == ["import Data.Maybe (Maybe(Nothing, Just))"]


def test_a_qualified_name_joins_the_list_of_its_import() -> None:
    text = "module Main where\nimport Data.Map (empty) as M\n"
    text += "f = M.single<CURSOR>ton 1 M.empty\n"
    found = changed(text, "Import `singleton` from `Data.Map` as `M`")
    assert found == ["import Data.Map (empty, singleton) as M"]


def test_a_line_stands_in_its_group() -> None:
    text = "module Main where\n\nimport Prelude\n\nimport Data.Array (length)\n"
    text += "import Data.Void (Void)\n\nf :: Array Void -> Int\nf a = from<CURSOR>Maybe 1 (length a + 1)\n"
    found = changed(text.replace("(length a + 1)", "(absent (length a + 1))"), MAYBE)
    assert found == [
        "import Prelude",
        "",
        "import Data.Array (length)",
        "import Data.Maybe (fromMaybe)",
        "import Data.Void (Void)",
    ]


def test_prelude_stays_alone() -> None:
    text = "module Main where\n\nimport Prelude\n\nf = from<CURSOR>Maybe (1 + 1)\n"
    found = changed(text, MAYBE)
    assert found == ["import Prelude", "", "import Data.Maybe (fromMaybe)"]


def test_prelude_comes_above_all_others() -> None:
    text = "module Main where\n\nimport Data.Array (length)\n\nf = length [] +<CURSOR> 1\n"
    found = changed(text, "Import `+` from `Prelude`")
    assert found == ["import Prelude ((+))", "", "import Data.Array (length)"]


def test_candidates_are_of_all_modules_the_likeliest_first() -> None:
    text = "module Main where\nf = M<CURSOR>ap.insert 1 2\n--- Own.Map\nmodule Own.Map where\ninsert = 1\n"
    found = titles(text)
    assert found[0] == "Import `insert` from `Own.Map` as `Map`"
    assert found[1] == "Import `insert` from `Data.Map` as `Map`"
    assert found[-1] == "Import `insert` from `Data.Map.Internal` as `Map`"
    assert "Import `insert` from `Data.Array` as `Map`" in found


def test_names_of_other_modules_in_broken_code() -> None:
    text = """module Main where
f = oth<CURSOR>er 1
g = let in (
--- Other
module Other (other) where
other :: Int -> Int
other n = n
"""
    assert changed(text, "Import `other` from `Other`") == ["import Other (other)"]


def test_no_circle_of_imports_is_offered() -> None:
    text = "module Main where\nf = oth<CURSOR>er\n--- Other\nmodule Other where\nimport Main\nother = f\n"
    assert titles(text) == []


def test_lines_end_as_the_others_do() -> None:
    text = "module Main where\r\n\r\nimport Prelude\r\n\r\nf = from<CURSOR>Maybe (1 + 1)\r\n"
    assert "import Prelude\r\n\r\nimport Data.Maybe (fromMaybe)\r\n\r\nf" in applied(text, MAYBE)

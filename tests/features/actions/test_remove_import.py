"""Taking out imports that are not used."""

from __future__ import annotations

import pytest

from tests.features.actions.check import applied, titles

WHOLE = "Remove the unused import of `Data.Maybe`"


@pytest.mark.parametrize(
    ("imports", "title", "expected"),
    [
        ("import Data.Maybe (Ma<CURSOR>ybe)\n", WHOLE, ""),
        (
            "import Data.Int (floor)\nimport Data.Maybe<CURSOR> as M\n",
            WHOLE,
            "import Data.Int (floor)\n",
        ),
        (
            "import Data.Maybe<CURSOR> (Maybe)\n\nimport Data.Int (floor)\n",
            WHOLE,
            "import Data.Int (floor)\n",
        ),
        (
            "import Data.Int (ce<CURSOR>il, floor, round)\n",
            "Remove `ceil`, `round` from the import",
            "import Data.Int (floor)\n",
        ),
        (
            "import Data.Int\n  ( ce<CURSOR>il\n  , floor -- down\n  , round\n  )\n",
            "Remove `ceil`, `round` from the import",
            "import Data.Int\n  ( floor -- down\n  )\n",
        ),
    ],
)
def test_what_is_not_used_goes(imports: str, title: str, expected: str) -> None:
    body = (
        "\nf :: Number -> Int\nf n = floor n\n" if "Data.Int" in imports else "\nf :: Int\nf = 1\n"
    )
    text = f"module Main where\n\n{imports}{body}"
    head = "module Main where\n\n" if expected else "module Main where\n"
    assert applied(text, title) == f"{head}{expected}{body}"


@pytest.mark.parametrize(
    ("listed", "title", "expected"),
    [
        (
            "Ma<CURSOR>ybe(..)",
            "Remove the constructors of `Maybe` from the import",
            "Maybe",
        ),
        (
            "Ma<CURSOR>ybe(Just)",
            "Remove the constructors of `Maybe` from the import",
            "Maybe",
        ),
    ],
)
def test_constructors_that_are_not_used_go(listed: str, title: str, expected: str) -> None:
    text = "module Main where\nimport Data.Maybe ({})\nf :: Maybe Int -> Int\nf _ = 1\n"
    assert applied(text.format(listed), title) == text.format(expected)


def test_constructors_that_are_used_stay() -> None:
    text = "module Main where\nimport Data.Maybe ({})\nf :: Maybe Int\nf = Just 1\n"
    after = applied(text.format("Ma<CURSOR>ybe(Just, Nothing)"), "Remove `Nothing` from the import")
    assert after == text.format("Maybe(Just)")


def test_an_import_of_another_module_in_broken_code() -> None:
    text = """module Main where
import Oth<CURSOR>er (one, two)
f :: Int
f = one
g :: Int
g = "one"
--- Other
module Other where
one :: Int
one = 1
two :: Int
two = 2
"""
    assert titles(text) == []  # The diagnostic is at the name.
    text = text.replace("Oth<CURSOR>er (one, two)", "Other (one, t<CURSOR>wo)")
    assert "import Other (one)\n" in applied(text, "Remove `two` from the import")

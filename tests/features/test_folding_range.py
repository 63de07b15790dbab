"""What may be folded, shown by first and last line; what follows a fold is left to be seen."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from nova_ls.base.lines import Encoding
from nova_ls.features.folding_range import FoldKind, folding_range
from tests.features.fixture import load

TREES = Path(__file__).parents[1] / "syntax" / "trees"


def folds(text: str) -> list[tuple[FoldKind, str, int]]:
    """Kind, the text on the first line, and how many lines more there are."""
    module = load(text).module
    source = module.source
    found = []
    for fold in folding_range(module):
        whole = source.text[fold.start : fold.end]
        first, last = (source.position_at(at, Encoding.UTF32) for at in (fold.start, fold.end))
        assert first.line < last.line
        assert whole == whole.strip()
        found.append((fold.kind, whole.split("\n")[0].rstrip("\r"), last.line - first.line))
    return found


def code(text: str) -> list[tuple[str, int]]:
    return [(line, more) for kind, line, more in folds(text) if kind is FoldKind.CODE]


def comments(text: str) -> list[tuple[str, int]]:
    return [(line, more) for kind, line, more in folds(text) if kind is FoldKind.COMMENT]


def test_a_declaration_is_folded_with_its_signature_and_ends_with_its_last_token() -> None:
    assert code("""
        module Main where

        f :: Int -> Int
        f 0 = 1
        f n =
          n


        g = 2
    """) == [("f :: Int -> Int", 3), ("f n =", 1)]


def test_imports_are_one_fold_and_so_are_export_and_import_lists() -> None:
    assert folds("""
        module Main
          ( x
          ) where

        import Prelude
        import Data.Maybe
          ( Maybe
          )

        -- no end of them
        import Data.Array as Array

        x = 1
    """) == [
        (FoldKind.CODE, "module Main", 2),
        (FoldKind.IMPORTS, "import Prelude", 6),
    ]


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("f = do\n  a\n  b", [("f = do", 2), ("do", 2)]),
        ("f = ado\n  x <- a\n  in x", [("f = ado", 2), ("ado", 2)]),
        ("f x = case x of\n  1 -> 2\n  _ ->\n    3", [("f x = case x of", 3), ("case x of", 3), ("_ ->", 1)]),
        ("f =\n  let\n    a = 1\n  in a", [("f =", 3), ("let", 1)]),
        ("f = do\n  let\n    a = 1\n\n  b", [("f = do", 4), ("do", 4), ("let", 1)]),
        ("f = a\n  where -- where\n  a =\n    1", [("f = a", 3), ("where -- where", 2), ("a =", 1)]),
        ("f =\n  { a: 1\n  , b: 2\n  }", [("f =", 3), ("{ a: 1", 2)]),
        ("f =\n  r\n    { a = 1\n    }", [("f =", 3), ("r", 2)]),
        ("f =\n  [ 1\n  ]", [("f =", 2), ("[ 1", 1)]),
        ("type R =\n  { a :: Int\n  }", [("type R =", 2), ("{ a :: Int", 1)]),
        ("type R =\n  ( a :: Int\n  )", [("type R =", 2), ("( a :: Int", 1)]),
        ("data T\n  = A\n  | B", [("data T", 2)]),
        ("class C a where\n  c\n    :: a", [("class C a where", 2), ("c", 1)]),
        (
            "instance C Int where\n  c =\n    1\nelse instance C a where\n  c = 2",
            [("instance C Int where", 2), ("c =", 1), ("else instance C a where", 1)],
        ),
    ],
)  # fmt: skip
def test_blocks_are_folded(block: str, expected: list[tuple[str, int]]) -> None:
    assert code(f"module Main where\n\n{block}\n\nlast = 1\n") == expected


def test_comments_below_each_other_are_folded() -> None:
    assert comments("""
        {- What
           it is. -}
        module Main where

        -- One line.

        -- | Two
        --   lines.
        f = 1 -- beside
          -- below
          -- below that

        s = \"\"\"
        -- no
        -- comment
        \"\"\"
        -- the
        -- end
    """) == [("{- What", 1), ("-- | Two", 1), ("-- below", 1), ("-- the", 1)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_all_ends_of_lines_count(end: str) -> None:
    lines = "module Main where", "-- a", "-- b", "f = do", "  a", "", "g = 1", ""
    assert [more for _, _, more in folds(end.join(lines))] == [1, 1, 1]


def test_a_declaration_that_does_not_parse_is_folded_with_the_blocks_it_has() -> None:
    assert code("""
        module Main where

        f = do
          a
          b (
          c

        x = )
          1
    """)[0] == ("f = do", 3)


@pytest.mark.parametrize(
    "file", sorted(TREES.glob("*.nova")), ids=lambda file: cast(str, file.stem)
)
def test_folds_nest(file: Path) -> None:
    module = load(f"module Main where\n{file.read_text('utf-8')}").module
    around: list[int] = []
    for fold in folding_range(module):
        while around and around[-1] <= fold.start:
            around.pop()
        assert not around or fold.end <= around[-1]
        around.append(fold.end)

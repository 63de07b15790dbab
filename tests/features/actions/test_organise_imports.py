"""Imports in order, and all that can be fixed at once."""

from __future__ import annotations

import pytest

from tests.features.actions.check import applied, only
from tests.features.fixture import load

ORGANISE = "Organise the imports"
BODY = "\nf :: Int\nf = one + two + three\n"
OTHERS = """--- A
module A where
one :: Int
one = 1
more :: Int
more = 1
--- B
module B where
two :: Int
two = 2
--- C.D
module C.D where
three :: Int
three = 3
"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "import C.D (three)\nimport B (two)\nimport A (one)\nimport Prelude",
            "import Prelude\nimport A (one)\nimport B (two)\nimport C.D (three)",
        ),
        (
            "import Prelude\n\nimport C.D (three)\nimport A (more, one)\nimport B (two)",
            "import Prelude\n\nimport A (one)\nimport B (two)\nimport C.D (three)",
        ),
        (
            "import Prelude\n\nimport A (one)\nimport A as Unused\nimport B (two)\nimport C.D (three)",
            "import Prelude\n\nimport A (one)\nimport B (two)\nimport C.D (three)",
        ),
        (
            "import Prelude\n\nimport C.D (three) -- why\nimport A (more, one)\nimport B (two)",
            "import Prelude\n\nimport C.D (three) -- why\nimport A (one)\nimport B (two)",
        ),
    ],
)
def test_what_is_not_used_goes_and_lines_are_sorted(before: str, after: str) -> None:
    text = f"module Main where\n\n{before}\n{BODY}{OTHERS}"
    assert applied(text, ORGANISE, load).startswith(f"module Main where\n\n{after}\n\nf ::")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import A (one, more)", "import A (more, one)"),
        ("import A\n  ( one\n  , more\n  )", "import A\n  ( more\n  , one\n  )"),
        (
            "import A ( one , more) as X\nimport A hiding (one, more)",
            "import A hiding (more, one)\nimport A ( more , one) as X",
        ),
        ("import A (one, {- first -} more)", "import A (one, {- first -} more)"),
        ("import A (one, unused, more)", "import A (more, one)"),
        (
            "import A (one, (<+>), type (~>), T(..), more, class C)",
            "import A (class C, type (~>), T(..), more, one, (<+>))",
        ),
    ],
)
def test_lists_are_sorted(before: str, after: str) -> None:
    a = """--- A
module A where
one :: Int
one = 1
more :: Int
more = 1
unused :: Int
unused = 1
data T = T
class C a where
  c :: a -> Int
plus :: Int -> Int -> Int
plus a _ = a
infixl 6 plus as <+>
type To f g = forall a. f a -> g a
infixr 4 type To as ~>
"""
    body = (
        "\nf :: forall a. C a => (T ~> T) -> a -> Int\n" if "class C" in before else "\nf :: Int\n"
    )
    body = body.replace("(T ~> T)", "(Array ~> Array)")
    if "class C" in before:
        body += "f _ _ = one <+> more\n  where\n  _ = T\n"
    elif " as X" in before:
        body += "f = X.one\n\ng :: Int\ng = X.more\n\nh :: T\nh = T\n"
    else:
        body += "f = one\n\ng :: Int\ng = more\n"
    text = f"module Main where\n\n{before}\n{body}{a}"
    if before == after:
        assert ORGANISE not in only(text)
    else:
        assert applied(text, ORGANISE, load).startswith(f"module Main where\n\n{after}\n\nf ::")


def test_what_is_in_order_is_left_alone() -> None:
    text = "module Main where\n\nimport Prelude\n\nimport A (one)\nimport B (two)\nimport C.D (three)\n"
    assert ORGANISE not in only(text + BODY + OTHERS)
    assert ORGANISE not in only("module Main where\nimport A (one\nf = one\n" + OTHERS)


def test_all_that_has_one_fix_is_fixed_at_once() -> None:
    text = "module Main where\nimport Prelude\nimport A (more, one)\nf x = one + x\ng :: Int -> Int\ng _ = 1\ng 2 = 2\nh = 'c'\n"
    found = applied(text + OTHERS, "Fix everything that has only one fix", load)
    assert found == (
        "module Main where\nimport Prelude\nimport A (one)\nf :: Int -> Int\nf x = one + x\ng :: Int -> Int\ng _ = 1\nh :: Char\nh = 'c'"
    )


def test_an_import_that_new_text_needs_stays() -> None:
    text = "module Main where\nimport A (T, t)\nf = t\n--- A\nmodule A where\ndata T = T\nt :: T\nt = T\n"
    found = applied(text, "Fix everything that has only one fix", load)
    assert found == "module Main where\nimport A (T, t)\nf :: T\nf = t"

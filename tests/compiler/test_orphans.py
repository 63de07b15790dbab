"""Which texts may have instances that stand neither with their class nor with a type of theirs (compiler/model/orphans.py)."""

from __future__ import annotations

import pytest

from nova_ls.compiler.model.orphans import text_may_hold_orphans

OWN = """module A where

data T a = T a
newtype N = N Int
class (Eq a) <= C a where
  c :: a

"""


@pytest.mark.parametrize(
    "head",
    [
        "instance Show (T a) where\n  show _ = one\n",
        "derive instance eqN :: Eq N\n",
        "derive newtype instance Show N\n",
        "instance Show a => C (Maybe a) where\n",
        "instance\n  ( Show a\n  , Eq b\n  ) =>\n  Show (T b) where\n",
        "instance shown :: P.Show (T {| r})\n",
        "instance Other Int (T a)\n",
        "else derive instance Show T\n",
        "instanceOf = 1\n",
    ],
)
def test_what_stands_with_its_class_or_type_is_no_orphan(head: str) -> None:
    assert not text_may_hold_orphans(f"{OWN}{head}one = 1\n")


@pytest.mark.parametrize(
    "head",
    [
        "instance showInt :: Show Int where\n  show _ = one\n",
        "instance Show (Maybe (T a))\n",
        "instance A.C Int\n",
        "else instance Show Int\n",
        "instance Show (a ~> b)\n",
        "instance Show {- T -} Int\n",
    ],
)
def test_an_orphan_may_be_one_whatever_its_head_looks_like(head: str) -> None:
    assert text_may_hold_orphans(f"{OWN}{head}one = 1\n")

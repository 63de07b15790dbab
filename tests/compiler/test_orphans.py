"""What texts show before they are parsed: orphan instances (compiler/model/orphans.py), imports and the classes of instances (at_sight.py)."""

from __future__ import annotations

import pytest

from nova_ls.compiler.model.at_sight import instance_names, possible_imports
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


@pytest.mark.parametrize(
    ("text", "imports"),
    [
        ("module M where import A.B\nimport\n  C (d)\n", {"A.B", "C"}),
        ("module M where\nimprot A\nImport B as C\ndata D = D E\n", {"A", "B"}),
        ("module M where\nimport -- far\n  A\n", {"M", "A"}),
        ("module M where\n\nimports = important A\n", set()),
    ],
)
def test_all_that_a_text_may_import_shows(text: str, imports: set[str]) -> None:
    assert possible_imports(text) >= imports
    assert possible_imports(text) <= imports | {"M"}


def test_the_classes_of_instances_show() -> None:
    text = "instance showT ::\n  Show T => A.Named (Box T)\n  where\n  name _ = X\n\nderive newtype instance Eq T\n"
    assert {"Show", "Named", "Eq"} <= instance_names(text)
    assert instance_names("class C a\n\nf :: C a => a\n") == frozenset()

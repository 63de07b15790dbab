"""Synonyms of plain types in what nobody has written: they are followed from the declarations that have them."""

from __future__ import annotations

from pathlib import Path

import pytest

from nova_ls.base.keys import Space, element_key
from nova_ls.base.lines import Encoding
from nova_ls.compiler.baseline import Baseline
from nova_ls.features.as_declared import WrittenNames
from nova_ls.features.declared_types import DeclaredType
from nova_ls.features.hover import hover
from nova_ls.features.signature import signature
from nova_ls.syntax.tree import Expression
from nova_ls.workspace.discovery import LIBRARY
from nova_ls.workspace.workspace import Workspace
from tests.compiler.world import copy_of_library, settle
from tests.features.actions.check import applied
from tests.features.fixture import load

HEAD = """module Main where
import Prelude
import Data.Maybe (Maybe(..))
import Shop (Item(..), Name, Price, Shelf, Tray(..), cheapest, double, item, label, priceOf, total)
"""
SHOP = """
--- Shop
module Shop where
import Prelude
import Data.Maybe (Maybe(..))
type Price = Int
type Name = String
type Shelf = { name :: Name, price :: Price, rows :: Array Price }
data Item = Item Name Price
newtype Tray = Tray { price :: Price, count :: Int }
item :: Name -> Price -> Item
item = Item
priceOf :: Item -> Price
priceOf (Item _ p) = p
total :: Array Price -> Price
total _ = 0
double :: Price -> Price
double p = p + p
label :: forall a. Show a => a -> Name
label = show
cheapest :: Array Item -> Maybe Price
cheapest _ = Nothing
"""

CASES = [
    ("f i = priceOf i", "Item -> Price"),
    ("f p = double p", "Price -> Price"),
    ("f n p = item n p", "Name -> Price -> Item"),
    ("f n p = Item n p", "Name -> Price -> Item"),
    ("f i = double (priceOf i)", "Item -> Price"),
    ("f i = priceOf i + priceOf i", "Item -> Price"),
    ("f i n = priceOf i + n", "Item -> Price -> Price"),
    ("f i = 2 * priceOf i", "Item -> Price"),
    ("f (Item n _) = n", "Item -> Name"),
    ("f (Item n _) = label n", "Item -> Name"),
    ("f (Tray { price }) = price", "Tray -> Price"),
    ("f (Tray { count }) = count", "Tray -> Int"),
    ("f (Tray t) = t.price", "Tray -> Price"),
    ("f i = case i of\n  Item _ p -> p", "Item -> Price"),
    ("f b i = if b then priceOf i else 0", "Boolean -> Item -> Price"),
    ("f i = let p = priceOf i in p", "Item -> Price"),
    ("f i = p\n  where\n  p = priceOf i", "Item -> Price"),
    ("f is = cheapest is", "Array Item -> Maybe Price"),
    ("f = cheapest", "Array Item -> Maybe Price"),
    ("f = total [ 1 ]", "Price"),
    ("f = 1 :: Price", "Price"),
    ("f ps = total ps", "Array Price -> Price"),
    ("f x = Just (x :: Price)", "Int -> Maybe Int"),
    ("f (p :: Price) = p", "Price -> Price"),
    ("f i n = label (priceOf i) <> n", "Item -> Name -> Name"),
    ("f n = n + 1", "Int -> Int"),
    ("f i = g\n  where\n  g :: Price\n  g = priceOf i", "Item -> Price"),
]


def test_a_missing_signature_is_written_so_and_brings_its_imports() -> None:
    text = f"{HEAD.replace(' Price,', '')}f<CURSOR> i = priceOf i\n{SHOP.lstrip()}"
    after = applied(text, "Add the signature of `f`", load)
    assert "\nf :: Item -> Price\nf i = priceOf i" in after
    assert "Name, Price, Shelf" in after


def test_what_a_module_that_was_not_looked_into_declares_counts(tmp_path: Path) -> None:
    (tmp_path / "nova.toml").touch()
    (tmp_path / "Shop.nova").write_text(SHOP.replace("\n--- Shop\n", ""))
    (tmp_path / "Main.nova").write_text(f"{HEAD}f i = priceOf i\n")
    database = copy_of_library()
    for _ in range(2):
        workspace = Workspace(tmp_path, Baseline(database, tmp_path, LIBRARY))
        workspace.scan()
        settle(workspace)
        workspace.commit("saved")
    assert workspace.program.modules["Shop"].is_restored
    main = workspace.files[tmp_path / "Main.nova"].module
    assert main is not None
    workspace.program.world.expand(main)
    settle(workspace)
    found = signature(workspace.snapshot(Encoding.UTF32), element_key("Main", Space.VALUE, "f"))
    assert found == "f :: Item -> Price"


@pytest.mark.parametrize(("body", "type"), CASES)
def test_a_type_has_the_words_of_what_it_comes_from(body: str, type: str) -> None:
    fixture = load(f"{HEAD}{body}\n{SHOP.lstrip()}")
    assert signature(fixture.snapshot, element_key("Main", Space.VALUE, "f")) == f"f :: {type}"


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("f :: Price -> Int -> Int\nf p n = <CURSOR>p + n", "p :: Price"),
        ("f :: Price -> Int -> Int\nf p n = p + <CURSOR>n", "n :: Int"),
        ("f :: Shelf -> Int\nf { price, rows } = <CURSOR>price", "price :: Price"),
        ("f :: Shelf -> Int\nf s = let p = s.price in <CURSOR>p", "p :: Price"),
        ("f :: Item -> Int\nf i = case i of\n  Item <CURSOR>n p -> p", "n :: Name"),
        ("f :: forall a. a -> Array a -> a\nf x _ = <CURSOR>x", "x :: a"),
    ],
)
def test_a_local_name_is_shown_in_the_words_of_its_declaration(body: str, shown: str) -> None:
    fixture = load(f"{HEAD}{body}\n{SHOP.lstrip()}")
    found = hover(fixture.snapshot, fixture.module, fixture.offset)
    assert found is not None and shown in found.text


@pytest.mark.parametrize(
    "body",
    [
        "let x = x in x",
        "let x = if true then x else x in x",
        "let { x = y; y = if true then x else if false then z else x; z = [ x, y, z ] } in x",
        "let { x = item x y; y = double (priceOf x) } in item y x",
        "let { "
        + "; ".join(f"x{n + 1} = if true then x{n} else x{n}" for n in range(40))
        + " } in x40",
    ],
)
def test_each_local_name_is_followed_once(body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where it is defined by itself, or by what others are defined by."""
    fixture = load(f"{HEAD}f = {body}\n{SHOP.lstrip()}")
    steps = 0
    of = WrittenNames.of

    def counted(self: WrittenNames, node: Expression, depth: int = 0) -> DeclaredType | None:
        nonlocal steps
        steps += 1
        assert steps < 1_000
        return of(self, node, depth)

    monkeypatch.setattr(WrittenNames, "of", counted)
    signature(fixture.snapshot, element_key("Main", Space.VALUE, "f"))
    assert steps > 1

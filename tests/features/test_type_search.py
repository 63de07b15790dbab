"""Values by their types, up to the names of variables and the order of parameters."""

from __future__ import annotations

from pathlib import Path

import pytest

from nova_ls.base.keys import ElementKey
from nova_ls.base.lines import Encoding
from nova_ls.compiler.baseline import Baseline
from nova_ls.features.type_search import (
    SignatureIndex,
    search_module,
    search_outside,
    sought_signature,
    type_query,
)
from nova_ls.store import open_in_memory
from nova_ls.types.core.interface import Interface
from nova_ls.workspace.discovery import LIBRARY
from nova_ls.workspace.snapshot import Snapshot
from nova_ls.workspace.workspace import Workspace
from tests.features.fixture import Fixture, load

SHOP = """
    module Main where
    import Helper (class Named, Box(..), Price)
    data Maybe a = Just a | Nothing
    head :: forall a. Array a -> Maybe a
    head _ = Nothing
    first :: Array Int -> Maybe Int
    first _ = Nothing
    index :: forall a. Array a -> Int -> Maybe a
    index _ _ = Nothing
    fold :: forall a b. (b -> a -> b) -> b -> Array a -> b
    fold _ b _ = b
    pay :: { price :: Price, name :: String } -> Price
    pay it = it.price
    unsigned = head
    broken :: Array Int -> Missing Int
    broken _ = 1
    --- Helper
    module Helper where
    type Price = Int
    data Box a = Box (Array a)
    class Named a where
      name :: a -> String
    hidden :: String -> Int -> Price
    hidden _ n = n
"""


def search(fixture: Fixture, query: str) -> list[str]:
    text = type_query(query)
    assert text is not None
    sought = sought_signature(fixture.snapshot, text)
    if sought is None:
        return []
    index = SignatureIndex()
    modules = [m for m in fixture.snapshot.modules() if m.name in ("Main", "Helper")]
    found = [one for m in modules for one in search_module(fixture.snapshot, index, m, sought)]
    return [one.key.name for one in sorted(found, key=lambda one: one.rank)]


@pytest.fixture(scope="module")
def shop() -> Fixture:
    return load(SHOP)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        (":: Array a -> Maybe a", ["head", "unsigned"]),
        (":: forall elem. Array elem -> Maybe elem", ["head", "unsigned"]),
        ("∷ Array Int → Maybe Int", ["first", "head", "unsigned"]),
        (":: Int -> Array x -> Maybe x", ["index"]),
        (":: Array a -> (b -> a -> b) -> b -> b", ["fold"]),
        (":: { name :: String, price :: Int } -> Int", ["pay"]),
        (":: { name :: String, price :: Price } -> Price", ["pay"]),
        (":: Price -> String -> Int", ["hidden"]),
        (":: a -> Maybe a", ["Just"]),
        (":: Array Int -> Box Int", ["Box"]),
        (":: Array a -> Maybe b", []),
        (":: Array Int -> Missing Int", []),
        (":: Array a ->", []),
        (":: (", []),
        ("::", []),
    ],
)
def test_a_type_finds_what_has_it(shop: Fixture, query: str, wanted: list[str]) -> None:
    assert search(shop, query) == wanted


def test_members_are_found_by_their_general_types(shop: Fixture) -> None:
    assert "name" in search(shop, ":: a -> String")


def test_names_are_no_types() -> None:
    assert type_query("head") is None
    assert type_query(" :: Int") == "Int"


def test_modules_that_nobody_imports_are_searched_as_far_as_they_are_in_the_database() -> None:
    fixture = load("module Main where\nimport Prelude\nx :: Int\nx = 1\n")
    workspace, name = fixture.workspace, "Data.Map.Internal"
    workspace.exported_names.read(name, workspace.program.modules)
    sought = sought_signature(fixture.snapshot, "Map.Map k v -> k -> Maybe v")
    assert sought is not None
    found = sorted(
        search_outside(fixture.snapshot, SignatureIndex(), name, sought), key=lambda one: one.rank
    )
    assert found[0].key.name == "lookup"
    assert fixture.snapshot.module(name) is None
    assert list(search_outside(fixture.snapshot, SignatureIndex(), "Nowhere", sought)) == []


def test_what_stands_in_for_a_module_is_looked_into_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second search looks at the types alone that have as many parameters and mention nothing else."""
    path, root, database = tmp_path / "Main.nova", tmp_path, open_in_memory()
    path.write_text("module Main where\n\none :: Int -> Int\none a = a\n\ntwo :: Int\ntwo = 1\n")
    for _ in range(2):
        workspace = Workspace(root, Baseline(database, root, LIBRARY))
        workspace.scan()
        for _ in workspace.settle():
            pass
        workspace.commit("checked")
    snapshot = workspace.snapshot(Encoding.UTF32)
    module = snapshot.module("Main")
    assert module is not None
    assert module.is_restored
    index, looked = SignatureIndex(), []
    interface = Snapshot.interface

    def counted(self: Snapshot, key: ElementKey) -> Interface | None:
        looked.append(key.name)
        return interface(self, key)

    monkeypatch.setattr(Snapshot, "interface", counted)
    sought = sought_signature(snapshot, "Int -> Int")
    assert sought is not None
    for wanted in (["one", "one", "two"], ["one"]):
        looked.clear()
        found = [one.key.name for one in search_module(snapshot, index, module, sought)]
        assert found == ["one"]
        assert sorted(looked) == wanted

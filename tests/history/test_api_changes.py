"""The rules of docs/versioning.md, one by one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from nova_ls.history.comparison.api_changes import Bump
from nova_ls.history.comparison.compare import Comparison, compare
from nova_ls.history.state import State
from nova_ls.history.uncommitted import UncommittedTexts
from nova_ls.store import open_in_memory
from nova_ls.store.stored import StoredDatabase

ROOT = Path("/w")


@pytest.fixture(scope="module")
def database() -> Iterator[StoredDatabase]:
    database = open_in_memory()
    yield database
    database.close()


def state(database: StoredDatabase, text: str, header: str = "module M where") -> State:
    return UncommittedTexts(database, ROOT, {ROOT / "M.nova": f"{header}\n\n{text}\n"}).state(
        "test"
    )


def compared(
    database: StoredDatabase, old: str, new: str, header: str = "module M where"
) -> Comparison:
    return compare(state(database, old, header), state(database, new, header))


RULES = {
    "nothing": ("x :: Int\nx = 1", "x :: Int\nx = 1", Bump.NONE),
    "a body": ("x :: Int\nx = 1", "x :: Int\nx = 2", Bump.PATCH),
    "a comment": ("x :: Int\nx = 1", "-- | One.\nx :: Int\nx = 1", Bump.PATCH),
    "an inferred type that stays": ("x = 1", "x = 2", Bump.PATCH),
    "an inferred type": ("x = 1", 'x = "1"', Bump.MAJOR),
    "a type": ("x :: Int\nx = 1", 'x :: String\nx = "1"', Bump.MAJOR),
    "a name of a variable": (
        "f :: forall a. a -> a\nf x = x",
        "f :: forall b. b -> b\nf x = x",
        Bump.PATCH,
    ),
    "a more general type": (
        "f :: Int -> Int\nf x = x",
        "f :: forall a. a -> a\nf x = x",
        Bump.MAJOR,
    ),
    "a value that is added": ("x = 1", "x = 1\n\ny = 2", Bump.MINOR),
    "a value that is removed": ("x = 1\n\ny = 2", "x = 1", Bump.MAJOR),
    "a value that is renamed": ("x = 1", "y = 1", Bump.MAJOR),
    "a type that is added": ("x = 1", "x = 1\n\ndata T = A", Bump.MINOR),
    "a constructor that is added": ("data T = A", "data T = A | B", Bump.MAJOR),
    "a constructor that is removed": ("data T = A | B", "data T = A", Bump.MAJOR),
    "a constructor's field": ("data T = A Int", "data T = A String", Bump.MAJOR),
    "the order of constructors": ("data T = A | B", "data T = B | A", Bump.PATCH),
    "data and newtype": ("data T = A Int", "newtype T = A Int", Bump.MAJOR),
    "a kind": ("data T a = A", "data T a b = A", Bump.MAJOR),
    "a role": (
        "data T a = A\ntype role T nominal",
        "data T a = A\ntype role T representational",
        Bump.MAJOR,
    ),
    "a synonym": ("type T = Int", "type T = String", Bump.MAJOR),
    "a synonym's parameter": ("type T a = Array a", "type T b = Array b", Bump.PATCH),
    "a member that is added": (
        "class C a where\n  c :: a",
        "class C a where\n  c :: a\n  d :: a",
        Bump.MAJOR,
    ),
    "a member's type": (
        "class C a where\n  c :: a",
        "class C a where\n  c :: Array a",
        Bump.MAJOR,
    ),
    "a superclass": (
        "class B a\n\nclass C a where\n  c :: a",
        "class B a\n\nclass B a <= C a where\n  c :: a",
        Bump.MAJOR,
    ),
    "an instance that is added": (
        "class C a\n\ndata T = A",
        "class C a\n\ndata T = A\n\ninstance C T",
        Bump.MINOR,
    ),
    "an instance that is removed": (
        "class C a\n\ndata T = A\n\ninstance C T",
        "class C a\n\ndata T = A",
        Bump.MAJOR,
    ),
    "an instance's constraint": (
        "class C a\n\ninstance C (Array a)",
        "class C a\n\ninstance C a => C (Array a)",
        Bump.MAJOR,
    ),
    "an instance's body": (
        "class C a where\n  c :: a\n\ninstance C Int where\n  c = 1",
        "class C a where\n  c :: a\n\ninstance C Int where\n  c = 2",
        Bump.PATCH,
    ),
    "a fixity": (
        "f :: Int -> Int -> Int\nf a _ = a\n\ninfixl 4 f as <+>",
        "f :: Int -> Int -> Int\nf a _ = a\n\ninfixl 5 f as <+>",
        Bump.MAJOR,
    ),
    "a constraint that is added": (
        "class C a\n\nf :: forall a. a -> a\nf x = x",
        "class C a\n\nf :: forall a. C a => a -> a\nf x = x",
        Bump.MAJOR,
    ),
    "a constraint that is removed": (
        "class C a\n\nf :: forall a. C a => a -> a\nf x = x",
        "class C a\n\nf :: forall a. a -> a\nf x = x",
        Bump.MAJOR,
    ),
    "the order of a record's fields": (
        "f :: { a :: Int, b :: Int } -> Int\nf r = r.a",
        "f :: { b :: Int, a :: Int } -> Int\nf r = r.a",
        Bump.PATCH,
    ),
    "a record that is open": (
        "f :: { a :: Int } -> Int\nf r = r.a",
        "f :: forall r. { a :: Int | r } -> Int\nf r = r.a",
        Bump.MAJOR,
    ),
    "a member that is removed": (
        "class C a where\n  c :: a\n  d :: a",
        "class C a where\n  c :: a",
        Bump.MAJOR,
    ),
    "an operator that is removed": (
        "f :: Int -> Int -> Int\nf a _ = a\n\ninfixl 5 f as <+>",
        "f :: Int -> Int -> Int\nf a _ = a",
        Bump.MAJOR,
    ),
    "another name for a type": (
        "f :: Int -> Int\nf x = x",
        "type T = Int\n\nf :: T -> T\nf x = x",
        Bump.MINOR,
    ),
    "an operator that is added": (
        "f :: Int -> Int -> Int\nf a _ = a",
        "f :: Int -> Int -> Int\nf a _ = a\n\ninfixl 5 f as <+>",
        Bump.MINOR,
    ),
}


@pytest.mark.parametrize("name", RULES)
def test_a_rule_holds(database: StoredDatabase, name: str) -> None:
    old, new, bump = RULES[name]
    comparison = compared(database, old, new)
    assert comparison.bump is bump, comparison.api
    assert comparison.is_breaking == (bump is Bump.MAJOR)


HIDDEN = {
    "a type": ("y = 1\nx = 1", 'y = 1\nx = "1"', Bump.PATCH),
    "what is inside an abstract type": (
        "y = 1\ndata T = A Int",
        "y = 1\ndata T = A String | B",
        Bump.PATCH,
    ),
    "an instance of a hidden class": (
        "y = 1\nclass C a",
        "y = 1\nclass C a\ninstance C Int",
        Bump.PATCH,
    ),
}


@pytest.mark.parametrize("name", HIDDEN)
def test_what_is_not_exported_does_not_count(database: StoredDatabase, name: str) -> None:
    old, new, bump = HIDDEN[name]
    has_type = "data T" in old
    header = "module M (y, T) where" if has_type else "module M (y) where"
    assert compared(database, old, new, header).bump is bump


def test_exports_decide(database: StoredDatabase) -> None:
    text = "data T = A\n\nx = 1"

    def bump(before: str, after: str) -> Bump:
        old = state(database, text, f"module M ({before}) where")
        return compare(old, state(database, text, f"module M ({after}) where")).bump

    assert bump("T(..), x", "T(..)") is Bump.MAJOR
    assert bump("T(..)", "T(..), x") is Bump.MINOR
    assert bump("T, x", "T(..), x") is Bump.MINOR
    assert bump("T(..), x", "T, x") is Bump.MAJOR
    assert bump("T(..), x", "x, T(..)") is not Bump.MAJOR


def test_a_module_that_comes_is_minor_one_that_goes_is_major(database: StoredDatabase) -> None:
    one = {ROOT / "M.nova": "module M where\n\nx = 1\n"}
    two = one | {ROOT / "N.nova": "module N where\n\ny = 1\n"}
    old, new = (UncommittedTexts(database, ROOT, texts).state("test") for texts in (one, two))
    assert compare(old, new).bump is Bump.MINOR
    assert compare(new, old).bump is Bump.MAJOR


def test_a_value_that_is_exported_from_another_module_now_is_the_same(
    database: StoredDatabase,
) -> None:
    inner = "module N where\n\nx :: Int\nx = 1\n"
    before = {
        ROOT / "M.nova": "module M (x) where\n\nx :: Int\nx = 1\n",
        ROOT / "N.nova": inner,
    }
    after = {ROOT / "M.nova": "module M (module N) where\n\nimport N\n", ROOT / "N.nova": inner}
    old, new = (UncommittedTexts(database, ROOT, texts).state("test") for texts in (before, after))
    assert compare(old, new).bump is Bump.PATCH


def test_callers_that_no_longer_type_are_named(database: StoredDatabase) -> None:
    old = "x :: Int\nx = 1\n\ny :: Int\ny = x"
    new = 'x :: String\nx = "1"\n\ny :: Int\ny = x'
    changes = {c.name: c for c in compared(database, old, new, "module M (y) where").declarations}
    assert changes["M.x"].broken == ("M.y",)
    assert changes["M.x"].breaking
    assert str(changes["M.y"].kind) == "no longer types"


def test_types_are_shown_as_they_are_written_where_that_shows_the_difference(
    database: StoredDatabase,
) -> None:
    old = "type T = Int\n\nf :: T -> T\nf x = x"
    (change,) = compared(
        database, old, old.replace("f :: T -> T\nf x", "f :: T -> T -> T\nf x _")
    ).api
    assert (change.old, change.new) == ("f :: T -> T", "f :: T -> T -> T")
    changes = compared(database, old, old.replace("type T = Int", "type T = String")).api
    (value,) = (change for change in changes if change.name == "f")
    assert (value.old, value.new) == ("f :: Int -> Int", "f :: String -> String")

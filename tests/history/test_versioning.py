"""Before and after of a change, and what it means for users: docs/versioning.md in examples, in both directions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from nova_ls.history.comparison.compare import Comparison, compare
from nova_ls.history.uncommitted import UncommittedTexts
from nova_ls.store import open_in_memory
from nova_ls.store.stored import StoredDatabase

ROOT: Final = Path("/w")


class Rule(NamedTuple):
    """Texts of modules, split by lines of `---`; what `diff --api` lists one way and the other."""

    old: str
    new: str
    there: tuple[str, ...] = ()
    back: tuple[str, ...] = ()


@pytest.fixture(scope="module")
def database() -> Iterator[StoredDatabase]:
    database = open_in_memory()
    yield database
    database.close()


def compared(database: StoredDatabase, old: str, new: str) -> Comparison:
    states = []
    for texts in (old, new):
        modules = {ROOT / f"{text.split()[1]}.nova": text for text in texts.split("---\n") if text}
        states.append(UncommittedTexts(database, ROOT, modules).state("test"))
    return compare(*states)


def listed(comparison: Comparison) -> tuple[str, ...]:
    return tuple(f"{c.bump.word}: {c.module}.{c.name}, {c.reason}" for c in comparison.api)


RULES = {
    "a name is re-exported": Rule(
        ("module M (y) where\n\nimport N\n\ny = 1\n---\nmodule N where\n\nx = 1\n"),
        ("module M (y, module N) where\n\nimport N\n\ny = 1\n---\nmodule N where\n\nx = 1\n"),
        ("minor: M.x, added",),
        ("major: M.x, removed",),
    ),
    "the type of a name that is re-exported": Rule(
        ("module M (module N) where\n\nimport N\n---\nmodule N where\n\nx = 1\n"),
        ('module M (module N) where\n\nimport N\n---\nmodule N where\n\nx = ""\n'),
        (
            "major: M.x, type changed",
            "major: N.x, type changed",
        ),
        (
            "major: M.x, type changed",
            "major: N.x, type changed",
        ),
    ),
    "constructors are hidden": Rule(
        ("module M (T(..)) where\n\ndata T = A | B\n"),
        ("module M (T) where\n\ndata T = A | B\n"),
        ("major: M.T, constructors exported no longer: A, B",),
        ("minor: M.T, constructors exported",),
    ),
    "constructors are exported one by one": Rule(
        ("module M (T(A,B)) where\n\ndata T = A | B\n"),
        ("module M (T(..)) where\n\ndata T = A | B\n"),
    ),
    "a functional dependency goes": Rule(
        ("module M where\n\nclass C a b | a -> b where\n  c :: a -> b\n"),
        ("module M where\n\nclass C a b where\n  c :: a -> b\n"),
        ("major: M.C, functional dependencies changed",),
        ("major: M.C, functional dependencies changed",),
    ),
    "the order of functional dependencies": Rule(
        ("module M where\n\nclass C a b | a -> b, b -> a where\n  c :: a -> b\n"),
        ("module M where\n\nclass C a b | b -> a, a -> b where\n  c :: a -> b\n"),
        ("major: M.C, functional dependencies changed",),
        ("major: M.C, functional dependencies changed",),
    ),
    "a superclass goes": Rule(
        ("module M where\n\nclass B a\n\nclass B a <= C a where\n  c :: a\n"),
        ("module M where\n\nclass B a\n\nclass C a where\n  c :: a\n"),
        ("major: M.C, superclasses changed",),
        ("major: M.C, superclasses changed",),
    ),
    "the order of superclasses": Rule(
        ("module M where\n\nclass A a\n\nclass B a\n\nclass (A a, B a) <= C a where\n  c :: a\n"),
        ("module M where\n\nclass A a\n\nclass B a\n\nclass (B a, A a) <= C a where\n  c :: a\n"),
        ("major: M.C, superclasses changed",),
        ("major: M.C, superclasses changed",),
    ),
    "the order of members": Rule(
        ("module M where\n\nclass C a where\n  c :: a\n  d :: a\n"),
        ("module M where\n\nclass C a where\n  d :: a\n  c :: a\n"),
    ),
    "the name of a class's parameter": Rule(
        ("module M where\n\nclass C a where\n  c :: a\n"),
        ("module M where\n\nclass C b where\n  c :: b\n"),
    ),
    "the order of a class's parameters": Rule(
        ("module M where\n\nclass C a b where\n  c :: a -> b\n"),
        ("module M where\n\nclass C b a where\n  c :: a -> b\n"),
        (
            "major: M.c, type changed",
            "major: M.C, class changed",
        ),
        (
            "major: M.c, type changed",
            "major: M.C, class changed",
        ),
    ),
    "an instance away from its class and type": Rule(
        ("module M where\n\nclass C a\n---\nmodule N where\n\nimport M\n\ndata T = T\n"),
        (
            "module M where\n"
            "\n"
            "class C a\n"
            "---\n"
            "module N where\n"
            "\n"
            "import M\n"
            "\n"
            "data T = T\n"
            "\n"
            "instance C T\n"
        ),
        ("minor: N.C T, added",),
        ("major: N.C T, removed",),
    ),
    "an instance moves to another module": Rule(
        (
            "module M where\n"
            "\n"
            "class C a\n"
            "\n"
            "data T = T\n"
            "\n"
            "instance C T\n"
            "---\n"
            "module N where\n"
            "\n"
            "import M\n"
        ),
        (
            "module M where\n"
            "\n"
            "class C a\n"
            "\n"
            "data T = T\n"
            "---\n"
            "module N where\n"
            "\n"
            "import M\n"
            "\n"
            "instance C T\n"
        ),
        (
            "major: M.C T, removed",
            "minor: N.C T, added",
        ),
        (
            "minor: M.C T, added",
            "major: N.C T, removed",
        ),
    ),
    "the name of an instance": Rule(
        ("module M where\n\nclass C a\n\ninstance foo :: C Int\n"),
        ("module M where\n\nclass C a\n\ninstance bar :: C Int\n"),
    ),
    "an instance without a name now": Rule(
        ("module M where\n\nclass C a\n\ninstance foo :: C Int\n"),
        ("module M where\n\nclass C a\n\ninstance C Int\n"),
    ),
    "the name of a variable in an instance's head": Rule(
        ("module M where\n\nclass C a\n\ninstance C (Array a)\n"),
        ("module M where\n\nclass C a\n\ninstance C (Array b)\n"),
    ),
    "an instance is derived now": Rule(
        (
            "module M where\n"
            "\n"
            "import Prelude\n"
            "\n"
            "data T = A\n"
            "\n"
            "instance Eq T where\n"
            "  eq _ _ = true\n"
        ),
        ("module M where\n\nimport Prelude\n\ndata T = A\n\nderive instance Eq T\n"),
    ),
    "what a synonym means": Rule(
        ("module M where\n\ntype S = Int\n\nf :: S -> S\nf x = x\n"),
        ("module M where\n\ntype S = Number\n\nf :: S -> S\nf x = x\n"),
        (
            "major: M.f, type changed",
            "major: M.S, definition changed",
        ),
        (
            "major: M.f, type changed",
            "major: M.S, definition changed",
        ),
    ),
    "what a hidden synonym means": Rule(
        ("module M (f) where\n\ntype S = Int\n\nf :: S -> S\nf x = x\n"),
        ("module M (f) where\n\ntype S = Number\n\nf :: S -> S\nf x = x\n"),
        ("major: M.f, type changed",),
        ("major: M.f, type changed",),
    ),
    "a synonym of a synonym": Rule(
        ("module M where\n\ntype S = Int\n\ntype U = S\n"),
        ("module M where\n\ntype S = Int\n\ntype U = Int\n"),
    ),
    "a synonym's further parameter": Rule(
        ("module M where\n\ntype S a = Int\n"),
        ("module M where\n\ntype S a b = Int\n"),
        ("major: M.S, definition changed",),
        ("major: M.S, definition changed",),
    ),
    "data and newtype, constructors hidden": Rule(
        ("module M (T) where\n\ndata T = A Int\n"),
        ("module M (T) where\n\nnewtype T = A Int\n"),
    ),
    "a synonym in the place of a type": Rule(
        ("module M where\n\ndata T = A\n"),
        ("module M where\n\ntype T = Int\n"),
        ("major: M.T, definition changed",),
        ("major: M.T, definition changed",),
    ),
    "a class in the place of a type": Rule(
        ("module M where\n\ndata T = A\n"),
        ("module M where\n\nclass T a\n"),
        (
            "major: M.T, removed",
            "minor: M.T, added",
        ),
        (
            "minor: M.T, added",
            "major: M.T, removed",
        ),
    ),
    "a kind that is written": Rule(
        ("module M where\n\ndata T :: Type -> Type\ndata T a = A\n"),
        ("module M where\n\ndata T :: forall k. k -> Type\ndata T a = A\n"),
        ("major: M.T, kind changed",),
        ("major: M.T, kind changed",),
    ),
    "a kind that follows from another": Rule(
        ("module M where\n\ndata P a = P\n\ndata T a = A (P a)\n"),
        ("module M where\n\ndata P a = P a\n\ndata T a = A (P a)\n"),
        (
            "major: M.P, kind changed",
            "major: M.T, kind changed",
        ),
        (
            "major: M.P, kind changed",
            "major: M.T, kind changed",
        ),
    ),
    "a role": Rule(
        ("module M where\n\ndata T a = A a\n"),
        ("module M where\n\ndata T a = A a\ntype role T nominal\n"),
        ("major: M.T, roles changed: representational -> nominal",),
        ("major: M.T, roles changed: nominal -> representational",),
    ),
    "an operator's associativity": Rule(
        ("module M where\n\nf :: Int -> Int -> Int\nf a _ = a\n\ninfixl 5 f as <+>\n"),
        ("module M where\n\nf :: Int -> Int -> Int\nf a _ = a\n\ninfixr 5 f as <+>\n"),
        ("major: M.<+>, fixity or target changed",),
        ("major: M.<+>, fixity or target changed",),
    ),
    "an operator's target": Rule(
        (
            "module M where\n"
            "\n"
            "f :: Int -> Int -> Int\n"
            "f a _ = a\n"
            "\n"
            "g :: Int -> Int -> Int\n"
            "g a _ = a\n"
            "\n"
            "infixl 5 f as <+>\n"
        ),
        (
            "module M where\n"
            "\n"
            "f :: Int -> Int -> Int\n"
            "f a _ = a\n"
            "\n"
            "g :: Int -> Int -> Int\n"
            "g a _ = a\n"
            "\n"
            "infixl 5 g as <+>\n"
        ),
        ("major: M.<+>, fixity or target changed",),
        ("major: M.<+>, fixity or target changed",),
    ),
    "the type of an operator's hidden target": Rule(
        ("module M ((<+>)) where\n\n\n\nf :: Int -> Int -> Int\nf a _ = a\n\ninfixl 5 f as <+>\n"),
        (
            "module M ((<+>)) where\n"
            "\n"
            "f :: Number -> Int -> Number\n"
            "f a _ = a\n"
            "\n"
            "infixl 5 f as <+>\n"
        ),
        ("major: M.<+>, type changed",),
        ("major: M.<+>, type changed",),
    ),
    "a fixity that is re-exported": Rule(
        (
            "module M (module N) where\n"
            "\n"
            "import N\n"
            "---\n"
            "module N where\n"
            "\n"
            "f :: Int -> Int -> Int\n"
            "f a _ = a\n"
            "\n"
            "infixl 5 f as <+>\n"
        ),
        (
            "module M (module N) where\n"
            "\n"
            "import N\n"
            "---\n"
            "module N where\n"
            "\n"
            "f :: Int -> Int -> Int\n"
            "f a _ = a\n"
            "\n"
            "infixl 6 f as <+>\n"
        ),
        (
            "major: M.<+>, fixity or target changed",
            "major: N.<+>, fixity or target changed",
        ),
        (
            "major: M.<+>, fixity or target changed",
            "major: N.<+>, fixity or target changed",
        ),
    ),
    "a type operator's fixity": Rule(
        ("module M where\n\ndata T a b = A\n\ninfixl 5 type T as <+>\n"),
        ("module M where\n\ndata T a b = A\n\ninfixr 5 type T as <+>\n"),
        ("major: M.<+>, fixity or target changed",),
        ("major: M.<+>, fixity or target changed",),
    ),
    "an operator of constructors": Rule(
        ("module M where\n\ndata T = A Int Int\n\ninfixl 5 A as :+\n"),
        ("module M where\n\ndata T = A Int Int | B Int Int\n\ninfixl 5 B as :+\n"),
        (
            "major: M.T, constructor added: B (matches no longer cover the type)",
            "major: M.:+, fixity or target changed",
        ),
        (
            "major: M.T, constructor removed: B",
            "major: M.:+, fixity or target changed",
        ),
    ),
    "a foreign import's type": Rule(
        ("module M where\n\nforeign import f :: Int -> Int\n"),
        ("module M where\n\nforeign import f :: Int -> Number\n"),
        ("major: M.f, type changed",),
        ("major: M.f, type changed",),
    ),
    "a foreign type's kind": Rule(
        ("module M where\n\nforeign import data T :: Type\n"),
        ("module M where\n\nforeign import data T :: Type -> Type\n"),
        ("major: M.T, kind changed",),
        ("major: M.T, kind changed",),
    ),
    "a value in the place of a foreign import": Rule(
        ("module M where\n\nforeign import f :: Int -> Int\n"),
        ("module M where\n\nf :: Int -> Int\nf x = x\n"),
    ),
    "the order of constraints": Rule(
        (
            "module M where\n"
            "\n"
            "class A a\n"
            "\n"
            "class B a\n"
            "\n"
            "f :: forall a. A a => B a => a -> a\n"
            "f x = x\n"
        ),
        (
            "module M where\n"
            "\n"
            "class A a\n"
            "\n"
            "class B a\n"
            "\n"
            "f :: forall a. B a => A a => a -> a\n"
            "f x = x\n"
        ),
        ("major: M.f, type changed",),
        ("major: M.f, type changed",),
    ),
    "the order of a row": Rule(
        ("module M where\n\nf :: { a :: Int, b :: Int } -> Int\nf r = r.a\n"),
        ("module M where\n\nf :: { b :: Int, a :: Int } -> Int\nf r = r.a\n"),
    ),
    "the order of one label's fields": Rule(
        ("module M where\n\ntype R = ( a :: Int, a :: String )\n"),
        ("module M where\n\ntype R = ( a :: String, a :: Int )\n"),
        ("major: M.R, definition changed",),
        ("major: M.R, definition changed",),
    ),
    "the order of quantifiers": Rule(
        ("module M where\n\nf :: forall a b. a -> b -> a\nf x _ = x\n"),
        ("module M where\n\nf :: forall b a. a -> b -> a\nf x _ = x\n"),
        ("major: M.f, type changed",),
        ("major: M.f, type changed",),
    ),
    "the names of two variables": Rule(
        ("module M where\n\nf :: forall a b. a -> b -> a\nf x _ = x\n"),
        ("module M where\n\nf :: forall b a. b -> a -> b\nf x _ = x\n"),
    ),
    "a type that is inferred": Rule(
        ("module M where\n\nx = 1\n"),
        ("module M where\n\nx = 1.0\n"),
        ("major: M.x, type changed",),
        ("major: M.x, type changed",),
    ),
    "a signature is written": Rule(
        ("module M where\n\nx = 1\n"),
        ("module M where\n\nx :: Int\nx = 1\n"),
    ),
    "a type that follows from another": Rule(
        ("module M where\n\nx = 1\n\ny = x\n"),
        ("module M where\n\nx = 1.0\n\ny = x\n"),
        (
            "major: M.x, type changed",
            "major: M.y, type changed",
        ),
        (
            "major: M.x, type changed",
            "major: M.y, type changed",
        ),
    ),
    "a module is renamed": Rule(
        ("module M where\n\nx = 1\n"),
        ("module K where\n\nx = 1\n"),
        (
            "minor: K.x, added, with its module",
            "major: M.x, removed, with its module",
        ),
        (
            "major: K.x, removed, with its module",
            "minor: M.x, added, with its module",
        ),
    ),
    "a warning": Rule(
        ("module M where\n\nimport Prelude\n\nx :: Int\nx = 1\n"),
        ("module M where\n\nx :: Int\nx = 1\n"),
    ),
    "a comment": Rule(
        ("module M where\n\nx = 1\n"),
        ("module M where\n\n-- | Doc\nx = 1\n"),
    ),
    "imports": Rule(
        ("module M where\n\nimport Prelude\n\nx :: Int\nx = 1\n"),
        ("module M where\n\nimport Prelude (unit)\n\nx :: Int\nx = 1\n"),
    ),
    "a label of a newtype": Rule(
        ("module M where\n\nnewtype T = T { a :: Int }\n"),
        ("module M where\n\nnewtype T = T { b :: Int }\n"),
        ("major: M.T, constructor changed: T",),
        ("major: M.T, constructor changed: T",),
    ),
    "the name of a type's parameter": Rule(
        ("module M where\n\ndata T a = A a\n"),
        ("module M where\n\ndata T b = A b\n"),
    ),
    "a body that does not type": Rule(
        ("module M where\n\nx :: Int\nx = 1\n\ny :: Int\ny = x\n"),
        ('module M where\n\nx :: Int\nx = ""\n\ny :: Int\ny = x\n'),
    ),
    "an instance of a hidden type": Rule(
        ("module M (class C) where\n\nclass C a\n\ndata T = A\n"),
        ("module M (class C) where\n\nclass C a\n\ndata T = A\n\ninstance C T\n"),
    ),
    "a member is hidden": Rule(
        ("module M (class C, c) where\n\nclass C a where\n  c :: a\n"),
        ("module M (class C) where\n\nclass C a where\n  c :: a\n"),
        ("major: M.c, removed",),
        ("minor: M.c, added",),
    ),
    "the first of a chain goes": Rule(
        ("module M where\n\nclass C a\n\ninstance C Int\nelse instance C a\n"),
        ("module M where\n\nclass C a\n\ninstance C a\n"),
        (
            "major: M.C Int, removed",
            "major: M.C a, instance changed",
        ),
        (
            "minor: M.C Int, added",
            "major: M.C a, instance changed",
        ),
    ),
    "the order of a chain": Rule(
        ("module M where\n\nclass C a\n\ninstance C Int\nelse instance C a\n"),
        ("module M where\n\nclass C a\n\ninstance C a\nelse instance C Int\n"),
        (
            "major: M.C Int, instance changed",
            "major: M.C a, instance changed",
        ),
        (
            "major: M.C Int, instance changed",
            "major: M.C a, instance changed",
        ),
    ),
    "a type that can no longer be applied": Rule(
        ("module M where\n\nf :: forall @a. a -> a\nf x = x\n"),
        ("module M where\n\nf :: forall a. a -> a\nf x = x\n"),
        ("major: M.f, type changed",),
        ("major: M.f, type changed",),
    ),
}


@pytest.mark.parametrize("name", RULES)
def test_a_change_is_what_the_rules_say(database: StoredDatabase, name: str) -> None:
    rule = RULES[name]
    for old, new, expected in ((rule.old, rule.new, rule.there), (rule.new, rule.old, rule.back)):
        comparison = compared(database, old, new)
        assert listed(comparison) == expected
        bumps = [line.partition(":")[0] for line in expected]
        least = "patch" if comparison.declarations or comparison.modules else "none"
        assert comparison.bump.word == (
            "major" if "major" in bumps else bumps[0] if bumps else least
        )


@pytest.mark.parametrize("name", RULES)
def test_what_users_can_notice_is_shown(database: StoredDatabase, name: str) -> None:
    rule = RULES[name]
    changes = compared(database, rule.old, rule.new).api
    assert len(changes) == len(rule.there)
    for change in changes:
        present = [text for text in (change.old, change.new) if text is not None]
        assert present != []
        assert all(" " in text for text in present)  # A declaration, not a name alone.


def test_what_no_longer_types_breaks(database: StoredDatabase) -> None:
    rule = RULES["a body that does not type"]
    comparison = compared(database, rule.old, rule.new)
    (change,) = comparison.declarations
    assert (str(change.kind), change.reason) == ("body changed", "no longer types")
    assert change.breaking
    assert comparison.is_breaking
    assert not compared(database, rule.new, rule.old).is_breaking


def test_a_hidden_instance_that_goes_breaks_whom_it_typed(database: StoredDatabase) -> None:
    old = "module M (x) where\n\nclass C a where\n  c :: a\n\ninstance C Int where\n  c = 1\n\nx :: Int\nx = c\n"
    comparison = compared(database, old, old.replace("instance C Int where\n  c = 1\n\n", ""))
    assert listed(comparison) == ()
    assert comparison.is_breaking


def test_what_code_does_not_name_does_not_count_as_renamed(database: StoredDatabase) -> None:
    rule = RULES["the name of an instance"]
    comparison = compared(database, rule.old, rule.new)
    assert [str(change.kind) for change in comparison.declarations] == ["renamed"]
    assert not comparison.is_breaking

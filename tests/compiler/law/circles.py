"""Values and instances that may or may not need themselves before they are known.

Each alternative opens or closes a circle, through values, an operator, an instance, or a class and a type of another module.
"""

from __future__ import annotations

from typing import Final

from tests.compiler.law.program import Program, Variants

CIRCLE: Final[Variants] = (
    ("module Circle where", "module Circle (first, class Has) where"),
    (
        "import Ground",
        "import Ground (class Need, need, T(..), both)",
        "import Ground hiding (both)",
    ),
    ("first :: Int", "first :: forall a. Has a => Int", ""),
    (
        "first = second 1",
        "first = (\\n -> second n) 1",
        "first = 1",
        "first = let n = 1 in second n",
        "first = first",
    ),
    ("second :: Int -> Int", ""),
    ("second n = third", "second n = third +++ n", "second n = n", "second = three.get"),
    ("third :: Int", "third :: Int\n-- the third"),
    ("third = 3 +++ first", "third = first", "third = 3", "third = second first", "third = four"),
    ("infixl 6 plus as +++", "infixl 6 other as +++"),
    ("plus :: Int -> Int -> Int\nplus a _ = a", "plus :: Int -> Int -> Int\nplus _ _ = first"),
    (
        "other :: Int -> Int -> Int\nother _ b = second b",
        "other :: Int -> Int -> Int\nother a b = b",
    ),
    ("three = { get: \\n -> second n }", "three = { get: second }", ""),
    (
        "class Has a where\n  has :: a\n  use :: a -> a",
        "class Has a where\n  has :: a\n  use :: forall b. Need b => a -> a",
    ),
    (
        "instance Has Int where\n  has = use 1\n  use n = n",
        "instance Has Int where\n  has = 1\n  use n = use n",
    ),
    (
        "instance Has T where\n  has = T four\n  use t = t",
        "instance Has T where\n  has = both need\n  use t = t",
    ),
    (
        "instance Need T where\n  need = has",
        "instance Need T where\n  need = T 1",
        "derive newtype instance Need T",
    ),
    ("four = need", "four = 4", "four :: Int\nfour = need\n  +++ has", "four :: Int\nfour = 4"),
    ("", "instance Need Int where\n  need = has"),
)

GROUND: Final[Variants] = (
    ("module Ground where",),
    ("newtype T = T Int", "data T = T Int"),
    ("class Need a where\n  need :: a", "class Need a where\n  need :: a\n  less :: a"),
    ("both :: forall a. Need a => a -> a\nboth a = a", "both :: forall a. a -> a\nboth a = a"),
    ("instance Need Int where\n  need = 1", ""),
)

CIRCLES: Final = Program(
    {"Circle.nova": CIRCLE, "Ground.nova": GROUND},
    frozenset(),
    tuple(paragraph for variants in (*CIRCLE, *GROUND) for paragraph in variants),
    ("first", "second", "third", "four", "has", "use", "need", "Int", "T", "n"),
    on_library=False,
)

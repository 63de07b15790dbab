"""Call and type hierarchies from every form: `<` calls, `>` is called, `^` stands above, `v` below."""

from __future__ import annotations

import pytest

from tests.features.fixture import load
from tests.features.situations.ask import FEATURES

CALLS = {
    "a constructor": (
        "data Box = Full Int\nf = Full 1\ng (Ful<CURSOR>l n) = n",
        ["< Main.f", "< Main.g"],
    ),
    "an operator": (
        "infixl 4 plus as +\nplus a _ = a\nf = 1 <CURSOR>+ 2\ng = (+)",
        ["< Main.f", "< Main.g"],
    ),
    "a member": (
        "class Shape a where\n  area :: a -> Int\ninstance Shape Int where\n  area n = n\nf n = are<CURSOR>a (n :: Int)",
        ["< Main.f"],
    ),
    "what a member's definition calls": (
        "class Shape a where\n  area :: a -> Int\ng n = n\ninstance Shape Int where\n  area n = g<CURSOR> n",
        ["< Main.Shape Int"],
    ),
    "an instance around the cursor": (
        "class Shape a where\n  area :: a -> Int\ng n = n\ninstance Shape Int where\n  area n = <CURSOR> g n",
        ["> Main.g"],
    ),
    "what a where calls": (
        "g n = n\n<CURSOR>f n = h n\n  where\n  h m = g m",
        ["> Main.g"],
    ),
    "values that call each other": (
        "f<CURSOR> n = g n\ng n = f n",
        ["< Main.g", "> Main.g"],
    ),
    "a foreign import": (
        "foreign import now :: Int\nf = no<CURSOR>w",
        ["< Main.f"],
    ),
    "a value that nobody calls": ("f<CURSOR> = 1", []),
    "calls in a record and an array": (
        "g n = n\nf<CURSOR> = { a: g 1, b: [ g 2 ] }",
        ["> Main.g"],
    ),
    "what an alias of an import leads to": (
        "import Other as O\nf = O.thi<CURSOR>ng\n--- Other\nmodule Other where\nthing = 1\nmore = thing",
        ["< Main.f", "< Other.more"],
    ),
}

TYPES = {
    "an instance": (
        "class Shape a\ninstance sha<CURSOR>peInt :: Shape Int",
        ["^ Main.Shape"],
    ),
    "a class without anything": ("class Sha<CURSOR>pe a", []),
    "a class with two superclasses": (
        "class A a\nclass B a\nclass (A a, B a) <= Bo<CURSOR>th a",
        ["^ Main.A", "^ Main.B"],
    ),
    "a newtype with a derivation": (
        "class Shape a\ninstance Shape Int\nnewtype A<CURSOR>ge = Age Int\nderive newtype instance Shape Age",
        ["^ Main.Shape"],
    ),
    "a type in a signature": (
        "class Shape a\ndata Box = Box\ninstance Shape Box\nf :: B<CURSOR>ox\nf = Box",
        ["^ Main.Shape"],
    ),
    "a class in a constraint": (
        "class Shape a\ninstance Shape Int\nf :: forall a. Sha<CURSOR>pe a => a -> a\nf x = x",
        ["v Main.Shape Int"],
    ),
    "subclasses and instances of other modules": (
        "import Other\nclass Shape a <= Round a\ninstance Sha<CURSOR>pe Int\n--- Other\nmodule Other where\nclass Shape a\ninstance Shape String",
        ["v Main.Round", "v Main.Shape Int", "v Other.Shape String"],
    ),
    "a type with a parameter": (
        "class Shape a\ndata Box a = Box a\ninstance Shape a => Shape (Box a)\nf :: B<CURSOR>ox Int\nf = Box 1",
        ["^ Main.Shape"],
    ),
    "a class beside code that does not parse": (
        "class Sha<CURSOR>pe a\ninstance Shape Int\nbroken = case (",
        ["v Main.Shape Int"],
    ),
}


@pytest.mark.parametrize("form", CALLS)
def test_calls(form: str) -> None:
    text, expected = CALLS[form]
    assert FEATURES["call hierarchy"](load(f"module Main where\n{text}\n")) == expected


@pytest.mark.parametrize("form", TYPES)
def test_types(form: str) -> None:
    text, expected = TYPES[form]
    assert FEATURES["type hierarchy"](load(f"module Main where\n{text}\n")) == expected

"""Large modules are checked in steps that grow as they do, and nothing in them overflows.

What is counted is calls: no clock says so much, and a busy machine does not change them.
"""

from __future__ import annotations

import cProfile
from collections.abc import Callable
from pathlib import Path

import pytest

from nova_ls.diagnostics import render
from tests.compiler.world import fresh, library_database

HEADER = "module Main where\nimport Prelude\nimport Effect (Effect)\n"
COUNT = range(3000)


def instances() -> str:
    classes = "class C a where\n  c :: a -> Int\n"
    types = "".join(f"data T{i} = T{i}\ninstance C T{i} where\n  c _ = {i}\n" for i in range(500))
    return classes + types + "f :: Int\nf = " + " + ".join(f"c T{i}" for i in range(500))


def derived_instances() -> str:
    return "".join(f"data T{i} = A{i} | B{i} Int\nderive instance Eq T{i}\n" for i in range(500))


def a_record() -> str:
    fields = ", ".join(f"f{i} :: Int" for i in COUNT)
    values = ", ".join(f"f{i}: {i}" for i in COUNT)
    return (
        f"type R = {{ {fields} }}\nr :: R\nr = {{ {values} }}\ng :: R -> Int\ng q = q.f0 + q.f2999"
    )


def a_record_known_by_its_uses() -> str:
    return "f q = " + " + ".join(f"q.f{i}" for i in COUNT)


def an_array() -> str:
    items = ", ".join(f'{{ a: {i}, b: "{i}" }}' for i in range(10_000))
    return f"x :: Array {{ a :: Int, b :: String }}\nx = [ {items} ]"


def a_chain() -> str:
    return "x = " + " <> ".join(f'"{i}"' for i in range(5000))


def a_chain_of_applications() -> str:
    return "x = " + " $ ".join("identity" for _ in COUNT) + " $ 1"


def statements() -> str:
    lines = "".join(f"  x{i} <- pure {i}\n" for i in COUNT)
    return f"f :: Effect Int\nf = do\n{lines}  pure x2999"


def lets() -> str:
    lines = "".join(f"    x{i + 1} = x{i} + 1\n" for i in range(2000))
    return f"f =\n  let\n    x0 = 1\n{lines}  in x2000"


def constructors() -> str:
    branches = "".join(f"  C{i} -> {i}\n" for i in COUNT)
    return (
        f"data T = {' | '.join(f'C{i}' for i in COUNT)}\nf :: T -> Int\nf = case _ of\n{branches}"
    )


def guards() -> str:
    lines = "".join(f"  | n == {i} = {i}\n" for i in COUNT)
    return f"f :: Int -> Int\nf n\n{lines}  | otherwise = 0"


def values_that_use_each_other() -> str:
    return "".join(f"f{i} n = f{(i + 1) % 1000} (n - 1)\n" for i in range(1000))


def types_that_double() -> str:
    lines = "".join(f"y{i + 1} = p y{i}\n" for i in range(18))
    return "p x = { a: x, b: x }\ny0 = p 1\n" + lines


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "most"),
    [
        (instances, 170),
        (derived_instances, 200),
        (a_record, 11),
        (a_record_known_by_its_uses, 150),
        (an_array, 18),
        (a_chain, 44),
        (a_chain_of_applications, 73),
        (statements, 72),
        (lets, 35),
        (constructors, 40),
        (guards, 33),
        (values_that_use_each_other, 96),
        (types_that_double, 300),
    ],
)
def test_large_code_is_checked(text: Callable[[], str], most: int) -> None:
    """`most`: calls for each character, three times what they are."""
    assert _errors(HEADER + text() + "\n", most) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "x = " + "(" * 2000 + "1" + ")" * 2000,
        "f :: " + "Array (" * 2000 + "Int" + ")" * 2000,
        "f = " + "\\a -> " * 2000 + "1",
    ],
)
def test_what_is_nested_too_deeply_is_one_mistake(text: str) -> None:
    assert _errors(f"{HEADER}{text}\n", 200) == ["ErrorParsingModule"]


def _errors(text: str, most: int) -> list[str]:
    library_database()
    with cProfile.Profile(builtins=False) as profile:
        workspace = fresh({Path("/large/Main.nova"): text})
        found = [d for file in workspace.files.values() for _, d in workspace.diagnostics(file)]
    assert max([len(render(d)) for d in found], default=0) < 50_000
    calls = sum(entry.callcount for entry in profile.getstats())
    assert calls < most * len(text)
    return [d.code for d in found if d.severity == 1]

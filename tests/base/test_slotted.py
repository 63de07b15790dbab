"""Slotted data classes: what they do is compiled when it is done first, or ahead."""

from __future__ import annotations

import subprocess
import sys

import pytest

from nova_ls.base import slotted
from nova_ls.base.slotted import compile_one, entity, value


@value
class Point:
    x: int
    y: int = 2


@entity
class Named:
    name: str


class Loud(Named):
    def __init__(self, name: str) -> None:
        super().__init__(name.upper())


def test_what_was_compiled_ahead_does_the_same() -> None:
    while compile_one():
        continue
    assert (Point(1).x, Point(x=1).y) == (1, 2)
    assert Point(1) == Point(1, 2) != Point(2)
    with pytest.raises(TypeError, match=r"Point\.__init__\(\) missing 1 required positional"):
        Point()  # type: ignore[call-arg]


def test_a_class_is_compiled_when_it_is_used() -> None:
    @value
    class Late:
        x: int

    assert Late in slotted._UNUSED
    assert Late(3).x == 3
    assert Late not in slotted._UNUSED


def test_a_class_below_one_that_was_not_used_yet_has_a_beginning_of_its_own() -> None:
    assert Loud("a").name == "A"


def test_classes_with_the_same_fields_have_code_of_their_own() -> None:
    """In one code object the interpreter would remember now the one class, now the other."""

    @entity
    class Other:
        name: str

    assert (Named("a").name, Other("b").name) == ("a", "b")
    assert Named.__init__.__code__ is not Other.__init__.__code__
    assert Other.__init__.__qualname__.endswith("Other.__init__")


def test_a_server_compiles_all_that_it_has_loaded() -> None:
    """So that the first edit that needs a class does not wait for it."""
    code = "from nova_ls.server.handlers.loading import load; from nova_ls.base import slotted\n"
    code += "for _ in load(): pass\nprint(len(slotted._UNUSED))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "0\n"

"""Mistakes that only several declarations make together."""

from __future__ import annotations

import pytest

from nova_ls.syntax.order import order_errors
from tests.syntax.dump import parse_module


@pytest.mark.parametrize(
    ("text", "mistakes"),
    [
        ("module M where\nimport A\nx = 1\ny = 2\n", []),
        ("module M where\nx = 1\nimport A\n", [(2, "import")]),
        ("module M where\nx = 1\nimport A\nimport B\n", [(2, "import")]),
        ("module M where\nx = 1\nelse instance A B\n", [(2, "else")]),
        ("module M where\ninstance A B\nelse instance A C\nelse instance M.A C\n", [(3, "M.A")]),
        ("module M where\nx = 1\nmodule N where\n", [(2, "module N")]),
        ("module M where\n\n  x = 1\ny = 2\n", [(2, "y")]),
    ],
)
def test_order(text: str, mistakes: list[tuple[int, str]]) -> None:
    trees = parse_module(text)
    assert [tree.errors for tree in trees if tree.errors] == []
    found = [
        (index, trees[index].tokens.source[error.start : error.end])
        for index, error in order_errors(trees)
    ]
    assert found == mistakes


def test_imports_below_what_does_not_parse_are_not_misplaced() -> None:
    assert list(order_errors(parse_module("module M where\nimport A b\n)\nimport B\n"))) == []


def test_a_module_needs_a_header() -> None:
    (tree,) = parse_module("x = 1\n")
    assert [error.problem.values for error in tree.errors] == [("`module` and its name", "`x`")]
    assert len(tree.declarations) == 1


def test_a_header_without_its_first_line_is_one_mistake() -> None:
    trees = parse_module("( x\n) where\n\nimport A\n\nx = 1\n")
    assert [error.problem.values for tree in trees for error in tree.errors] == [
        ("`module` and its name", "`(`")
    ]

"""The PureScript compiler's layout tests and the core libraries, where NOVA_CORPUS names their folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from nova_ls.syntax.chunks import split
from nova_ls.syntax.order import order_errors
from tests.syntax.dump import parse_module, render_blocks
from tests.syntax.printer import print_tree, tree_invariants

CORPUS = Path(os.environ.get("NOVA_CORPUS", "."))
pytestmark = pytest.mark.skipif("NOVA_CORPUS" not in os.environ, reason="NOVA_CORPUS is not set")


def found(pattern: str) -> list[Path]:
    return sorted(CORPUS.glob(pattern)) if "NOVA_CORPUS" in os.environ else []


@pytest.mark.parametrize(
    "source", found("purescript/tests/purs/layout/*.purs"), ids=lambda path: path.stem
)
def test_layout_agrees_with_the_compiler(source: Path) -> None:
    golden = source.with_suffix(".out").read_text(encoding="utf-8")
    assert render_blocks(source.read_text(encoding="utf-8")) == golden


@pytest.mark.parametrize("library", found("purescript-*"), ids=lambda path: path.name)
def test_libraries_parse_without_mistakes(library: Path) -> None:
    sources = sorted((library / "src").rglob("*.purs"))
    assert sources
    for source in sources:
        text = source.read_bytes().decode()
        trees = parse_module(text)
        mistakes = [error for tree in trees for error in tree.errors]
        assert (source, mistakes, list(order_errors(trees))) == (source, [], [])
        assert [print_tree(tree) for tree in trees] == [chunk.anchored for chunk in split(text)]
        assert [wrong for tree in trees for wrong in tree_invariants(tree)] == []

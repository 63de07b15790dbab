"""Blocks, trees and mistakes of whole files, compared with what is written beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.syntax.dump import render_blocks, render_errors, render_trees
from tests.syntax.golden import cases, check_golden


@pytest.mark.parametrize("source", cases("layout"), ids=lambda path: path.stem)
def test_blocks(source: Path, pytestconfig: pytest.Config) -> None:
    check_golden(source, render_blocks, pytestconfig)


@pytest.mark.parametrize("source", cases("trees"), ids=lambda path: path.stem)
def test_trees(source: Path, pytestconfig: pytest.Config) -> None:
    check_golden(source, render_trees, pytestconfig)


@pytest.mark.parametrize("source", cases("errors"), ids=lambda path: path.stem)
def test_errors(source: Path, pytestconfig: pytest.Config) -> None:
    check_golden(source, render_errors, pytestconfig)

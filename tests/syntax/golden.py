"""Golden files: what a function makes of `*.nova` is kept beside it in `*.out`."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def cases(folder: str) -> list[Path]:
    """The source files of a folder of golden files."""
    return sorted((HERE / folder).glob("*.nova"))


def check_golden(source: Path, render: Callable[[str], str], config: pytest.Config) -> None:
    """Compare with the golden file, or write it where that is asked for."""
    found = render(source.read_text(encoding="utf-8"))
    golden = source.with_suffix(".out")
    asked = config.getoption("--update-golden", default=False)
    if asked or os.environ.get("NOVA_UPDATE_GOLDEN"):
        golden.write_text(found, encoding="utf-8")
    assert golden.read_text(encoding="utf-8") == found

"""The regular expressions mean the same in every Python that is supported."""

from __future__ import annotations

import re
from pathlib import Path

import nova_ls

POSSESSIVE_GROUP = re.compile(r"[^(\\]\)[*+?]\+")


def test_no_group_is_repeated_possessively() -> None:
    """Python before 3.11.5 goes on behind an iteration that failed half-way; `(?>(?:…)*)` it matches as it should."""
    package = Path(nova_ls.__file__).parent
    found = [
        f"{path.relative_to(package)}:{number}"
        for path in package.rglob("*.py")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if POSSESSIVE_GROUP.search(line)
    ]
    assert found == []

"""Where the page of a diagnostic's code lies: what an editor opens when its user asks what the code means."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).parent.parent
_FOLDERS: Final = (_PACKAGE / "docs" / "errors", _PACKAGE.parent / "docs" / "errors")
"""In an installed package, and in a checkout."""


@cache
def error_page(code: str) -> str | None:
    """The URI of a code's page; None for a code without one."""
    for folder in _FOLDERS:
        page = folder / f"{code}.md"
        if page.is_file():
            return page.as_uri()
    return None

"""The module that a file declares."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from nova_ls.workspace.read_source import Unreadable, read_source

# Comments before the header; then its keyword and name.
_HEADER: Final = re.compile(
    r"(?:\s+|--[^\r\n]*|\{-(?:[^-]|-(?!\}))*-\}|#![^\r\n]*)*module\s+([A-Z][\w']*(?:\.[A-Z][\w']*)*)(?![\w'.])"
)


def name_in(text: str) -> str | None:
    """The name in a text's module header; None where it has none."""
    match = _HEADER.match(text)
    return match[1] if match else None


def declared_name(path: Path) -> str | None:
    """The name in a file's module header; None where it has none or cannot be read."""
    text = read_source(path)
    return None if isinstance(text, Unreadable) else name_in(text)

"""Versions of a declaration as text and as JSON."""

from __future__ import annotations

from difflib import unified_diff
from typing import Any

from nova_ls.cli.paint import paint
from nova_ls.workspace.history.declaration import Declaration
from nova_ls.workspace.history.versions import Version, signature


def text_of(declaration: Declaration | None) -> str:
    """Its text without the blank lines around it."""
    return "" if declaration is None else declaration.text.strip("\r\n") + "\n"


def patch(version: Version) -> str:
    """What a commit changed in a declaration's text, as `diff -u` shows it."""
    return patch_between(version.previous, version.declaration)


def patch_between(old: Declaration | None, new: Declaration | None) -> str:
    lines = unified_diff(text_of(old).splitlines(), text_of(new).splitlines(), lineterm="", n=3)
    return "\n".join(_painted(line) for line in list(lines)[2:])


def _painted(line: str) -> str:
    styles = {"+": "green", "-": "red", "@": "cyan"}
    style = styles.get(line[:1])
    return line if style is None else paint(line, style)


def json_of_version(version: Version) -> dict[str, Any]:
    declaration = version.declaration
    return {
        "commit": version.commit.id.hex(),
        "author": version.commit.author,
        "time": version.commit.time,
        "message": version.commit.message,
        "change": str(version.kind),
        "name": declaration.name if declaration is not None else None,
        "signature": None if declaration is None else signature(declaration),
        "text": None if declaration is None else text_of(declaration),
        "fails": False if declaration is None else declaration.failed,
        "entries": [] if declaration is None else [e.id.hex() for e in declaration.entries],
    }

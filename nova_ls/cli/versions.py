"""The text that changed between two versions of a declaration."""

from __future__ import annotations

from difflib import unified_diff

from nova_ls.cli.paint import paint
from nova_ls.workspace.history.declaration import Declaration
from nova_ls.workspace.history.plain import text_of
from nova_ls.workspace.history.versions import Version


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

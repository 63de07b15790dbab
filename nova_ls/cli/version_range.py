"""What commands say of two versions: their range, and the text that changed."""

from __future__ import annotations

from difflib import unified_diff

from nova_ls.cli.paint import paint
from nova_ls.history.as_data import text_of
from nova_ls.history.declaration import StoredDeclaration
from nova_ls.history.declaration_versions import DeclarationVersion


def patch(version: DeclarationVersion) -> str:
    """What a commit changed in a declaration's text, as `diff -u` shows it."""
    return patch_between(version.previous, version.declaration)


def patch_between(old: StoredDeclaration | None, new: StoredDeclaration | None) -> str:
    """A unified diff from one version to another; None: it did not exist."""
    lines = unified_diff(text_of(old).splitlines(), text_of(new).splitlines(), lineterm="", n=3)
    return "\n".join(_painted(line) for line in list(lines)[2:])


def split_range(name: str) -> tuple[str, str | None]:
    """`A..B`, and `A..` for what is between it and `HEAD`; a name, and None, of something that is not a range (`../a.dump`)."""
    before, dots, after = name.partition("..")
    if not dots or not before or before.endswith("/") or after.startswith("/"):
        return name, None
    return before, after or "HEAD"


def _painted(line: str) -> str:
    styles = {"+": "green", "-": "red", "@": "cyan"}
    style = styles.get(line[:1])
    return line if style is None else paint(line, style)

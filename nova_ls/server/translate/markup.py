"""Markdown, or plain text for clients that cannot show it."""

from __future__ import annotations

import re
from typing import Final

from nova_ls.server.sessions.server_context import ServerContext

_MARKS: Final = re.compile(r"^(```\w*|---)\n?|`|^\*|\*$", re.MULTILINE)
_EMPTY_LINES: Final = re.compile(r"\n{3,}")
_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>#&~|])")


def plain_in_markdown(server: ServerContext, where: str, text: str) -> str:
    """A text from elsewhere, so that nothing in it is taken for Markdown."""
    return _SPECIAL.sub(r"\\\1", text) if where in server.client.markdown_in else text


def markup(server: ServerContext, where: str, text: str) -> dict[str, str]:
    """`where`: hover, completion or signatureHelp."""
    if where in server.client.markdown_in:
        return {"kind": "markdown", "value": text}
    plain = _EMPTY_LINES.sub("\n\n", _MARKS.sub("", text))
    return {"kind": "plaintext", "value": plain.strip()}

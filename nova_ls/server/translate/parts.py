"""Answers that are long lists, given a part at a time to clients that take them so."""

from __future__ import annotations

from typing import Any, Final

from nova_ls.server.sessions.server_context import ServerContext

AT_ONCE: Final = 100
"""Items in one part."""

Items = list[dict[str, Any]]


def in_parts(server: ServerContext, token: int | str | None, items: Items) -> Items:
    """The answer: the items, or nothing more where they were told under the client's token."""
    if token is None:
        return items
    for start in range(0, len(items), AT_ONCE):
        part = items[start : start + AT_ONCE]
        server.wire.tell("$/progress", {"token": token, "value": part})
    return []

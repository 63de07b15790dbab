"""textDocument/hover."""

from __future__ import annotations

import time
from typing import Any, Final

from lsprotocol import types

from nova_ls.features.history import standing_sentence
from nova_ls.features.hover import Hover, hover
from nova_ls.features.ranges import range_at
from nova_ls.server.handlers.registration import Registration
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.translate.markup import markup, plain_in_markdown
from nova_ls.server.translate.place import At, place_of


def handle_hover(server: ServerContext, params: types.HoverParams) -> dict[str, Any] | None:
    at = place_of(server, types.TEXT_DOCUMENT_HOVER, params.text_document, params.position)
    found = None if at is None else hover(at.snapshot, at.module, at.offset)
    if at is None or found is None:
        return None
    return {
        "contents": markup(server, "hover", found.text + _history(server, at, found)),
        "range": range_at(found.place, at.encoding),
    }


def _history(server: ServerContext, at: At, found: Hover) -> str:
    """When, by whom and how often a declaration of the workspace was changed."""
    key, changes = found.element, server.changes.of(at.session)
    standing = None if key is None else changes.standing(key)
    if standing is None:
        return ""
    sentence = standing_sentence(standing, time.time())
    return f"\n\n*{plain_in_markdown(server, 'hover', sentence)}*"


REGISTRATIONS: Final = (
    Registration(
        types.TEXT_DOCUMENT_HOVER, handle_hover, {"hoverProvider": True}, drop_if_stale=True
    ),
)

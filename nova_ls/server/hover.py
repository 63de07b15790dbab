"""textDocument/hover."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types

from nova_ls.features.hover import hover
from nova_ls.features.ranges import range_at
from nova_ls.server.markup import markup
from nova_ls.server.place import place_of

if TYPE_CHECKING:
    from nova_ls.server.server import NovaServer


def handle_hover(server: NovaServer, params: types.HoverParams) -> dict[str, Any] | None:
    at = place_of(server, params.text_document, params.position)
    found = None if at is None else hover(at.snapshot, at.module, at.offset)
    if at is None or found is None:
        return None
    return {
        "contents": markup(server, "hover", found.text),
        "range": range_at(found.place, at.encoding),
    }

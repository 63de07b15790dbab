"""textDocument/hover."""

from __future__ import annotations

from typing import Any

from lsprotocol import types

from nova_ls.features.hover import hover
from nova_ls.features.ranges import range_at
from nova_ls.server.markup import markup
from nova_ls.server.place import place_of
from nova_ls.server.shell import Shell


def handle_hover(server: Shell, params: types.HoverParams) -> dict[str, Any] | None:
    at = place_of(server, params.text_document, params.position)
    found = None if at is None else hover(at.snapshot, at.module, at.offset)
    if at is None or found is None:
        return None
    return {
        "contents": markup(server, "hover", found.text),
        "range": range_at(found.place, at.encoding),
    }

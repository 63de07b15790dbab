"""textDocument/documentHighlight."""

from __future__ import annotations

from typing import Any, Final

from lsprotocol import types

from nova_ls.features.document_highlight import document_highlight
from nova_ls.features.ranges import range_at
from nova_ls.server.handlers.registration import Registration
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.translate.place import place_of


def handle_document_highlight(
    server: ServerContext, params: types.DocumentHighlightParams
) -> list[dict[str, Any]] | None:
    at = place_of(
        server, types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, params.text_document, params.position
    )
    if at is None:
        return None
    found = document_highlight(at.snapshot, at.module, at.offset)
    return [{"range": range_at(one.place, at.encoding), "kind": int(one.kind)} for one in found]


REGISTRATIONS: Final = (
    Registration(
        types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT,
        handle_document_highlight,
        {"documentHighlightProvider": True},
        drop_if_stale=True,
    ),
)

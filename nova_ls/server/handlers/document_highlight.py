"""textDocument/documentHighlight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from nova_ls.features.document_highlight import document_highlight
from nova_ls.features.ranges import range_at
from nova_ls.server.handlers.registration import Registration
from nova_ls.server.rpc import methods
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.translate.place import place_of

if TYPE_CHECKING:
    from lsprotocol import types


def handle_document_highlight(
    server: ServerContext, params: types.DocumentHighlightParams
) -> list[dict[str, Any]] | None:
    """What else in the document is the name at a position; None where there is no name."""
    at = place_of(
        server, methods.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, params.text_document, params.position
    )
    if at is None:
        return None
    found = document_highlight(at.snapshot, at.module, at.offset)
    return [{"range": range_at(one.place, at.encoding), "kind": int(one.kind)} for one in found]


REGISTRATIONS: Final = (
    Registration(
        methods.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT,
        handle_document_highlight,
        {"documentHighlightProvider": True},
        drop_if_stale=True,
    ),
)

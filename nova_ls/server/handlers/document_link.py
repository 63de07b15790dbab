"""textDocument/documentLink."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from nova_ls.features.document_link import DocumentLink, document_links
from nova_ls.features.ranges import range_at
from nova_ls.server.handlers.registration import Registration
from nova_ls.server.rpc import methods
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.translate.place import document_of

if TYPE_CHECKING:
    from lsprotocol import types


def handle_document_link(
    server: ServerContext, params: types.DocumentLinkParams
) -> list[dict[str, Any]] | None:
    """Module names of imports that lead to their files; None for a document that is not known."""
    found = document_of(server, params.text_document)
    if found is None or found[1].module is None:
        return None
    return [_link(server, link) for link in document_links(found[0].snapshot(), found[1].module)]


def _link(server: ServerContext, link: DocumentLink) -> dict[str, Any]:
    target = link.target
    uri = target if isinstance(target, str) else server.sessions.uri_of(target.path)
    return {"range": range_at(link.place, server.client.encoding), "target": uri}


REGISTRATIONS: Final = (
    Registration(
        methods.TEXT_DOCUMENT_DOCUMENT_LINK,
        handle_document_link,
        {"documentLinkProvider": {}},
        drop_if_stale=True,
    ),
)

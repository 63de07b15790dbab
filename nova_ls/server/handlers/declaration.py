"""textDocument/declaration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from nova_ls.features.declaration import declaration
from nova_ls.server.handlers.registration import Registration
from nova_ls.server.rpc import methods
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.translate.location import locations
from nova_ls.server.translate.place import place_of

if TYPE_CHECKING:
    from lsprotocol import types


def handle_declaration(
    server: ServerContext, params: types.DeclarationParams
) -> dict[str, Any] | list[dict[str, Any]] | None:
    """Where a name is declared: an import or a signature, where a definition is elsewhere; None where that is not known."""
    at = place_of(server, methods.TEXT_DOCUMENT_DECLARATION, params.text_document, params.position)
    return None if at is None else locations(server, declaration(at.snapshot, at.module, at.offset))


REGISTRATIONS: Final = (
    Registration(
        methods.TEXT_DOCUMENT_DECLARATION, handle_declaration, {"declarationProvider": True}
    ),
)

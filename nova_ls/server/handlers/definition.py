"""textDocument/definition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from nova_ls.features.definition import definition
from nova_ls.server.handlers.registration import Registration
from nova_ls.server.rpc import methods
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.translate.location import locations
from nova_ls.server.translate.place import place_of

if TYPE_CHECKING:
    from lsprotocol import types


def handle_definition(
    server: ServerContext, params: types.DefinitionParams
) -> dict[str, Any] | list[dict[str, Any]] | None:
    """Where what a name means is defined; None where that is not known."""
    at = place_of(server, methods.TEXT_DOCUMENT_DEFINITION, params.text_document, params.position)
    if at is None:
        return None
    return locations(server, definition(at.snapshot, at.module, at.offset))


REGISTRATIONS: Final = (
    Registration(methods.TEXT_DOCUMENT_DEFINITION, handle_definition, {"definitionProvider": True}),
)

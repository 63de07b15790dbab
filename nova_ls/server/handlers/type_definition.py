"""textDocument/typeDefinition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from nova_ls.features.type_definition import type_definition
from nova_ls.server.handlers.registration import Registration
from nova_ls.server.rpc import methods
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.translate.location import locations
from nova_ls.server.translate.place import place_of

if TYPE_CHECKING:
    from lsprotocol import types


def handle_type_definition(
    server: ServerContext, params: types.TypeDefinitionParams
) -> dict[str, Any] | list[dict[str, Any]] | None:
    """Where the types in the type of an expression are defined; None where that is not known."""
    at = place_of(
        server, methods.TEXT_DOCUMENT_TYPE_DEFINITION, params.text_document, params.position
    )
    return (
        None
        if at is None
        else locations(server, type_definition(at.snapshot, at.module, at.offset))
    )


REGISTRATIONS: Final = (
    Registration(
        methods.TEXT_DOCUMENT_TYPE_DEFINITION,
        handle_type_definition,
        {"typeDefinitionProvider": True},
    ),
)

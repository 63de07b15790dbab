"""textDocument/references."""

from __future__ import annotations

from typing import Any, Final

from lsprotocol import types

from nova_ls.features.references import Declaration, references
from nova_ls.server.handlers.registration import Registration
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.translate.location import location
from nova_ls.server.translate.place import place_of


def handle_references(
    server: ServerContext, params: types.ReferenceParams
) -> list[dict[str, Any]] | None:
    at = place_of(server, types.TEXT_DOCUMENT_REFERENCES, params.text_document, params.position)
    if at is None:
        return None
    included = params.context.include_declaration
    declaration = Declaration.INCLUDED if included else Declaration.LEFT_OUT
    found = references(at.snapshot, at.module, at.offset, declaration)
    return [location(server, place) for place in found]


REGISTRATIONS: Final = (
    Registration(types.TEXT_DOCUMENT_REFERENCES, handle_references, {"referencesProvider": True}),
)

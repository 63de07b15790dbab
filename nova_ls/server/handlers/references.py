"""textDocument/references."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any, Final

from nova_ls.features.references import IncludeDeclaration, references_by_module
from nova_ls.server.handlers.registration import Registration
from nova_ls.server.rpc import methods
from nova_ls.server.rpc.deferred_responses import Wait
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.translate.location import locations_in
from nova_ls.server.translate.mentioned_place import place_with_mentions
from nova_ls.server.translate.parts import in_parts

if TYPE_CHECKING:
    from lsprotocol import types


def handle_references(
    server: ServerContext, params: types.ReferenceParams
) -> Generator[Wait, None, list[dict[str, Any]] | None]:
    """Every mention of a name, once all that may mention it is checked; None where there is no name."""
    at = yield from place_with_mentions(
        server,
        methods.TEXT_DOCUMENT_REFERENCES,
        params.text_document,
        params.position,
        params.work_done_token,
    )
    if at is None:
        return None
    included = params.context.include_declaration
    declaration = IncludeDeclaration.INCLUDED if included else IncludeDeclaration.LEFT_OUT
    items: list[dict[str, Any]] = []
    for places in references_by_module(at.snapshot, at.module, at.offset, declaration):
        items += locations_in(server, places)
        yield Wait.FOR_A_TURN
    return in_parts(server, params.partial_result_token, items)


REGISTRATIONS: Final = (
    Registration(
        methods.TEXT_DOCUMENT_REFERENCES,
        handle_references,
        {"referencesProvider": {"workDoneProgress": True}},
    ),
)

"""textDocument/linkedEditingRange."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from nova_ls.features.linked_editing import linked_editing
from nova_ls.features.ranges import range_at
from nova_ls.server.handlers.registration import Registration
from nova_ls.server.rpc import methods
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.translate.place import place_of

if TYPE_CHECKING:
    from lsprotocol import types


def handle_linked_editing(
    server: ServerContext, params: types.LinkedEditingRangeParams
) -> dict[str, Any] | None:
    """The places of a local name that are edited together; None where there is none."""
    at = place_of(
        server, methods.TEXT_DOCUMENT_LINKED_EDITING_RANGE, params.text_document, params.position
    )
    places = [] if at is None else linked_editing(at.module, at.offset)
    if at is None or not places:
        return None
    return {
        "ranges": [range_at(place, at.encoding) for place in places],
        "wordPattern": "[\\w']+",
    }


REGISTRATIONS: Final = (
    Registration(
        methods.TEXT_DOCUMENT_LINKED_EDITING_RANGE,
        handle_linked_editing,
        {"linkedEditingRangeProvider": True},
        drop_if_stale=True,
    ),
)

"""textDocument/selectionRange."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from nova_ls.features.ranges import range_between
from nova_ls.features.selection_range import selection_range
from nova_ls.server.handlers.registration import Registration
from nova_ls.server.rpc import methods
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.translate.place import At, place_of

if TYPE_CHECKING:
    from lsprotocol import types


def handle_selection_range(
    server: ServerContext, params: types.SelectionRangeParams
) -> list[dict[str, Any]] | None:
    """For each position what can be selected around it, from within; None where nothing is known of any."""
    method, document = methods.TEXT_DOCUMENT_SELECTION_RANGE, params.text_document
    places = [place_of(server, method, document, position) for position in params.positions]
    return [_nested(place) for place in places if place is not None] or None


def _nested(at: At) -> dict[str, Any]:
    """The innermost range, with what is around it as its parent."""
    found: dict[str, Any] = {}
    for start, end in reversed(selection_range(at.module, at.offset)):
        around = found
        found = {"range": range_between(at.module.source, start, end, at.encoding)}
        if around:
            found["parent"] = around
    return found


REGISTRATIONS: Final = (
    Registration(
        methods.TEXT_DOCUMENT_SELECTION_RANGE,
        handle_selection_range,
        {"selectionRangeProvider": True},
    ),
)

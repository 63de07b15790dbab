"""textDocument/prepareCallHierarchy, callHierarchy/incomingCalls and callHierarchy/outgoingCalls."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import Any, Final

from lsprotocol import types

from nova_ls.features.call_hierarchy import Call, called_at, incoming_calls, outgoing_calls
from nova_ls.features.ranges import range_at
from nova_ls.server.handlers.registration import Registration
from nova_ls.server.rpc.deferred_responses import Wait
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.translate.hierarchy_item import Item, given_item, hierarchy_item
from nova_ls.server.translate.place import place_of

Calls = Generator[Wait, None, list[dict[str, Any]] | None]


def handle_prepare_call_hierarchy(
    server: ServerContext, params: types.CallHierarchyPrepareParams
) -> list[dict[str, Any]] | None:
    at = place_of(
        server, types.TEXT_DOCUMENT_PREPARE_CALL_HIERARCHY, params.text_document, params.position
    )
    key = None if at is None else called_at(at.snapshot, at.module, at.offset)
    if at is None or key is None:
        return None
    item = hierarchy_item(server, at.snapshot, key, params.text_document.uri)
    return None if item is None else [item]


def handle_incoming_calls(
    server: ServerContext, params: types.CallHierarchyIncomingCallsParams
) -> Calls:
    item = yield from given_item(
        server, server.wire.plain(params.item.data), params.work_done_token
    )
    if item is None:
        return None
    calls = incoming_calls(item.session.snapshot(), item.key)
    return _written(server, item, "from", calls)


def handle_outgoing_calls(
    server: ServerContext, params: types.CallHierarchyOutgoingCallsParams
) -> Calls:
    item = yield from given_item(
        server, server.wire.plain(params.item.data), params.work_done_token
    )
    if item is None:
        return None
    calls = outgoing_calls(item.session.snapshot(), item.key)
    return _written(server, item, "to", calls)


def _written(
    server: ServerContext, item: Item, end: str, calls: Iterable[Call]
) -> list[dict[str, Any]]:
    snapshot, encoding = item.session.snapshot(), server.client.encoding
    return [
        {end: other, "fromRanges": [range_at(place, encoding) for place in call.places]}
        for call in calls
        if (other := hierarchy_item(server, snapshot, call.other, item.uri)) is not None
    ]


_PROMISE: Final = {"callHierarchyProvider": {"workDoneProgress": True}}

REGISTRATIONS: Final = (
    Registration(
        types.TEXT_DOCUMENT_PREPARE_CALL_HIERARCHY,
        handle_prepare_call_hierarchy,
        _PROMISE,
    ),
    Registration(types.CALL_HIERARCHY_INCOMING_CALLS, handle_incoming_calls, _PROMISE),
    Registration(types.CALL_HIERARCHY_OUTGOING_CALLS, handle_outgoing_calls, _PROMISE),
)

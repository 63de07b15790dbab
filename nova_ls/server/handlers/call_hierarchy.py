"""textDocument/prepareCallHierarchy, callHierarchy/incomingCalls and callHierarchy/outgoingCalls."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from typing import TYPE_CHECKING, Any, Final

from nova_ls.base.keys import ElementKey
from nova_ls.features.call_hierarchy import Call, called_at, incoming_by_module, outgoing_calls
from nova_ls.features.ranges import range_at
from nova_ls.server.handlers.registration import Registration
from nova_ls.server.rpc import methods
from nova_ls.server.rpc.deferred_responses import Wait
from nova_ls.server.rpc.params import as_json
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.sessions.up_to_date import bring_uses_of
from nova_ls.server.translate.hierarchy_item import given_item, hierarchy_item, prepared_items
from nova_ls.workspace.snapshot import Snapshot

if TYPE_CHECKING:
    from lsprotocol import types

Calls = Generator[Wait, None, list[dict[str, Any]] | None]


def handle_prepare_call_hierarchy(
    server: ServerContext, params: types.CallHierarchyPrepareParams
) -> list[dict[str, Any]] | None:
    """The element at a position, to ask for its calls; None where there is none."""
    return prepared_items(server, methods.TEXT_DOCUMENT_PREPARE_CALL_HIERARCHY, params, called_at)


def handle_incoming_calls(
    server: ServerContext, params: types.CallHierarchyIncomingCallsParams
) -> Calls:
    """Who calls an element, once all that may mention it is checked; None for an item that was not made here."""
    return (yield from _calls(server, params, "from", incoming_by_module))


def handle_outgoing_calls(
    server: ServerContext, params: types.CallHierarchyOutgoingCallsParams
) -> Calls:
    """What an element calls; None for an item that was not made here."""
    return (yield from _calls(server, params, "to", _outgoing))


def _calls(
    server: ServerContext,
    params: types.CallHierarchyIncomingCallsParams | types.CallHierarchyOutgoingCallsParams,
    end: str,
    ask: Callable[[Snapshot, ElementKey], Iterable[list[Call]]],
) -> Calls:
    """`end`: what the protocol calls the other side of a call."""
    data = as_json(params.item.data)
    item = yield from given_item(server, data, params.work_done_token, bring_uses_of)
    if item is None:
        return None
    snapshot, encoding = item.session.snapshot(), server.client.encoding
    found: list[dict[str, Any]] = []
    for calls in ask(snapshot, item.key):
        for call in calls:
            other = hierarchy_item(server, snapshot, call.other, item.uri, call.declared)
            if other is not None:
                places = [range_at(place, encoding) for place in call.places]
                found.append({end: other, "fromRanges": places})
        yield Wait.FOR_A_TURN
    return found


def _outgoing(snapshot: Snapshot, key: ElementKey) -> list[list[Call]]:
    return [outgoing_calls(snapshot, key)]


_PROMISE: Final = {"callHierarchyProvider": {"workDoneProgress": True}}

REGISTRATIONS: Final = (
    Registration(
        methods.TEXT_DOCUMENT_PREPARE_CALL_HIERARCHY,
        handle_prepare_call_hierarchy,
        _PROMISE,
    ),
    Registration(methods.CALL_HIERARCHY_INCOMING_CALLS, handle_incoming_calls, _PROMISE),
    Registration(methods.CALL_HIERARCHY_OUTGOING_CALLS, handle_outgoing_calls, _PROMISE),
)

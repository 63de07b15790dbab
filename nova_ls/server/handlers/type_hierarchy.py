"""textDocument/prepareTypeHierarchy, typeHierarchy/supertypes and typeHierarchy/subtypes."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any, Final

from nova_ls.base.keys import ElementKey
from nova_ls.features.type_hierarchy import subtypes, supertypes, typed_at
from nova_ls.server.handlers.registration import Registration
from nova_ls.server.rpc import methods
from nova_ls.server.rpc.deferred_responses import Wait
from nova_ls.server.rpc.params import as_json
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.sessions.up_to_date import bring_mentions_of
from nova_ls.server.translate.hierarchy_item import given_item, hierarchy_item, prepared_items
from nova_ls.workspace.snapshot import Snapshot

if TYPE_CHECKING:
    from lsprotocol import types

Items = Generator[Wait, None, list[dict[str, Any]] | None]


def handle_prepare_type_hierarchy(
    server: ServerContext, params: types.TypeHierarchyPrepareParams
) -> list[dict[str, Any]] | None:
    """The class, type or instance at a position, to ask for what is above and below; None where there is none."""
    return prepared_items(server, methods.TEXT_DOCUMENT_PREPARE_TYPE_HIERARCHY, params, typed_at)


def handle_supertypes(server: ServerContext, params: types.TypeHierarchySupertypesParams) -> Items:
    """What stands above: superclasses, the classes of a type; None for an item that was not made here."""
    return (yield from _items(server, params, supertypes))


def handle_subtypes(server: ServerContext, params: types.TypeHierarchySubtypesParams) -> Items:
    """What stands below: subclasses and instances; None for an item that was not made here."""
    return (yield from _items(server, params, subtypes))


def _items(
    server: ServerContext,
    params: types.TypeHierarchySupertypesParams | types.TypeHierarchySubtypesParams,
    ask: Callable[[Snapshot, ElementKey], list[ElementKey]],
) -> Items:
    data = as_json(params.item.data)
    item = yield from given_item(server, data, params.work_done_token, bring_mentions_of)
    if item is None:
        return None
    snapshot = item.session.snapshot()
    found = (hierarchy_item(server, snapshot, key, item.uri) for key in ask(snapshot, item.key))
    return [one for one in found if one is not None]


_PROMISE: Final = {"typeHierarchyProvider": {"workDoneProgress": True}}

REGISTRATIONS: Final = (
    Registration(
        methods.TEXT_DOCUMENT_PREPARE_TYPE_HIERARCHY,
        handle_prepare_type_hierarchy,
        _PROMISE,
    ),
    Registration(methods.TYPE_HIERARCHY_SUPERTYPES, handle_supertypes, _PROMISE),
    Registration(methods.TYPE_HIERARCHY_SUBTYPES, handle_subtypes, _PROMISE),
)

"""workspace/symbol and workspaceSymbol/resolve: declarations by a part of their name, or by their type."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any, Final

from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.features.document_symbols import SymbolKind
from nova_ls.features.signature import signature
from nova_ls.features.type_search import FoundValue, search_module, sought_signature, type_query
from nova_ls.features.workspace_symbols import LIMIT, FoundSymbol, search_names
from nova_ls.server.handlers.registration import Registration
from nova_ls.server.rpc import methods
from nova_ls.server.rpc.deferred_responses import ComesFirst, FirstSteps, Wait
from nova_ls.server.rpc.params import plain
from nova_ls.server.sessions.answer_progress import AnswerProgress
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.sessions.up_to_date import bring_files
from nova_ls.server.translate.location import location
from nova_ls.server.translate.parts import Items, in_parts
from nova_ls.workspace.snapshot import Place, Snapshot

if TYPE_CHECKING:
    from lsprotocol import types


def handle_workspace_symbols(server: ServerContext, params: types.WorkspaceSymbolParams) -> Any:
    """Names are looked for at once; types once all of them are known."""
    text = type_query(params.query)
    if text is not None:
        return _by_type(server, params, text)
    return ComesFirst(_by_name(server, params))


def _by_name(server: ServerContext, params: types.WorkspaceSymbolParams) -> FirstSteps:
    found: dict[tuple[Any, ...], FoundSymbol] = {}
    for session in list(server.sessions):
        bring_files(session)
        snapshot = session.snapshot()
        for module in list(snapshot.modules()):
            for one in search_names(module, params.query):
                # The library is in every session: one line for each declaration is enough.
                place = one.symbol.name_place
                found.setdefault((module.path, one.symbol.name, one.key, place.start), one)
            yield Wait.FOR_A_TURN
    ordered = sorted(found.values(), key=lambda one: one.rank)[:LIMIT]
    items = [
        _item(server, one.symbol.name, one.symbol.kind, one.key, one.symbol.name_place)
        for one in ordered
    ]
    return in_parts(server, params.partial_result_token, items)


def _by_type(
    server: ServerContext, params: types.WorkspaceSymbolParams, text: str
) -> Generator[Wait | None, None, Items]:
    with AnswerProgress(server, params.work_done_token, "Looking for types") as progress:
        while not all(one.is_settled or one.checker.is_stopped for one in server.sessions):
            progress.report(sum(one.checker.left() for one in server.sessions))
            yield Wait.FOR_A_CHANGE
        found: dict[ElementKey, tuple[FoundValue, Snapshot]] = {}
        for session in list(server.sessions):
            snapshot = session.snapshot()
            sought = sought_signature(snapshot, text)
            modules = list(snapshot.modules()) if sought is not None else []
            for number, module in enumerate(modules):
                assert sought is not None
                for one in search_module(snapshot, server.signatures, module, sought):
                    found.setdefault(one.key, (one, snapshot))
                progress.report(len(modules) - number)
                yield None
    ordered = sorted(found.values(), key=lambda pair: pair[0].rank)[:LIMIT]
    items = [_typed_item(server, *pair) for pair in ordered]
    return in_parts(server, params.partial_result_token, [one for one in items if one is not None])


# ---------------------------------------------------------------------------- symbols


def _typed_item(
    server: ServerContext, found: FoundValue, snapshot: Snapshot
) -> dict[str, Any] | None:
    place, key = snapshot.definition_of(found.key), found.key
    if place is None:
        return None
    is_constructor = key.space is Space.CONSTRUCTOR
    kind = SymbolKind.ENUM_MEMBER if is_constructor else SymbolKind.FUNCTION
    # Editors look for the query's letters in the name.
    written = signature(snapshot, key) or key.name
    return _item(server, " ".join(written.split()), kind, key, place)


def _item(
    server: ServerContext, name: str, kind: SymbolKind, key: ElementKey, place: Place
) -> dict[str, Any]:
    item: dict[str, Any] = {"name": name, "kind": int(kind), "containerName": key.namespace}
    if "location.range" not in server.client.resolved_in_symbols:
        return item | {"location": location(server, place)}
    uri = server.sessions.uri_of(place.module.path)
    return item | {
        "location": {"uri": uri},
        "data": [key.namespace, int(key.space), key.name],
    }


def handle_workspace_symbol_resolve(
    server: ServerContext, params: types.WorkspaceSymbol
) -> dict[str, Any]:
    """Add where the declaration stands in its file."""
    symbol: dict[str, Any] = plain(params)
    key = _key(params.data)
    uri = symbol["location"]["uri"]
    for session in server.sessions if key is not None else ():
        assert key is not None
        place = session.snapshot().definition_of(key)
        if place is not None and server.sessions.uri_of(place.module.path) == uri:
            return symbol | {"location": location(server, place)}
    return symbol


def _key(data: Any) -> ElementKey | None:
    """The declaration that a symbol was made for; None: it was not made here."""
    if not (isinstance(data, list | tuple) and len(data) == 3 and isinstance(data[1], int)):
        return None
    return element_key(str(data[0]), data[1], str(data[2])) if 0 <= data[1] < len(Space) else None


REGISTRATIONS: Final = (
    Registration(
        methods.WORKSPACE_SYMBOL,
        handle_workspace_symbols,
        {"workspaceSymbolProvider": {"workDoneProgress": True}},
    ),
    Registration(
        methods.WORKSPACE_SYMBOL_RESOLVE,
        handle_workspace_symbol_resolve,
        where_client_has={
            "workspace.symbol.resolveSupport": {
                "workspaceSymbolProvider": {"resolveProvider": True}
            }
        },
    ),
)

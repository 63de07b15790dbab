"""workspace/symbol and workspaceSymbol/resolve: declarations by a part of their name, or by their type."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Any, Final

from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.features.document_symbols import SymbolKind
from nova_ls.features.signature import signature
from nova_ls.features.type_search import (
    FoundValue,
    search_module,
    search_outside,
    sought_signature,
    type_query,
)
from nova_ls.features.workspace_symbols import LIMIT, ClosestNames, Rank, declarations
from nova_ls.server.handlers.registration import Registration
from nova_ls.server.rpc import methods
from nova_ls.server.rpc.deferred_responses import ComesFirst, FirstSteps, Wait
from nova_ls.server.rpc.params import as_json
from nova_ls.server.sessions.answer_progress import AnswerProgress
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.sessions.session import Session
from nova_ls.server.sessions.up_to_date import bring_files
from nova_ls.server.translate.location import location
from nova_ls.server.translate.outside_location import OutsideLocations
from nova_ls.server.translate.parts import Items, in_parts

if TYPE_CHECKING:
    from lsprotocol import types


def handle_workspace_symbols(server: ServerContext, params: types.WorkspaceSymbolParams) -> Any:
    """Names are looked for at once; types once all of them are known."""
    text = type_query(params.query)
    if text is not None:
        return _by_type(server, params, text)
    return ComesFirst(_by_name(server, params))


def _by_name(server: ServerContext, params: types.WorkspaceSymbolParams) -> FirstSteps:
    closest = ClosestNames(params.query)
    for session in list(server.sessions):
        bring_files(session)
        for module in list(session.snapshot().modules()):
            closest.add(module)
            yield Wait.FOR_A_TURN
    # The library is in every session: one line for each declaration is enough.
    found: dict[tuple[Any, ...], tuple[Rank, dict[str, Any]]] = {}
    for module, ranks in closest.by_module():
        for one in declarations(module, ranks):
            symbol, place = one.symbol, one.symbol.name_place
            item = _item(server, symbol.name, symbol.kind, one.key, location(server, place))
            found.setdefault((module.path, symbol.name, one.key, place.start), (one.rank, item))
        if module.is_restored:
            module.source.drop_trees()
        yield Wait.FOR_A_TURN
    ordered = sorted(found.values(), key=lambda pair: pair[0])[:LIMIT]
    items = [item for _, item in ordered]
    return in_parts(server, params.partial_result_token, items)


def _by_type(
    server: ServerContext, params: types.WorkspaceSymbolParams, text: str
) -> Generator[Wait | None, None, Items]:
    with AnswerProgress(server, params.work_done_token, "Looking for types") as progress:
        while not all(one.is_settled or one.checker.is_stopped for one in server.sessions):
            progress.report(sum(one.checker.left() for one in server.sessions))
            yield Wait.FOR_A_CHANGE
        found: dict[ElementKey, tuple[FoundValue, Session]] = {}
        for session in list(server.sessions):
            for one in _search(server, session, text, progress):
                if one is not None:
                    found.setdefault(one.key, (one, session))
                yield None
    ordered = sorted(found.values(), key=lambda pair: pair[0].rank)[:LIMIT]
    items = list(_typed_items(server, ordered))
    return in_parts(server, params.partial_result_token, items)


def _search(
    server: ServerContext, session: Session, text: str, progress: AnswerProgress
) -> Iterator[FoundValue | None]:
    """What is found in the modules of the program, then in those that nobody imports; None between two of them."""
    exported, known = session.workspace.exported_names, session.workspace.program.modules
    snapshot = session.snapshot()
    sought = sought_signature(snapshot, text)
    if sought is None:
        return
    modules = list(snapshot.modules())
    for number, module in enumerate(modules):
        yield from search_module(snapshot, server.signatures, module, sought)
        progress.report(len(modules) - number)
        session.workspace.baseline.let_go()
        yield None
    while exported.read_next(known):
        yield None
    for name in session.workspace.library.list_names():
        if name not in known:
            yield from search_outside(snapshot, server.signatures, name, sought)
            session.workspace.baseline.let_go()
            yield None


# ---------------------------------------------------------------------------- symbols


def _typed_items(
    server: ServerContext, found: list[tuple[FoundValue, Session]]
) -> Iterator[dict[str, Any]]:
    outside = {session: OutsideLocations(server, session) for _, session in found}
    for one, session in found:
        snapshot, key = session.snapshot(), one.key
        place = snapshot.definition_of(key)
        where = outside[session].location(key) if place is None else location(server, place)
        if where is not None:
            is_constructor = key.space is Space.CONSTRUCTOR
            kind = SymbolKind.ENUM_MEMBER if is_constructor else SymbolKind.FUNCTION
            # Editors look for the query's letters in the name.
            written = signature(snapshot, key) or key.name
            yield _item(server, " ".join(written.split()), kind, key, where)


def _item(
    server: ServerContext, name: str, kind: SymbolKind, key: ElementKey, where: dict[str, Any]
) -> dict[str, Any]:
    item: dict[str, Any] = {"name": name, "kind": int(kind), "containerName": key.namespace}
    if "location.range" not in server.client.resolved_in_symbols:
        return item | {"location": where}
    return item | {
        "location": {"uri": where["uri"]},
        "data": [key.namespace, int(key.space), key.name],
    }


def handle_workspace_symbol_resolve(
    server: ServerContext, params: types.WorkspaceSymbol
) -> dict[str, Any]:
    """Add where the declaration stands in its file."""
    symbol: dict[str, Any] = as_json(params)
    key = _key(params.data)
    uri = symbol["location"]["uri"]
    for session in server.sessions if key is not None else ():
        assert key is not None
        place = session.snapshot().definition_of(key)
        if place is None:
            where = OutsideLocations(server, session).location(key)
        else:
            where = location(server, place)
        if where is not None and where["uri"] == uri:
            return symbol | {"location": where}
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

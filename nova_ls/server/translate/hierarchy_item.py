"""Elements as items of hierarchies, which clients give back when they want to see more of them."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from typing import TYPE_CHECKING, Any

from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.base.slotted import value
from nova_ls.compiler.state.module import Module
from nova_ls.compiler.state.module_tables import Declared
from nova_ls.features.document_symbols import KINDS, SymbolKind
from nova_ls.features.ranges import range_at
from nova_ls.names.modules.items import ItemKind
from nova_ls.server.rpc.client import value_at
from nova_ls.server.rpc.deferred_responses import Wait
from nova_ls.server.rpc.error_codes import INVALID_PARAMS
from nova_ls.server.rpc.refusal import Refused
from nova_ls.server.sessions.answer_progress import AnswerProgress
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.sessions.session import Session
from nova_ls.server.translate.mentioned_place import settled
from nova_ls.server.translate.place import place_of
from nova_ls.workspace.snapshot import Place, Snapshot

if TYPE_CHECKING:
    from lsprotocol import types


@value
class HierarchyItem:
    """An element, and the document from which it was reached."""

    session: Session
    key: ElementKey
    uri: str


def hierarchy_item(
    server: ServerContext,
    snapshot: Snapshot,
    key: ElementKey,
    uri: str,
    declared: tuple[Module, Declared] | None = None,
) -> dict[str, Any] | None:
    """`uri`: the document from which it was reached. `declared`: where, if that is known. None: the element is declared nowhere."""
    found = declared or snapshot.declared(key)
    if found is None:
        return None
    module, (chunk, number, item) = found
    whole = Place(module, chunk, chunk.chunk.anchor - chunk.origin, len(chunk.code))
    kind = SymbolKind.FUNCTION
    if item.kind is not ItemKind.VALUE:
        kind = KINDS.get(item.kind, SymbolKind.OBJECT)
    encoding = server.client.encoding
    return {
        "name": key.name,
        "kind": int(kind),
        "detail": key.namespace,
        "uri": server.sessions.uri_of(module.path),
        "range": range_at(whole, encoding),
        "selectionRange": range_at(Place(module, chunk, *chunk.items.spans[number]), encoding),
        "data": {
            "uri": uri,
            "module": key.namespace,
            "space": key.space.name.lower(),
            "name": key.name,
        },
    }


def prepared_items(
    server: ServerContext,
    method: str,
    params: types.CallHierarchyPrepareParams | types.TypeHierarchyPrepareParams,
    find: Callable[[Snapshot, Module, int], ElementKey | None],
) -> list[dict[str, Any]] | None:
    """The element that `find` finds at a position, as the root of a hierarchy."""
    at = place_of(server, method, params.text_document, params.position)
    key = None if at is None else find(at.snapshot, at.module, at.offset)
    if at is None or key is None:
        return None
    item = hierarchy_item(server, at.snapshot, key, params.text_document.uri)
    return None if item is None else [item]


def given_item(
    server: ServerContext,
    data: Any,
    token: int | str | None,
    bring: Callable[[Session, ElementKey], Iterable[None]],
) -> Generator[Wait, None, HierarchyItem | None]:
    """The element that an item stands for, once all is checked that `bring` makes stale; None: its document is not open any more."""
    uri, module, space, name = (value_at(data, part) for part in ("uri", "module", "space", "name"))
    is_text = all(isinstance(part, str) for part in (uri, module, space, name))
    if not is_text or space.upper() not in Space.__members__:
        raise Refused(INVALID_PARAMS, "`data` is not that of an item of this server")
    key = element_key(module, Space[space.upper()], name)
    path = server.sessions.path_of(uri)
    with AnswerProgress(server, token, "Looking through the workspace") as progress:
        yield from settled(server, uri, progress)
        session = None if path is None else server.sessions.owner(path)
        if session is None:
            return None
        for _ in bring(session, key):
            yield Wait.FOR_A_TURN
        yield from settled(server, uri, progress)
    return HierarchyItem(session, key, uri)

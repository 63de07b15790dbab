"""textDocument/documentSymbol."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from nova_ls.base.lines import Encoding
from nova_ls.compiler.state.module import Module
from nova_ls.features.document_symbols import Symbol, document_symbols
from nova_ls.features.ranges import range_at
from nova_ls.server.handlers.registration import Registration
from nova_ls.server.rpc import methods
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.sessions.session import Session
from nova_ls.server.translate.location import location
from nova_ls.server.translate.place import document_of

if TYPE_CHECKING:
    from lsprotocol import types


def handle_document_symbols(
    server: ServerContext, params: types.DocumentSymbolParams
) -> list[dict[str, Any]] | None:
    """The declarations of a document, nested where the client can show that; None for one that is not known."""
    found = document_of(server, params.text_document)
    if found is None or found[1].module is None:
        return None
    session, module = found[0], found[1].module
    make = partial(_outline, server, session, module)
    return server.outlines.outline(params.text_document.uri, session, module, make)


def _outline(server: ServerContext, session: Session, module: Module) -> list[dict[str, Any]]:
    symbols = document_symbols(session.snapshot(), module)
    encoding = server.client.encoding
    if server.client.shows_hierarchical_symbols:
        return [_nested(symbol, encoding) for symbol in symbols]
    return [flat for symbol in symbols for flat in _flat(server, symbol, "")]


def _nested(symbol: Symbol, encoding: Encoding) -> dict[str, Any]:
    return {
        "name": symbol.name,
        "kind": int(symbol.kind),
        "detail": symbol.detail,
        "range": range_at(symbol.whole, encoding),
        "selectionRange": range_at(symbol.name_place, encoding),
        "children": [_nested(child, encoding) for child in symbol.children],
    }


def _flat(server: ServerContext, symbol: Symbol, container: str) -> list[dict[str, Any]]:
    item = {
        "name": symbol.name,
        "kind": int(symbol.kind),
        "location": location(server, symbol.name_place),
    }
    if container:
        item["containerName"] = container
    inner = [flat for child in symbol.children for flat in _flat(server, child, symbol.name)]
    return [item, *inner]


REGISTRATIONS: Final = (
    Registration(
        methods.TEXT_DOCUMENT_DOCUMENT_SYMBOL,
        handle_document_symbols,
        {"documentSymbolProvider": True},
        drop_if_stale=True,
    ),
)

"""workspace/symbol."""

from __future__ import annotations

from typing import Any, Final

from lsprotocol import types

from nova_ls.features.workspace_symbols import LIMIT, workspace_symbols
from nova_ls.server.handlers.registration import Registration
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.sessions.up_to_date import bring_files
from nova_ls.server.translate.location import location


def handle_workspace_symbols(
    server: ServerContext, params: types.WorkspaceSymbolParams
) -> list[dict[str, Any]]:
    items: dict[str, dict[str, Any]] = {}
    for session in server.sessions:
        bring_files(session)
        for symbol in workspace_symbols(session.snapshot(), params.query):
            item = {
                "name": symbol.name,
                "kind": int(symbol.kind),
                "location": location(server, symbol.name_place),
                "containerName": symbol.detail,
            }
            # The library is in every session: one line for each declaration is enough.
            items.setdefault(f"{item['location']} {symbol.name}", item)
    return list(items.values())[:LIMIT]


REGISTRATIONS: Final = (
    Registration(
        types.WORKSPACE_SYMBOL, handle_workspace_symbols, {"workspaceSymbolProvider": True}
    ),
)

"""textDocument/codeLens and codeLens/resolve: who changed a declaration last, above it.

Only places are told at first; what stands there is read when the client shows it.
"""

from __future__ import annotations

import time
from typing import Any, Final

from lsprotocol import types

from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.compiler.state.module import Origin
from nova_ls.features.code_lens import code_lenses
from nova_ls.features.history import standing_sentence
from nova_ls.features.ranges import range_at
from nova_ls.history.declaration import full_name
from nova_ls.history.last_change import Standing
from nova_ls.server.handlers.registration import Registration
from nova_ls.server.rpc.commands import HISTORY
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.sessions.session import Session
from nova_ls.server.sessions.up_to_date import bring_element
from nova_ls.server.translate.place import document_of

_NOTHING: Final = {"title": "no history", "command": ""}


def handle_code_lens(
    server: ServerContext, params: types.CodeLensParams
) -> list[dict[str, Any]] | None:
    found = document_of(server, params.text_document) if server.shows_lenses else None
    if found is None or found[0].root is None:
        return None
    file, module = found[1], found[1].module
    if module is None or module.origin is not Origin.WORKSPACE:
        return None
    uri = params.text_document.uri
    lines = {
        lens.key: range_at(lens.place, server.client.encoding)["start"]["line"]
        for lens in code_lenses(module)
    }
    is_saved = file.document is None or not file.document.dirty
    steady = server.steady_lenses.lines(file.path, lines, is_saved=is_saved)
    return [_lens(uri, key, line) for key, line in steady.items()]


def _lens(uri: str, key: ElementKey, line: int) -> dict[str, Any]:
    """A lens above a line: declarations begin in the first column."""
    place = {"line": line, "character": 0}
    return {
        "range": {"start": place, "end": place},
        "data": [uri, key.namespace, int(key.space), key.name],
    }


def handle_code_lens_resolve(server: ServerContext, params: types.CodeLens) -> dict[str, Any]:
    """Add what is to be shown; a click opens the versions."""
    lens: dict[str, Any] = server.wire.plain(params)
    key = _key(params.data)
    uri = "" if key is None else str(lens["data"][0])
    path = server.sessions.path_of(uri)
    session = None if path is None else server.sessions.owner(path)
    standing = None
    if session is not None and key is not None:
        bring_element(session, key)
        standing = server.changes.of(session).standing(key)
    lens["command"] = _NOTHING if key is None or standing is None else _command(standing, key, uri)
    return lens


def _command(standing: Standing, key: ElementKey, uri: str) -> dict[str, Any]:
    title = standing_sentence(standing, time.time())
    if standing.last is None:
        return {"title": title, "command": ""}
    arguments = [{"textDocument": {"uri": uri}, "name": full_name(key)}]
    return {"title": title, "command": HISTORY, "arguments": arguments}


def _key(data: Any) -> ElementKey | None:
    """The element that a lens was made for; None: it was not made here."""
    if not (isinstance(data, list) and len(data) == 4 and isinstance(data[2], int)):
        return None
    if not 0 <= data[2] < len(Space):
        return None
    return element_key(str(data[1]), data[2], str(data[3]))


def refresh_lenses(server: ServerContext) -> None:
    """What lenses say is something else now, whatever the documents are."""
    if server.client.refreshes_lenses:
        server.wire.ask("workspace/codeLens/refresh", None)


def refresh_after_commit(server: ServerContext, session: Session) -> None:
    """To be called when a session has nothing left to do."""
    if server.changes.of(session).has_moved() and server.shows_lenses:
        refresh_lenses(server)


REGISTRATIONS: Final = (
    Registration(types.TEXT_DOCUMENT_CODE_LENS, handle_code_lens, {"codeLensProvider": {}}),
    Registration(
        types.CODE_LENS_RESOLVE,
        handle_code_lens_resolve,
        {"codeLensProvider": {"resolveProvider": True}},
    ),
)

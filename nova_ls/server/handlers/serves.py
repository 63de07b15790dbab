"""`nova/serves`: whether a file, opened or not, is served from here; an editor that asks need not start another server for it."""

from __future__ import annotations

from typing import Any, Final

from nova_ls.server.handlers.registration import Registration
from nova_ls.server.rpc.error_codes import INVALID_PARAMS
from nova_ls.server.rpc.refusal import Refused
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.translate.subject import document_in, text_in


def handle_serves(server: ServerContext, params: Any) -> bool:
    """Whether a file belongs to an open workspace, or is open itself."""
    uri = text_in(document_in(params), "uri")
    if uri is None:
        raise Refused(INVALID_PARAMS, "`textDocument` must have a `uri`")
    path = server.sessions.path_of(uri)
    return path is not None and server.sessions.serves(path)


REGISTRATIONS: Final = (Registration("nova/serves", handle_serves),)

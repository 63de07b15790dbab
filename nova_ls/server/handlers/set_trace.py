"""`$/setTrace`: how much the client wants to be told of each edit."""

from __future__ import annotations

from typing import Final

from lsprotocol import types

from nova_ls.server.handlers.registration import Registration
from nova_ls.server.sessions.server_context import ServerContext


def handle_set_trace(server: ServerContext, params: types.SetTraceParams) -> None:
    server.edit_traces.set_level(params.value.value)


REGISTRATIONS: Final = (Registration(types.SET_TRACE, handle_set_trace),)

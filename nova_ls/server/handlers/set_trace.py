"""`$/setTrace`: how much the client wants to be told of each edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nova_ls.server.handlers.registration import Registration
from nova_ls.server.rpc import methods
from nova_ls.server.sessions.server_context import ServerContext

if TYPE_CHECKING:
    from lsprotocol import types


def handle_set_trace(server: ServerContext, params: types.SetTraceParams) -> None:
    """From now on edits are traced at this level."""
    server.edit_traces.set_level(params.value)


REGISTRATIONS: Final = (Registration(methods.SET_TRACE, handle_set_trace),)

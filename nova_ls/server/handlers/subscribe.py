"""`nova/subscribe` and `nova/unsubscribe`: whether the client is told whose interfaces commits change (sessions/observing/subscriptions.py)."""

from __future__ import annotations

from typing import Any, Final

from nova_ls.server.handlers.registration import Registration
from nova_ls.server.sessions.server_context import ServerContext


def handle_subscribe(server: ServerContext, _params: Any) -> dict[str, Any]:
    """Tell from now on; the answer names the roots that are told of."""
    server.subscriptions.begin(server.sessions)
    return {"roots": [str(each.root) for each in server.sessions if each.root is not None]}


def handle_unsubscribe(server: ServerContext, _params: Any) -> None:
    """Tell no more."""
    server.subscriptions.end()


REGISTRATIONS: Final = (
    Registration("nova/subscribe", handle_subscribe),
    Registration("nova/unsubscribe", handle_unsubscribe),
)

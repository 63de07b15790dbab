"""Locations as the protocol writes them."""

from __future__ import annotations

from typing import Any

from nova_ls.features.ranges import range_at
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.workspace.snapshot import Place


def location(server: ServerContext, place: Place) -> dict[str, Any]:
    uri = server.sessions.uri_of(place.module.path)
    return {"uri": uri, "range": range_at(place, server.client.encoding)}

"""Locations as the protocol writes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from nova_ls.features.ranges import range_at
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.workspace.snapshot import Place


def location(server: ServerContext, place: Place) -> dict[str, Any]:
    """A place as an LSP `Location`."""
    return next(locations_in(server, (place,)))


def locations_in(server: ServerContext, places: Sequence[Place]) -> Iterator[dict[str, Any]]:
    """Places in one module, each as a `Location`."""
    uri = server.sessions.uri_of(places[0].module.path) if places else ""
    for place in places:
        yield {"uri": uri, "range": range_at(place, server.client.encoding)}


def locations(
    server: ServerContext, places: Sequence[Place]
) -> dict[str, Any] | list[dict[str, Any]] | None:
    """One location, or several; None: there is none."""
    if len(places) == 1:
        return location(server, places[0])
    return [location(server, place) for place in places] or None

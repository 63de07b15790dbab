"""Locations as the protocol writes them."""

from __future__ import annotations

from typing import Any

from nova_ls.base.lines import Encoding
from nova_ls.features.ranges import range_at
from nova_ls.server.rpc.uris import uri_of
from nova_ls.workspace.snapshot import Place


def location(place: Place, encoding: Encoding) -> dict[str, Any]:
    return {"uri": uri_of(place.module.path), "range": range_at(place, encoding)}

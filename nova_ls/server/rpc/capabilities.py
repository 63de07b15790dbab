"""What the server can do, told before it is loaded: `capabilities.json` has what the handlers' registrations promise."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias

from nova_ls import __version__
from nova_ls.base.lines import Encoding
from nova_ls.server.rpc.client import value_at

Capabilities: TypeAlias = dict[str, Any]
"""`ServerCapabilities`, or a part of it, as JSON."""

CAPABILITIES_FILE: Final = Path(__file__).with_name("capabilities.json")
"""`always`: for every client. `where_client_has`: what comes on top, by a path in the client's capabilities."""


def initialize_result(encoding: Encoding, client_capabilities: Any) -> dict[str, Any]:
    """The answer to `initialize`."""
    promised = json.loads(CAPABILITIES_FILE.read_bytes())
    capabilities = merged({"positionEncoding": encoding.value}, promised["always"])
    for path, fragment in promised["where_client_has"].items():
        if value_at(client_capabilities, *path.split(".")) not in (None, False):
            capabilities = merged(capabilities, fragment)
    return {
        "capabilities": capabilities,
        "serverInfo": {"name": "nova-ls", "version": __version__},
    }


def merged(left: Mapping[str, Any], right: Mapping[str, Any]) -> Capabilities:
    """Both promises at once, in whatever order. ValueError where they contradict each other."""
    found = dict(left)
    for name, value in right.items():
        found[name] = _both(name, found[name], value) if name in found else value
    return found


def _both(name: str, left: Any, right: Any) -> Any:
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return merged(left, right)
    for plain, detailed in ((left, right), (right, left)):
        if plain == detailed or (plain is True and isinstance(detailed, Mapping)):
            return detailed
    raise ValueError(f"{name} is promised as {left} and as {right}")

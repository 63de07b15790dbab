"""What a handler file says of each method it handles: its `REGISTRATIONS` are all that the rest of the server knows of it.

The greeting answers `initialize` before handlers can be loaded. What they promise is therefore a file beside it,
`rpc/capabilities.json`, which tests/server/test_capabilities.py compares with `promised` (and writes anew when it is told to).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from nova_ls.server.rpc.capabilities import Capabilities, merged

Fragment: TypeAlias = Mapping[str, Any]
"""A part of `ServerCapabilities`, as JSON."""


@dataclass(frozen=True, slots=True)
class Registration:
    """A method and its handler, which takes the server and the typed params and gives plain data.

    The params of `nova/…` are given as they came. A handler that is a generator is worked off while there is nothing else to do.
    """

    method: str
    handler: Callable[..., Any]
    capability: Fragment = field(default_factory=dict)
    """Promises the method to the client; empty where the protocol has no promise for it."""
    where_client_has: Mapping[str, Fragment] = field(default_factory=dict)
    """What is promised besides to clients that have a capability of their own: its dotted path in `ClientCapabilities`."""
    drop_if_stale: bool = False
    """Whether the answer is useless once the document's text has changed: the editor asks again."""


def promised(registrations: Iterable[Registration]) -> Capabilities:
    """What `rpc/capabilities.json` has to say."""
    always: Capabilities = {}
    conditional: dict[str, Capabilities] = {}
    for one in registrations:
        always = merged(always, one.capability)
        for path, fragment in one.where_client_has.items():
            conditional[path] = merged(conditional.get(path, {}), fragment)
    return {"always": always, "where_client_has": conditional}

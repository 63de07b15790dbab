"""textDocument/implementation."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any, Final

from nova_ls.features.implementation import implementation
from nova_ls.server.handlers.registration import Registration
from nova_ls.server.rpc import methods
from nova_ls.server.rpc.deferred_responses import Wait
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.translate.location import locations
from nova_ls.server.translate.mentioned_place import place_with_mentions

if TYPE_CHECKING:
    from lsprotocol import types


def handle_implementation(
    server: ServerContext, params: types.ImplementationParams
) -> Generator[Wait, None, dict[str, Any] | list[dict[str, Any]] | None]:
    """The instances of a class, a type or a member; None where there is none."""
    at = yield from place_with_mentions(
        server,
        methods.TEXT_DOCUMENT_IMPLEMENTATION,
        params.text_document,
        params.position,
        params.work_done_token,
    )
    if at is None:
        return None
    return locations(server, implementation(at.snapshot, at.module, at.offset))


REGISTRATIONS: Final = (
    Registration(
        methods.TEXT_DOCUMENT_IMPLEMENTATION,
        handle_implementation,
        {"implementationProvider": {"workDoneProgress": True}},
    ),
)

"""textDocument/definition."""

from __future__ import annotations

from typing import Any

from lsprotocol import types

from nova_ls.features.definition import definition
from nova_ls.server.location import location
from nova_ls.server.place import place_of
from nova_ls.server.shell import Shell


def handle_definition(server: Shell, params: types.DefinitionParams) -> dict[str, Any] | None:
    at = place_of(server, params.text_document, params.position)
    found = None if at is None else definition(at.snapshot, at.module, at.offset)
    return None if at is None or found is None else location(found, at.encoding)

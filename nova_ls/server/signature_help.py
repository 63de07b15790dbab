"""textDocument/signatureHelp."""

from __future__ import annotations

from typing import Any

from lsprotocol import types

from nova_ls.base.lines import units
from nova_ls.features.signature_help import signature_help
from nova_ls.server.markup import markup
from nova_ls.server.place import place_of
from nova_ls.server.shell import Shell


def handle_signature_help(
    server: Shell, params: types.SignatureHelpParams
) -> dict[str, Any] | None:
    at = place_of(server, params.text_document, params.position)
    found = None if at is None else signature_help(at.snapshot, at.module, at.offset)
    if at is None or found is None:
        return None
    parameters = [
        {"label": [units(found.label[:start], at.encoding), units(found.label[:end], at.encoding)]}
        for start, end in found.parameters
    ]
    signature: dict[str, Any] = {"label": found.label, "parameters": parameters}
    if found.documentation:
        signature["documentation"] = markup(server, "signatureHelp", found.documentation)
    return {"signatures": [signature], "activeSignature": 0, "activeParameter": found.active}

"""textDocument/signatureHelp."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from nova_ls.base.lines import units
from nova_ls.features.completion.spot import spot_at
from nova_ls.features.signature_help import signature_help
from nova_ls.server.handlers.registration import Registration
from nova_ls.server.rpc import methods
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.sessions.up_to_date import bring_spot
from nova_ls.server.translate.markup import markup
from nova_ls.server.translate.place import place_of

if TYPE_CHECKING:
    from lsprotocol import types


def handle_signature_help(
    server: ServerContext, params: types.SignatureHelpParams
) -> dict[str, Any] | None:
    """The type of the function whose arguments are written, and which one this is; None where there is none."""
    at = place_of(
        server, methods.TEXT_DOCUMENT_SIGNATURE_HELP, params.text_document, params.position
    )
    spot = None if at is None else spot_at(at.module, at.offset)
    if at is None or spot is None:
        return None
    found = signature_help(at.snapshot, spot, bring_spot(at.session, spot))
    if found is None:
        return None
    parameters = [
        {"label": [units(found.label[:start], at.encoding), units(found.label[:end], at.encoding)]}
        for start, end in found.parameters
    ]
    signature: dict[str, Any] = {"label": found.label, "parameters": parameters}
    if found.documentation:
        signature["documentation"] = markup(server, "signatureHelp", found.documentation)
    return {"signatures": [signature], "activeSignature": 0, "activeParameter": found.active}


REGISTRATIONS: Final = (
    Registration(
        methods.TEXT_DOCUMENT_SIGNATURE_HELP,
        handle_signature_help,
        {"signatureHelpProvider": {"triggerCharacters": [" "], "retriggerCharacters": [" "]}},
        drop_if_stale=True,
    ),
)

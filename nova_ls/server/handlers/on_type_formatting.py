"""textDocument/onTypeFormatting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from nova_ls.features.on_type_formatting import on_type_formatting
from nova_ls.features.ranges import range_between
from nova_ls.server.handlers.formatting import options_of
from nova_ls.server.handlers.registration import Registration
from nova_ls.server.rpc import methods
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.translate.place import written_document

if TYPE_CHECKING:
    from lsprotocol import types


def handle_on_type_formatting(
    server: ServerContext, params: types.DocumentOnTypeFormattingParams
) -> list[dict[str, Any]] | None:
    """How far a new line is indented; None where that is as it should be, or not known."""
    file = written_document(server, params.text_document)
    if file is None or params.ch != "\n":
        return None
    encoding = server.client.encoding
    offset = file.source.offset_at(params.position.line, params.position.character, encoding)
    edit = on_type_formatting(file.source, offset, options_of(file).indent)
    if edit is None:
        return None
    span = range_between(file.source, edit.start, edit.end, encoding)
    return [{"range": span, "newText": edit.text}]


REGISTRATIONS: Final = (
    Registration(
        methods.TEXT_DOCUMENT_ON_TYPE_FORMATTING,
        handle_on_type_formatting,
        {"documentOnTypeFormattingProvider": {"firstTriggerCharacter": "\n"}},
        drop_if_stale=True,
    ),
)

"""textDocument/formatting and rangeFormatting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from nova_ls.features.formatting import formatting
from nova_ls.features.ranges import range_between
from nova_ls.server.handlers.registration import Registration
from nova_ls.server.rpc import methods
from nova_ls.server.rpc.error_codes import REQUEST_FAILED
from nova_ls.server.rpc.refusal import Refused
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.translate.place import written_document
from nova_ls.workspace.source_file import File

if TYPE_CHECKING:
    from lsprotocol import types

if TYPE_CHECKING:
    from nova_ls.formatting.options import FormatOptions


def handle_formatting(
    server: ServerContext, params: types.DocumentFormattingParams
) -> list[dict[str, Any]] | None:
    """Edits that format a document; empty where it is formatted. Refused with the reason where that cannot be done."""
    file = written_document(server, params.text_document)
    if file is None:
        return None
    return _edits(server, file, None)


def handle_range_formatting(
    server: ServerContext, params: types.DocumentRangeFormattingParams
) -> list[dict[str, Any]] | None:
    """The same for the declarations that a range touches."""
    file = written_document(server, params.text_document)
    if file is None:
        return None
    encoding = server.client.encoding
    start, end = (
        file.source.offset_at(at.line, at.character, encoding)
        for at in (params.range.start, params.range.end)
    )
    return _edits(server, file, (start, end))


def options_of(file: File) -> FormatOptions:
    """The options for a document. Refused, with the reason, where its settings are wrong."""
    # Not before somebody formats: every start would pay for it.
    from nova_ls.workspace.format_options import WrongSettings, format_options

    try:
        return format_options(file.path.parent)
    except WrongSettings as problem:
        raise Refused(REQUEST_FAILED, str(problem)) from problem


def _edits(server: ServerContext, file: File, span: tuple[int, int] | None) -> list[dict[str, Any]]:
    encoding = server.client.encoding
    return [
        {
            "range": range_between(file.source, edit.start, edit.end, encoding),
            "newText": edit.text,
        }
        for edit in formatting(file.source, options_of(file), span)
    ]


REGISTRATIONS: Final = (
    Registration(
        methods.TEXT_DOCUMENT_FORMATTING,
        handle_formatting,
        {"documentFormattingProvider": True},
        drop_if_stale=True,
    ),
    Registration(
        methods.TEXT_DOCUMENT_RANGE_FORMATTING,
        handle_range_formatting,
        {"documentRangeFormattingProvider": True},
        drop_if_stale=True,
    ),
)

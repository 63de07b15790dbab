"""textDocument/didOpen, didChange, didSave, didClose: only the workspace holds the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nova_ls.server.handlers.registration import Registration
from nova_ls.server.rpc import methods
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.workspace.source_file import TextChange

if TYPE_CHECKING:
    from lsprotocol import types


def handle_open(server: ServerContext, params: types.DidOpenTextDocumentParams) -> None:
    """From now on the document counts, not the file."""
    document = params.text_document
    opened = server.sessions.open_document(document.uri, document.text, document.version)
    if opened is not None:
        session, path = opened
        session.catch_up(path)


def handle_change(server: ServerContext, params: types.DidChangeTextDocumentParams) -> None:
    """Edit a document; its diagnostics follow, unless the next edit waits already."""
    document = params.text_document
    path = server.sessions.path_of(document.uri)
    session = None if path is None else server.sessions.owner(path)
    if path is None or session is None:
        return
    changes = [_text_change(change) for change in params.content_changes]
    server.automatic_tests.note_edit(session)
    with server.edit_traces.edit(session, path, document.version):
        session.change_document(path, changes, document.version)
    if not server.transport.waiting_edits[document.uri]:
        session.catch_up(path)


def handle_save(server: ServerContext, params: types.DidSaveTextDocumentParams) -> None:
    """The text is on disk: it is committed once all is checked. A manifest is read again."""
    path = server.sessions.path_of(params.text_document.uri)
    session = None if path is None else server.sessions.owner(path)
    if path is None or session is None:
        return
    if session.is_manifest(path):
        server.sessions.manifest_changed(session)
    else:
        session.save_document(path)
        server.automatic_tests.note_save(session)


def handle_close(server: ServerContext, params: types.DidCloseTextDocumentParams) -> None:
    """From now on the file counts again."""
    uri = params.text_document.uri
    path = server.sessions.path_of(uri)
    if path is not None:
        server.steady_lenses.forget(path)
    session = None if path is None else server.sessions.owner(path)
    if session is not None:
        server.automatic_tests.note_edit(session)
    server.sessions.close_document(uri)


def _text_change(change: types.TextDocumentContentChangeEvent) -> TextChange:
    place: types.Range | None = getattr(change, "range", None)  # The whole text has none.
    if place is not None:
        start, end = place.start, place.end
        where = ((start.line, start.character), (end.line, end.character))
        return TextChange(where, change.text)
    return TextChange(None, change.text)


_INCREMENTAL: Final = 2
"""What the protocol calls edits of ranges."""

REGISTRATIONS: Final = (
    Registration(
        methods.TEXT_DOCUMENT_DID_OPEN, handle_open, {"textDocumentSync": {"openClose": True}}
    ),
    Registration(
        methods.TEXT_DOCUMENT_DID_CHANGE,
        handle_change,
        {"textDocumentSync": {"change": _INCREMENTAL}},
    ),
    Registration(
        methods.TEXT_DOCUMENT_DID_SAVE,
        handle_save,
        {"textDocumentSync": {"save": {"includeText": False}}},
    ),
    Registration(
        methods.TEXT_DOCUMENT_DID_CLOSE, handle_close, {"textDocumentSync": {"openClose": True}}
    ),
)

"""From a request's position to a place in a module that is up to date, as far as the request needs it."""

from __future__ import annotations

from dataclasses import dataclass

from lsprotocol import types

from nova_ls.base.lines import Encoding
from nova_ls.compiler.state.module import Module
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.sessions.session import Session
from nova_ls.server.sessions.up_to_date import bring_document, bring_place
from nova_ls.workspace.snapshot import Snapshot
from nova_ls.workspace.workspace import File


@dataclass(frozen=True, slots=True)
class At:
    """A position in an open document's module."""

    session: Session
    snapshot: Snapshot
    module: Module
    offset: int

    @property
    def encoding(self) -> Encoding:
        return self.snapshot.encoding


def document_of(
    server: ServerContext, document: types.TextDocumentIdentifier
) -> tuple[Session, File] | None:
    """The file of an open document, what it declares up to date; None: it is not open."""
    path = server.sessions.path_of(document.uri)
    session = None if path is None else server.sessions.owner(path)
    return None if path is None or session is None else bring_document(session, path)


def place_of(
    server: ServerContext,
    method: str,
    document: types.TextDocumentIdentifier,
    position: types.Position,
) -> At | None:
    """What the method needs is up to date. None: the document is not open, or is not a module."""
    found = document_of(server, document)
    if found is None or found[1].module is None:
        return None
    session, file = found
    offset = file.source.offset_at(position.line, position.character, server.client.encoding)
    bring_place(session, method, file, offset)
    module = file.module
    return None if module is None else At(session, session.snapshot(), module, offset)

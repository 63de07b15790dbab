"""From a request's position to a place in a checked module."""

from __future__ import annotations

from dataclasses import dataclass

from lsprotocol import types

from nova_ls.base.lines import Encoding
from nova_ls.compiler.state.module import Module
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.sessions.session import Session
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
    """The file of an open document, up to date as far as that can be had in a moment; None: it is not open."""
    path = server.sessions.path_of(document.uri)
    session = None if path is None else server.sessions.owner(path)
    if path is None or session is None:
        return None
    file = session.catch_up(path)
    if file is not None and file.module is None and file.twin is not None:
        return session.second(file)
    return None if file is None else (session, file)


def place_of(
    server: ServerContext, document: types.TextDocumentIdentifier, position: types.Position
) -> At | None:
    """None: the document is not open, or is not a module."""
    found = document_of(server, document)
    if found is None or found[1].module is None:
        return None
    session, file = found
    module = found[1].module
    offset = file.source.offset_at(position.line, position.character, server.client.encoding)
    return At(session, session.snapshot(), module, offset)

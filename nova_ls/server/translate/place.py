"""From a request's position to a place in a module that is up to date, as far as the request needs it.

`waits_for` is asked before each handler: where nothing is known of the place yet, the request waits. So a handler's answer is
never empty because it came too early.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nova_ls.base.lines import Encoding
from nova_ls.base.slotted import value
from nova_ls.compiler.state.module import Module
from nova_ls.server.rpc.deferred_responses import Wait
from nova_ls.server.rpc.error_codes import CONTENT_MODIFIED
from nova_ls.server.rpc.needs import NEEDS, Need
from nova_ls.server.rpc.params import HasPosition, HasUri
from nova_ls.server.rpc.refusal import Refused
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.sessions.session import Session
from nova_ls.server.sessions.up_to_date import bring_document, bring_place
from nova_ls.workspace.snapshot import Snapshot
from nova_ls.workspace.source_file import File


@value
class At:
    """A position in an open document's module."""

    session: Session
    snapshot: Snapshot
    module: Module
    offset: int

    @property
    def encoding(self) -> Encoding:
        """The encoding of positions that was agreed on."""
        return self.snapshot.encoding


def document_of(server: ServerContext, document: HasUri) -> tuple[Session, File] | None:
    """The file of an open document, what it declares up to date; None: it is not open."""
    path = server.sessions.path_of(document.uri)
    session = None if path is None else server.sessions.owner(path)
    return None if path is None or session is None else bring_document(session, path)


def written_document(server: ServerContext, document: HasUri) -> File | None:
    """The file of an open document, for its text alone: nothing is brought up to date. None: it is not open."""
    path = server.sessions.path_of(document.uri)
    session = None if path is None else server.sessions.owner(path)
    return None if path is None or session is None else session.workspace.files.get(path)


def place_of(
    server: ServerContext,
    method: str,
    document: HasUri,
    position: HasPosition,
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


def waits_for(
    server: ServerContext, method: str, params: Any, *, drop_if_stale: bool
) -> Iterator[Wait] | None:
    """The steps after which enough is known for a request about a document; None: it is, or nothing is needed."""
    need = NEEDS.get(method)
    if need in (None, Need.FILES, Need.ELEMENT):
        return None
    uri, position = _place_in(params)
    path = server.sessions.path_of(uri) if isinstance(uri, str) else None
    session = None if path is None else server.sessions.owner(path)
    file = None if path is None or session is None else session.workspace.files.get(path)
    if path is None or session is None or file is None or file.document is None:
        return None

    def offset_in(file: File) -> int | None:
        if need is Need.DOCUMENT or position is None:
            return None
        return file.source.offset_at(*position, server.client.encoding)

    if session.is_known(file, offset_in):
        return None
    steps = session.reach(path, offset_in)
    return _while_open(server, session, file, steps, drop_if_stale)


def _while_open(
    server: ServerContext,
    session: Session,
    file: File,
    steps: Iterator[Wait],
    drop_if_stale: bool,
) -> Iterator[Wait]:
    document = file.document
    version = None if document is None else document.version
    for step in steps:
        yield step
        if session not in list(server.sessions) or file.document is not document:
            return  # It is closed: the handler says what there is to say.
        if drop_if_stale and document is not None and document.version != version:
            raise Refused(CONTENT_MODIFIED, "the document has changed since")


def _place_in(params: Any) -> tuple[object, tuple[int, int] | None]:
    """The document that params name and the position in it, where they are as they should be: the handler says what is wrong."""
    arguments = _field(params, "arguments")  # those of a command
    if isinstance(arguments, list | tuple) and arguments:
        params = arguments[0]
    uri = _field(_field(params, "text_document", "textDocument"), "uri")
    position = _field(params, "position") or _field(_field(params, "range"), "start")
    line, character = _field(position, "line"), _field(position, "character")
    if isinstance(line, int) and isinstance(character, int) and line >= 0 and character >= 0:
        return uri, (line, character)
    return uri, None


def _field(value: Any, *names: str) -> Any:
    """A field of params that are typed, or are as they came."""
    for name in names:
        found = value.get(name) if isinstance(value, dict) else getattr(value, name, None)
        if found is not None:
            return found
    return None

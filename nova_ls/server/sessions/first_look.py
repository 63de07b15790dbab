"""The first look at the client's folders, while the libraries that speak the whole protocol are not imported yet.

Those take as long to import as a warm start takes altogether, and showing what is wrong in the first document needs none of
them. Only `didOpen` is handled here; whatever else comes ends the look, and the server goes on from where it stopped.
"""

from __future__ import annotations

import time
from typing import Any, Final

from nova_ls.base.slotted import value
from nova_ls.features.diagnostics import Parts
from nova_ls.server.rpc.client import Client
from nova_ls.server.rpc.server_log import LOGGER
from nova_ls.server.rpc.transport import Incoming, Transport
from nova_ls.server.rpc.uris import path_of
from nova_ls.server.sessions.check_progress import Progress
from nova_ls.server.sessions.session import Session
from nova_ls.server.sessions.sessions import Sessions
from nova_ls.server.sessions.status_told import ToldStatus
from nova_ls.server.sessions.watching import places_to_watch
from nova_ls.workspace.disk import Stamps, stamps_of

LONGEST: Final = 1.5
"""Seconds after which the server has to be there, whatever is left to check."""

PATIENCE: Final = 0.01
"""Seconds to wait for a document once everything else is done."""


_ANSWER: Final = ""
"""In the place of a method in what answers a message from here."""


@value
class FirstLook:
    """The sessions that were opened, how the files of each looked just before they were read, and what was told of their check."""

    sessions: Sessions
    stamps: dict[Session, Stamps]
    progress: Progress


def first_look(transport: Transport, client: Client) -> FirstLook:
    """Open the client's folders and the documents that it names at once, and check for a moment."""

    def tell(method: str, params: dict[str, Any]) -> None:
        transport.send({"jsonrpc": "2.0", "method": method, "params": params})

    def opened(session: Session) -> None:
        prepare(session, client)
        while session.notices:
            message = session.notices.pop(0)
            LOGGER.warning("%s", message)
            tell("window/showMessage", {"type": 2, "message": f"nova-ls: {message}"})
        if session.root is not None:
            session.is_opening = True
            show_progress(progress, session)
            paths = session.sources()
            watched = places_to_watch(session, client.watches_files, paths)
            if watched:
                stamps[session] = stamps_of(watched)
            session.add_sources(paths)

    stamps: dict[Session, Stamps] = {}
    status = ToldStatus(transport.send, is_shown=client.shows_status)
    progress = Progress(transport.send, status, is_shown=client.shows_progress)
    sessions = Sessions(client.encoding, lambda: bool(transport.inbox), tell, opened)
    deadline = time.perf_counter() + LONGEST
    kept: list[Incoming] = []
    try:
        for uri in client.folders:
            path = path_of(uri)
            if path is not None and path.is_dir():
                sessions.open_folder(path)
        while time.perf_counter() < deadline and _take_documents(transport, sessions, kept):
            session = next((one for one in sessions if one.has_work and one.owes_diagnostics), None)
            if session is not None:
                session.work()
                progress.report(sessions)
                if not session.owes_diagnostics:
                    break
            elif not _waits(transport):
                break
    except Exception:
        LOGGER.exception("while looking at the workspace for the first time")
    transport.inbox.extendleft(reversed(kept))
    return FirstLook(sessions, stamps, progress)


def prepare(session: Session, client: Client) -> None:
    """Let a session know what the client can do."""
    session.publisher.parts = Parts(
        client.takes_related_information, client.takes_tags, client.takes_code_pages
    )


def show_progress(progress: Progress, session: Session) -> None:
    """Let the client know that a workspace is being opened."""
    name = session.root.name if session.root is not None else ""
    progress.begin(name, is_new=session.is_new)


def _take_documents(transport: Transport, sessions: Sessions, kept: list[Incoming]) -> bool:
    """Open the documents whose messages have come; False where another message waits."""
    while transport.inbox:
        message = transport.inbox[0]
        method = message.get("method", "") if isinstance(message, dict) else None
        document = _document(message) if method == "textDocument/didOpen" else None
        if document is not None:
            transport.take()
            sessions.open_document(*document)
        elif method in ("initialized", _ANSWER):
            kept.append(transport.take())
        else:
            return False
    return True


def _document(message: Incoming) -> tuple[str, str, int] | None:
    """What a didOpen opens; None where it is not as it should be, which is for the server to say."""
    params = message.get("params") if isinstance(message, dict) else None
    item = params.get("textDocument") if isinstance(params, dict) else None
    if not isinstance(item, dict):
        return None
    uri, text, version = item.get("uri"), item.get("text"), item.get("version")
    if not (isinstance(uri, str) and isinstance(text, str) and isinstance(version, int)):
        return None
    return uri, text, version


def _waits(transport: Transport) -> bool:
    """Wait a little for a message; whether one has come."""
    end = time.perf_counter() + PATIENCE
    while not transport.inbox and time.perf_counter() < end:
        time.sleep(0.001)
    return bool(transport.inbox)

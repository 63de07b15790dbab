"""textDocument/diagnostic and workspace/diagnostic: what is wrong, for clients that ask. What they ask for they are not told besides."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import TYPE_CHECKING, Any, Final

from nova_ls.server.handlers.registration import Registration
from nova_ls.server.rpc import methods
from nova_ls.server.rpc.deferred_responses import Wait
from nova_ls.server.sessions.publisher import Report
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.sessions.session import Session
from nova_ls.workspace.source_file import File

if TYPE_CHECKING:
    from lsprotocol import types

_AT_ONCE: Final = 200
"""Files in one part of an answer that is given in parts."""


def handle_document_diagnostic(
    server: ServerContext, params: types.DocumentDiagnosticParams
) -> Any:
    """At once where the document is up to date, or can be in a moment."""
    server.pulling.documents = True
    uri = params.text_document.uri
    answer = _document_answer(server, uri, params.previous_result_id)
    return _later(server, uri, params.previous_result_id) if answer is None else answer


def _later(
    server: ServerContext, uri: str, before: str | None
) -> Generator[Wait, None, dict[str, Any]]:
    answer = None
    while answer is None:
        yield Wait.FOR_A_CHANGE
        answer = _document_answer(server, uri, before)
    return answer


def _document_answer(server: ServerContext, uri: str, before: str | None) -> dict[str, Any] | None:
    """None: it is still to be checked."""
    path = server.sessions.path_of(uri)
    session = None if path is None else server.sessions.owner(path)
    file = None if path is None or session is None else session.catch_up(path)
    if session is None or file is None:
        return {"kind": "full", "items": []}  # Nothing is open there.
    if not _is_current(session, file):
        return None
    answer = _one(session.publisher.report(file), before)
    if server.client.takes_related_documents:
        related = {
            server.sessions.uri_of(other.path): _one(session.publisher.report(other), None)
            for other in session.publisher.outdated_documents()
            if _is_current(session, other)
        }
        if related:
            answer["relatedDocuments"] = related
    return answer


def _is_current(session: Session, file: File) -> bool:
    """Whether all is known that is to be said of a document, also as a whole where that can be."""
    is_known = session.is_ready and session.checker.is_current(file)
    return is_known or session.checker.is_stopped


def _one(report: Report, before: str | None) -> dict[str, Any]:
    if report.result_id == before:
        return {"kind": "unchanged", "resultId": before}
    return {"kind": "full", "resultId": report.result_id, "items": report.items}


# ---------------------------------------------------------------------------- all files


def handle_workspace_diagnostic(
    server: ServerContext, params: types.WorkspaceDiagnosticParams
) -> Generator[Wait | None, None, dict[str, Any]]:
    """All files that have diagnostics or had some when the client asked last; where nothing has changed since, once something does."""
    server.pulling.files = True
    before = {one.uri: one.value for one in params.previous_result_ids}
    items = yield from _settled_items(server, before)
    while before and not any(item["kind"] == "full" for item in items):
        revision = _revision(server)
        while revision == _revision(server):
            yield Wait.FOR_A_CHANGE
        items = yield from _settled_items(server, before)
    token = params.partial_result_token
    if token is not None:
        for start in range(0, len(items), _AT_ONCE):
            value = {"items": items[start : start + _AT_ONCE]}
            server.wire.tell("$/progress", {"token": token, "value": value})
            yield None
        items = []
    return {"items": items}


def _revision(server: ServerContext) -> tuple[tuple[int, int], ...]:
    return tuple((id(session), session.publisher.revision) for session in server.sessions)


def _settled_items(
    server: ServerContext, before: Mapping[str, str]
) -> Generator[Wait, None, list[dict[str, Any]]]:
    """What there is to say of every file once nothing is left to check."""
    while any(
        not session.is_settled and not session.checker.is_stopped for session in server.sessions
    ):
        yield Wait.FOR_A_CHANGE
    items: list[dict[str, Any]] = []
    left = dict(before)
    for session in server.sessions:
        files = session.workspace.files
        for report in session.publisher.reports():
            uri = server.sessions.uri_of(report.path)
            known, file = left.pop(uri, None), files.get(report.path)
            if known is None and not report.items:
                continue
            document = None if file is None else file.document
            version = None if document is None else document.version
            items.append({"uri": uri, "version": version, **_one(report, known)})
    gone: dict[str, Any] = {"version": None, "kind": "full", "items": []}
    items += [{"uri": uri, **gone} for uri in left]
    return items


_OPTIONS: Final = {
    "identifier": "nova",
    "interFileDependencies": True,
    "workspaceDiagnostics": True,
}
_PROMISE: Final = {"textDocument.diagnostic": {"diagnosticProvider": _OPTIONS}}

REGISTRATIONS: Final = (
    Registration(
        methods.TEXT_DOCUMENT_DIAGNOSTIC, handle_document_diagnostic, where_client_has=_PROMISE
    ),
    Registration(
        methods.WORKSPACE_DIAGNOSTIC, handle_workspace_diagnostic, where_client_has=_PROMISE
    ),
)

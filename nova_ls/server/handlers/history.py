"""`nova/history`, `nova/diff` and `nova/checkout`: docs/protocol.md has them for those who write clients."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from functools import partial
from typing import Any, Final

from nova_ls.features.history import (
    MAX_VERSIONS,
    CurrentText,
    RestoringEdit,
    checkout,
    current_text,
    diff,
    diff_of,
    history,
)
from nova_ls.features.ranges import range_between
from nova_ls.server.handlers.registration import Registration
from nova_ls.server.rpc.error_codes import INVALID_PARAMS, REQUEST_FAILED
from nova_ls.server.rpc.refusal import Refused
from nova_ls.server.rpc.server_log import LOGGER
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.sessions.session import Session
from nova_ls.server.translate.subject import (
    Subject,
    count_in,
    flag_in,
    one_line,
    position_in,
    session_of,
    subject_of,
    text_in,
)
from nova_ls.server.translate.workspace_edit import workspace_edit


def handle_history(server: ServerContext, params: Any) -> dict[str, Any]:
    """The versions of a declaration, the newest first. Refused where there is none of that name or place."""
    limit = count_in(params, "limit", MAX_VERSIONS)
    with one_line():
        return history_answer(server, subject_of(server, params), limit)


def history_answer(server: ServerContext, subject: Subject, limit: int) -> dict[str, Any]:
    """The same for a subject that is known."""
    current = current_text(subject.session.workspace, subject.named)
    return {
        "name": subject.named.name,
        "also": None if subject.also is None else subject.also.name,
        "current": None if current is None else _current(server, current),
        "versions": history(subject.session.workspace, subject.named, limit),
    }


def _current(server: ServerContext, current: CurrentText) -> dict[str, Any]:
    source, encoding = current.module.source, server.client.encoding
    return {
        "uri": server.sessions.uri_of(current.module.path),
        "range": range_between(source, current.start, current.end, encoding),
        "text": current.text + "\n",
    }


def handle_diff(server: ServerContext, params: Any) -> Generator[None, None, dict[str, Any]]:
    """What differs between two states, of one declaration or of all; waits for the check where one is the editor's."""
    old, new = text_in(params, "old") or "HEAD", text_in(params, "new")
    with one_line():
        if text_in(params, "name") is None and position_in(params) is None:
            session = session_of(server, params)
            yield from _settled(server, session, new)
            return diff(session.workspace, old, new)
        subject = subject_of(server, params)
        yield from _settled(server, subject.session, new)
        return diff_of(subject.session.workspace, subject.named, old, new)


def _settled(server: ServerContext, session: Session, new: str | None) -> Iterator[None]:
    """Wait until what the editor shows has been checked, where that is one of the states."""
    while new is None and not session.is_settled:
        yield
    if session not in list(server.sessions):
        raise Refused(REQUEST_FAILED, "the workspace has been closed")


def handle_checkout(server: ServerContext, params: Any) -> dict[str, Any]:
    """The edit that puts a declaration back as it was, made by the client if `apply` says so; `edit` null: it is that already."""
    at, applies = text_in(params, "at"), flag_in(params, "apply")
    if at is None:
        raise Refused(INVALID_PARAMS, "`at` must name a state: a commit, a branch, a time")
    if applies and not server.client.applies_edits:
        raise Refused(REQUEST_FAILED, "the client cannot apply edits (workspace.applyEdit)")
    with one_line():
        subject = subject_of(server, params)
        edit = checkout(subject.session.workspace, subject.named, at)
        name = subject.named.name
    found = None if edit is None else workspace_edit(server, subject.session, edit)
    if applies and edit is not None:
        apply(server, subject.session, edit)
    return {"name": name, "label": None if edit is None else edit.label, "edit": found}


def apply(server: ServerContext, session: Session, edit: RestoringEdit) -> None:
    """Let the client make an edit."""
    params = {"label": edit.label, "edit": workspace_edit(server, session, edit)}
    server.wire.ask("workspace/applyEdit", params, partial(_applied, edit.label))


def _applied(label: str, answer: Any) -> None:
    if not (isinstance(answer, dict) and answer.get("applied") is True):
        LOGGER.warning("the client did not apply: %s", label)


REGISTRATIONS: Final = (
    Registration("nova/history", handle_history),
    Registration("nova/diff", handle_diff),
    Registration("nova/checkout", handle_checkout),
)

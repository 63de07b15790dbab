"""Which declaration a request about history means: by its name, or by a position in a document."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from nova_ls.base.keys import ElementKey, Space
from nova_ls.base.slotted import value
from nova_ls.compiler.state.module import Module
from nova_ls.features.history import OUTSIDE_WORKSPACE, find_declaration, named_of
from nova_ls.history.declaration_names import ResolvedName
from nova_ls.log.log_error import LogError
from nova_ls.server.rpc.error_codes import INVALID_PARAMS, REQUEST_FAILED
from nova_ls.server.rpc.params import NamedDocument, NamedPosition
from nova_ls.server.rpc.refusal import Refused
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.sessions.session import Session
from nova_ls.server.translate.place import At, place_of
from nova_ls.store import StoreError
from nova_ls.store.dump_file import DumpRefused


@value
class Subject:
    """A declaration, and the workspace that it is in. `also`: another one that may be meant: that of the name at the position."""

    session: Session
    named: ResolvedName
    also: ResolvedName | None = None


@contextmanager
def one_line() -> Iterator[None]:
    """What history cannot answer is refused with the reason."""
    try:
        yield
    except (LogError, DumpRefused, StoreError, OSError) as problem:
        raise Refused(REQUEST_FAILED, str(problem)) from problem


def subject_of(server: ServerContext, params: Any) -> Subject:
    """The declaration that `name`, or else `textDocument` and `position`, means."""
    name = text_in(params, "name")
    if name is not None:
        return _by_name(server, name, text_in(document_in(params), "uri"))
    if position_in(params) is None:
        raise Refused(
            INVALID_PARAMS, "either `name` or `textDocument` and `position` must be given"
        )
    return _by_position(server, params)


def session_of(server: ServerContext, params: Any) -> Session:
    """The workspace of `textDocument`, or the only one that is open."""
    uri = text_in(document_in(params), "uri")
    sessions = _sessions(server, uri)
    if not sessions:
        raise Refused(REQUEST_FAILED, OUTSIDE_WORKSPACE)
    if len(sessions) > 1:
        raise Refused(INVALID_PARAMS, "several workspaces are open; say which with `textDocument`")
    return sessions[0]


def element_around(module: Module, offset: int) -> ElementKey | None:
    """The declaration that an offset lies in; None: it is in none."""
    chunk, _ = module.source.chunk_at(offset)
    return next(iter(module.by_chunk.get(chunk, ())), None)


def _by_name(server: ServerContext, name: str, uri: str | None) -> Subject:
    sessions = _sessions(server, uri)
    found: list[Subject] = []
    refusals: list[LogError] = []
    for session in sessions:
        try:
            with_names = find_declaration(session.workspace, name)
        except LogError as problem:
            refusals.append(problem)
        else:
            found.append(Subject(session, with_names))
    if len(found) > 1:
        raise Refused(
            REQUEST_FAILED, f"{name!r} is in several workspaces; say which with `textDocument`"
        )
    if not found:
        reason = refusals[0] if refusals else OUTSIDE_WORKSPACE
        raise Refused(REQUEST_FAILED, str(reason))
    return found[0]


def _by_position(server: ServerContext, params: Any) -> Subject:
    uri = text_in(document_in(params), "uri")
    position = position_in(params)
    if uri is None or position is None:
        raise Refused(INVALID_PARAMS, "`textDocument` must have a `uri`")
    at = place_of(server, "nova/history", NamedDocument(uri), position)
    if at is None:
        raise Refused(REQUEST_FAILED, "the document is not open, or is not a module")
    around, named = element_around(at.module, at.offset), element_at(at)
    if around is None and named is None:
        raise Refused(REQUEST_FAILED, "there is no declaration here")
    if at.session.root is None:
        raise Refused(REQUEST_FAILED, OUTSIDE_WORKSPACE)
    changes = server.changes.of(at.session)
    found = [each for each in (around, named) if each is not None]
    first, *others = dict.fromkeys(map(changes.declaration_of, found))
    also = changes.named(others[0]) if others else None
    return Subject(at.session, named_of(changes, first), also)


def element_at(at: At) -> ElementKey | None:
    """What the name at a place means."""
    use = at.snapshot.name_at(at.module, at.offset)
    target = None if use is None else use.target
    return target if isinstance(target, ElementKey) and target.space is not Space.MODULE else None


def _sessions(server: ServerContext, uri: str | None) -> list[Session]:
    """The session of a document, or all that have a root."""
    if uri is None:
        return [session for session in server.sessions if session.root is not None]
    path = server.sessions.path_of(uri)
    if path is None:
        return []
    owner = server.sessions.owner(path)
    owners = [owner] if owner else [session for session in server.sessions if session.owns(path)]
    own = [session for session in owners if session.root is not None]
    return sorted(own, key=lambda session: -len(str(session.root)))[:1]


# ---------------------------------------------------------------------------- params


def text_in(params: Any, name: str) -> str | None:
    """A string of the params; None: it is missing or null."""
    found = _at(params, name)
    if found is not None and not isinstance(found, str):
        raise Refused(INVALID_PARAMS, f"`{name}` must be a string")
    if found is not None and not (found.isprintable() and found):
        raise Refused(INVALID_PARAMS, f"`{name}` must be a name")
    return found


def count_in(params: Any, name: str, default: int) -> int:
    """A number of the params that is at least 1."""
    found = _at(params, name)
    if found is None:
        return default
    if not isinstance(found, int) or isinstance(found, bool) or found < 1:
        raise Refused(INVALID_PARAMS, f"`{name}` must be a number from 1 on")
    return found


def flag_in(params: Any, name: str) -> bool:
    """A boolean in the parameters of a request; False where it is missing or wrong."""
    found = _at(params, name)
    if found is not None and not isinstance(found, bool):
        raise Refused(INVALID_PARAMS, f"`{name}` must be true or false")
    return bool(found)


def document_in(params: Any) -> dict[str, Any] | None:
    """The `textDocument` in the parameters of a request; None where it is missing or wrong."""
    found = _at(params, "textDocument")
    if found is not None and not (isinstance(found, dict) and isinstance(found.get("uri"), str)):
        raise Refused(INVALID_PARAMS, "`textDocument` must have a `uri`")
    return found


def position_in(params: Any) -> NamedPosition | None:
    """The position in the parameters of a request; None where it is missing or wrong."""
    found = _at(params, "position")
    if found is None:
        return None
    line, character = (_at_or_none(found, name) for name in ("line", "character"))
    if not (_is_count(line) and _is_count(character)):
        raise Refused(INVALID_PARAMS, "`position` must have a `line` and a `character`")
    return NamedPosition(line, character)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _at(params: Any, name: str) -> Any:
    if params is not None and not isinstance(params, dict):
        raise Refused(INVALID_PARAMS, "the params must be an object")
    return None if params is None else params.get(name)


def _at_or_none(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None

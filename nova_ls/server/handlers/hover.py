"""textDocument/hover."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

from nova_ls.base.keys import ElementKey
from nova_ls.features.hover import Hover, hover
from nova_ls.features.ranges import range_at
from nova_ls.server.handlers.registration import Registration
from nova_ls.server.rpc import methods
from nova_ls.server.rpc.deferred_responses import ComesFirst, FirstSteps, now_or_first
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.translate.markup import markup, plain_in_markdown
from nova_ls.server.translate.place import At, place_of

if TYPE_CHECKING:
    from lsprotocol import types

    from nova_ls.history.last_change import Standing

_PATIENCE: Final = 0.3
"""Seconds that a hover waits for git; the next one finds what it says."""


def handle_hover(
    server: ServerContext, params: types.HoverParams
) -> dict[str, Any] | ComesFirst | None:
    """Ends with the history of what is named, where it has one."""
    at = place_of(server, methods.TEXT_DOCUMENT_HOVER, params.text_document, params.position)
    found = None if at is None else hover(at.snapshot, at.module, at.offset)
    if at is None or found is None:
        return None
    key = found.element
    standing = None if key is None else server.changes.of(at.session).standing(key)
    if key is None or standing is None:
        return _answer(server, at, found, "")
    answer: dict[str, Any] | ComesFirst = now_or_first(
        _with_history(server, at, found, key, standing)
    )
    return answer


def _with_history(
    server: ServerContext, at: At, found: Hover, key: ElementKey, standing: Standing
) -> FirstSteps:
    """Add when, by whom and how often a declaration of the workspace was changed; git is waited for a little."""
    from nova_ls.features.history import standing_sentence  # a local has no history

    module = at.snapshot.module(key.namespace)
    git_commit = None
    if module is not None:
        server.call_later(_PATIENCE, server.go_on)
        git_commit = yield from server.git_blames.last_commit(module.path, standing, _PATIENCE)
    said = standing_sentence(standing, time.time(), git_commit)
    return _answer(server, at, found, f"\n\n*{plain_in_markdown(server, 'hover', said)}*")


def _answer(server: ServerContext, at: At, found: Hover, more: str) -> dict[str, Any]:
    return {
        "contents": markup(server, "hover", found.text + more),
        "range": range_at(found.place, at.encoding),
    }


REGISTRATIONS: Final = (
    Registration(
        methods.TEXT_DOCUMENT_HOVER, handle_hover, {"hoverProvider": True}, drop_if_stale=True
    ),
)

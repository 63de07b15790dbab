"""textDocument/semanticTokens: of a whole document, of a range, and what is other than in an answer before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from nova_ls.compiler.state.module import Module
from nova_ls.features.written_names import TokenKind, TokenModifier
from nova_ls.server.handlers.registration import Registration
from nova_ls.server.rpc import methods
from nova_ls.server.rpc.params import HasUri
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.translate.place import document_of
from nova_ls.workspace.snapshot import Snapshot

if TYPE_CHECKING:
    from lsprotocol import types


def handle_semantic_tokens(
    server: ServerContext, params: types.SemanticTokensParams
) -> dict[str, Any] | None:
    """What each name of a document is; None for a document that is not known."""
    found = _module(server, params.text_document)
    if found is None:
        return None
    result_id, data = server.tokens.whole(params.text_document.uri, *found)
    return {"resultId": result_id, "data": data}


def handle_semantic_tokens_delta(
    server: ServerContext, params: types.SemanticTokensDeltaParams
) -> dict[str, Any] | None:
    """The same as edits of an earlier answer; in full if that answer is no longer kept."""
    found = _module(server, params.text_document)
    if found is None:
        return None
    uri, before = params.text_document.uri, params.previous_result_id
    result_id, data, edit = server.tokens.since(uri, before, *found)
    if edit is None:
        return {"resultId": result_id, "data": data}
    start, count, new = edit
    edits = [{"start": start, "deleteCount": count, "data": new}] if count or new else []
    return {"resultId": result_id, "edits": edits}


def handle_semantic_tokens_range(
    server: ServerContext, params: types.SemanticTokensRangeParams
) -> dict[str, Any] | None:
    """The same for a part of a document."""
    found = _module(server, params.text_document)
    if found is None:
        return None
    lines = params.range.start.line, params.range.end.line
    return {"data": server.tokens.part(params.text_document.uri, *found, *lines)}


def _module(server: ServerContext, document: HasUri) -> tuple[Snapshot, Module] | None:
    found = document_of(server, document)
    if found is None or found[1].module is None:
        return None
    session, file = found
    assert file.module is not None
    server.tokens.awaits_check = server.tokens.awaits_check or session.has_work
    return session.snapshot(), file.module


_LEGEND: Final = {
    "tokenTypes": [kind.label for kind in TokenKind],
    "tokenModifiers": ["declaration", "deprecated", "defaultLibrary"],
}
assert len(_LEGEND["tokenModifiers"]) == len(TokenModifier)

REGISTRATIONS: Final = (
    Registration(
        methods.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL,
        handle_semantic_tokens,
        {"semanticTokensProvider": {"legend": _LEGEND, "full": True}},
        drop_if_stale=True,
    ),
    Registration(
        methods.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL_DELTA,
        handle_semantic_tokens_delta,
        {"semanticTokensProvider": {"full": {"delta": True}}},
        drop_if_stale=True,
    ),
    Registration(
        methods.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE,
        handle_semantic_tokens_range,
        {"semanticTokensProvider": {"range": True}},
        drop_if_stale=True,
    ),
)

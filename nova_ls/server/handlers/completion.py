"""textDocument/completion and completionItem/resolve."""

from __future__ import annotations

from typing import Any, Final

from lsprotocol import types

from nova_ls.base.keys import element_key
from nova_ls.features.completion import Completion, CompletionKind, completion, completion_detail
from nova_ls.features.ranges import range_at
from nova_ls.server.handlers.registration import Registration
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.sessions.up_to_date import bring_element
from nova_ls.server.translate.markup import markup
from nova_ls.server.translate.place import place_of

_RANKS: Final = {CompletionKind.MODULE: 3, CompletionKind.KEYWORD: 4}


def handle_completion(
    server: ServerContext, params: types.CompletionParams
) -> dict[str, Any] | None:
    at = place_of(server, types.TEXT_DOCUMENT_COMPLETION, params.text_document, params.position)
    found = None if at is None else completion(at.snapshot, at.module, at.offset)
    if at is None or found is None:
        return None
    word = range_at(found.word, at.encoding)
    uri = params.text_document.uri
    items = [_item(entry, at.module.name, word, uri) for entry in found.entries]
    return {"isIncomplete": False, "items": items}


def _item(entry: Completion, module: str, word: dict[str, Any], uri: str) -> dict[str, Any]:
    item = {
        "label": entry.label,
        "kind": int(entry.kind),
        "sortText": f"{_rank(entry, module)}{entry.label}",
        "textEdit": {"range": word, "newText": entry.label},
    }
    if entry.detail:
        item["detail"] = entry.detail
    if entry.key is not None:
        key = entry.key
        item["labelDetails"] = {"description": key.namespace}
        item["data"] = [uri, key.namespace, int(key.space), key.name]
    return item


def _rank(entry: Completion, module: str) -> int:
    """What is nearest to the cursor comes first."""
    if entry.key is not None:
        return 1 if entry.key.namespace == module else 2
    return _RANKS.get(entry.kind, 0)


def handle_completion_resolve(server: ServerContext, params: types.CompletionItem) -> Any:
    """Add an entry's signature and documentation."""
    data = params.data
    if not (isinstance(data, list) and len(data) == 4 and isinstance(data[2], int)):
        return _as_sent(server, params)
    path = server.sessions.path_of(str(data[0]))
    session = None if path is None else server.sessions.owner(path)
    item = _as_sent(server, params)
    if session is not None:
        key = element_key(str(data[1]), data[2], str(data[3]))
        bring_element(session, key)
        detail, text = completion_detail(session.snapshot(), key)
        if detail:
            item["detail"] = detail
        if text:
            item["documentation"] = markup(server, "completion", text)
    return item


def _as_sent(server: ServerContext, params: types.CompletionItem) -> dict[str, Any]:
    item: dict[str, Any] = server.wire.plain(params)
    return item


REGISTRATIONS: Final = (
    Registration(
        types.TEXT_DOCUMENT_COMPLETION,
        handle_completion,
        {"completionProvider": {"triggerCharacters": ["."]}},
        drop_if_stale=True,
    ),
    Registration(
        types.COMPLETION_ITEM_RESOLVE,
        handle_completion_resolve,
        {"completionProvider": {"resolveProvider": True}},
    ),
)

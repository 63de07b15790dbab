"""textDocument/foldingRange."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from nova_ls.features.folding_range import FoldKind
from nova_ls.server.handlers.registration import Registration
from nova_ls.server.rpc import methods
from nova_ls.server.sessions.fold_results import FoldRow
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.translate.place import document_of

if TYPE_CHECKING:
    from lsprotocol import types

_KINDS: Final = {FoldKind.IMPORTS: "imports", FoldKind.COMMENT: "comment"}


def handle_folding_range(
    server: ServerContext, params: types.FoldingRangeParams
) -> list[dict[str, Any]] | None:
    """What can be folded, whole lines where the client wants these; None for a document that is not known."""
    found = document_of(server, params.text_document)
    if found is None or found[1].module is None:
        return None
    source, uri = found[1].module.source, params.text_document.uri
    rows = server.folds.rows(uri, source, server.client.encoding)
    if server.client.folds_whole_lines:
        return _whole_lines(rows)
    return [_range(row) for row in rows]


def _range(row: FoldRow) -> dict[str, Any]:
    return {
        "startLine": row.line,
        "startCharacter": row.column,
        "endLine": row.last_line,
        "endCharacter": row.last_column,
    } | _kind(row)


def _whole_lines(rows: list[FoldRow]) -> list[dict[str, Any]]:
    """One fold a line, the largest; a line on which something follows a fold stays to be seen."""
    found: dict[int, dict[str, Any]] = {}
    for row in rows:
        first, end = row.line, row.last_line - int(row.has_rest)
        if end > first and end > found.get(first, {"endLine": 0})["endLine"]:
            found[first] = {"startLine": first, "endLine": end} | _kind(row)
    return list(found.values())


def _kind(row: FoldRow) -> dict[str, str]:
    kind = _KINDS.get(row.kind)
    return {} if kind is None else {"kind": kind}


REGISTRATIONS: Final = (
    Registration(
        methods.TEXT_DOCUMENT_FOLDING_RANGE,
        handle_folding_range,
        {"foldingRangeProvider": True},
        drop_if_stale=True,
    ),
)

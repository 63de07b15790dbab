"""textDocument/foldingRange."""

from __future__ import annotations

from typing import Any, Final

from lsprotocol import types

from nova_ls.base.lines import Encoding
from nova_ls.compiler.model.source import Source
from nova_ls.features.folding_range import Fold, FoldKind, folding_range
from nova_ls.server.handlers.registration import Registration
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.translate.place import document_of

_KINDS: Final = {FoldKind.IMPORTS: "imports", FoldKind.COMMENT: "comment"}


def handle_folding_range(
    server: ServerContext, params: types.FoldingRangeParams
) -> list[dict[str, Any]] | None:
    found = document_of(server, params.text_document)
    if found is None or found[1].module is None:
        return None
    source = found[1].module.source
    folds = folding_range(found[1].module)
    if server.client.folds_whole_lines:
        return _whole_lines(source, folds)
    return [_range(source, fold, server.client.encoding) for fold in folds]


def _range(source: Source, fold: Fold, encoding: Encoding) -> dict[str, Any]:
    first, last = (source.position_at(offset, encoding) for offset in (fold.start, fold.end))
    return {
        "startLine": first.line,
        "startCharacter": first.column,
        "endLine": last.line,
        "endCharacter": last.column,
    } | _kind(fold)


def _whole_lines(source: Source, folds: list[Fold]) -> list[dict[str, Any]]:
    """One fold a line, the largest; a line on which something follows a fold stays to be seen."""
    found: dict[int, dict[str, Any]] = {}
    text = source.text
    for fold in folds:
        first, last = (source.position_at(at, Encoding.UTF32).line for at in (fold.start, fold.end))
        rest = text[fold.end : text.find("\n", fold.end) % (len(text) + 1)]
        end = last - 1 if rest.strip() else last
        if end > first and end > found.get(first, {"endLine": 0})["endLine"]:
            found[first] = {"startLine": first, "endLine": end} | _kind(fold)
    return list(found.values())


def _kind(fold: Fold) -> dict[str, str]:
    kind = _KINDS.get(fold.kind)
    return {} if kind is None else {"kind": kind}


REGISTRATIONS: Final = (
    Registration(
        types.TEXT_DOCUMENT_FOLDING_RANGE,
        handle_folding_range,
        {"foldingRangeProvider": True},
    ),
)

"""textDocument/inlayHint and inlayHint/resolve: what is known and not written; a click writes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.state.module import Module, ModuleOrigin
from nova_ls.features.hint_kind import HintKind
from nova_ls.features.inlay_hints import LONGEST, InlayHint, inlay_hints, insertion, label
from nova_ls.features.ranges import range_at, range_between
from nova_ls.features.written_type import SourceTypeWriter
from nova_ls.server.handlers.registration import Registration
from nova_ls.server.rpc import methods
from nova_ls.server.rpc.params import NamedDocument, as_json
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.translate.location import location
from nova_ls.server.translate.place import document_of
from nova_ls.workspace.snapshot import Snapshot

if TYPE_CHECKING:
    from lsprotocol import types

_BEFORE: Final = {HintKind.WILDCARD: " = ", HintKind.INSTANCE: " @"}
_TYPE: Final = 1
"""What the protocol calls a hint of a type."""


def handle_inlay_hint(
    server: ServerContext, params: types.InlayHintParams
) -> list[dict[str, Any]] | None:
    """What is not written in a range, and known; None for a document that is not known."""
    found = document_of(server, params.text_document)
    module = None if found is None else found[1].module
    if found is None or module is None:
        return None
    server.hints.note_answer(is_final=not found[0].has_work)
    snapshot = found[0].snapshot()
    lines = params.range.start.line, params.range.end.line
    uri, writer = params.text_document.uri, SourceTypeWriter(snapshot, module)
    written = (
        _written(server, snapshot, uri, hint, writer)
        for hint in inlay_hints(snapshot, module, _chunks(module, *lines), server.hints.kinds)
    )
    return sorted(
        (one for one in written if lines[0] <= one["position"]["line"] <= lines[1]), key=_place
    )


def _chunks(module: Module, first: int, last: int) -> Iterator[SourceChunk]:
    source = module.source
    for above, chunk in zip(source.first_lines, source.chunks, strict=False):
        if above <= last and first <= above + len(chunk.lines):
            yield chunk


def _place(hint: dict[str, Any]) -> tuple[int, int]:
    return hint["position"]["line"], hint["position"]["character"]


def _written(
    server: ServerContext, snapshot: Snapshot, uri: str, hint: InlayHint, writer: SourceTypeWriter
) -> dict[str, Any]:
    text = label(snapshot, hint, writer)
    shown = _BEFORE.get(hint.kind, " :: ") + (
        text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    )
    one: dict[str, Any] = {
        "position": range_at(hint.at, server.client.encoding)["end"],
        "label": shown,
        "kind": _TYPE,
        "paddingRight": hint.kind is not HintKind.INSTANCE,
    }
    if hint.element is not None:
        place = snapshot.definition_of(hint.element)
        part = {"value": shown} | ({} if place is None else {"location": location(server, place)})
        return one | {"label": [part]}
    if "textEdits" in server.client.resolved_in_hints:
        return one | {"data": [uri, hint.kind.value]}
    return one | _details(server, snapshot, hint, text)


def _details(
    server: ServerContext, snapshot: Snapshot, hint: InlayHint, text: str
) -> dict[str, Any]:
    """What is seen at a second look: the whole type, and what a click writes."""
    source, encoding = hint.at.module.source, server.client.encoding
    edits = [
        {"range": range_between(source, edit.start, edit.end, encoding), "newText": edit.text}
        for edit in _editable(hint, snapshot)
    ]
    details: dict[str, Any] = {"textEdits": edits} if edits else {}
    if len(text) > LONGEST:
        details["tooltip"] = text
    return details


def _editable(hint: InlayHint, snapshot: Snapshot) -> Any:
    return insertion(snapshot, hint) if hint.at.module.origin is ModuleOrigin.WORKSPACE else ()


def handle_inlay_hint_resolve(server: ServerContext, params: types.InlayHint) -> dict[str, Any]:
    """Add what a click writes, where the hint still stands where it did."""
    hint: dict[str, Any] = as_json(params)
    data = params.data
    if not (isinstance(data, list | tuple) and len(data) == 2):
        return hint
    found = document_of(server, NamedDocument(str(data[0])))
    module = None if found is None else found[1].module
    if found is None or module is None:
        return hint
    snapshot, line = found[0].snapshot(), params.position.line
    kinds = {kind for kind in HintKind if kind.value == data[1]}
    writer = SourceTypeWriter(snapshot, module)
    for one in inlay_hints(snapshot, module, _chunks(module, line, line), kinds):
        again = _written(server, snapshot, str(data[0]), one, writer)
        if (again["position"], again["label"]) == (hint["position"], hint["label"]):
            return hint | _details(server, snapshot, one, label(snapshot, one, writer))
    return hint


REGISTRATIONS: Final = (
    Registration(
        methods.TEXT_DOCUMENT_INLAY_HINT,
        handle_inlay_hint,
        {"inlayHintProvider": True},
        drop_if_stale=True,
    ),
    Registration(
        methods.INLAY_HINT_RESOLVE,
        handle_inlay_hint_resolve,
        {"inlayHintProvider": {"resolveProvider": True}},
    ),
)

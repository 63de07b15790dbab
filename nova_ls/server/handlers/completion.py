"""textDocument/completion and completionItem/resolve."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from nova_ls.base.keys import ElementKey, element_key
from nova_ls.features.completion.candidate import (
    Completion,
    CompletionKind,
    Completions,
    Importable,
)
from nova_ls.features.completion.completion import completion
from nova_ls.features.completion.modules import header_completions
from nova_ls.features.completion.resolved_entry import (
    completion_detail,
    importing_edit,
    written_detail,
)
from nova_ls.features.completion.spot import spot_at
from nova_ls.features.ranges import range_between
from nova_ls.server.handlers.registration import Registration
from nova_ls.server.rpc import methods
from nova_ls.server.rpc.params import NamedDocument, NamedPosition, as_json
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.sessions.session import Session
from nova_ls.server.sessions.up_to_date import bring_element, bring_spot
from nova_ls.server.translate.markup import markup
from nova_ls.server.translate.place import At, document_of, place_of
from nova_ls.workspace.source_file import File

if TYPE_CHECKING:
    from lsprotocol import types

_EAGER: Final = 50
"""So many entries have their imports with them, for clients that do not ask for them later."""

_GO_ON: Final = {
    CompletionKind.FIELD: ["."],
    CompletionKind.MODULE: ["."],
}
"""What is typed behind an entry and accepts it: a field or a qualifier goes on with a dot, an application with anything."""


def handle_completion(
    server: ServerContext, params: types.CompletionParams
) -> dict[str, Any] | None:
    """What may be written at a position, the best first; None where that is not known."""
    at = place_of(server, methods.TEXT_DOCUMENT_COMPLETION, params.text_document, params.position)
    if at is None:
        return _in_file_without_header(server, params)
    spot = spot_at(at.module, at.offset)
    if spot is None:
        return None
    probed = bring_spot(at.session, spot)
    found = completion(at.session.snapshot(), spot, probed)
    return _Writer(server, at, found, params.text_document.uri).written()


class _Writer:
    """Writes the entries as the client takes them."""

    def __init__(self, server: ServerContext, at: At, found: Completions, uri: str) -> None:
        self.server, self.at, self.found, self.uri = server, at, found, uri
        self.client = server.client.completion
        self.range = _edit_range(server, at, found)
        word = found.word
        text = at.module.source.text[word.start : word.cursor] if word.is_whole_hole else ""
        self.filter = text

    def written(self) -> dict[str, Any]:
        """The answer: all that fits, with what most entries share told once where the client can take that."""
        entries = self.found.entries
        width = len(str(len(entries)))
        items = [
            self.item(entry, f"{number:0{width}}", number) for number, entry in enumerate(entries)
        ]
        written: dict[str, Any] = {"isIncomplete": not self.found.is_complete, "items": items}
        if self.client.takes_default_range:
            written["itemDefaults"] = {"editRange": self.range}
        return written

    def item(self, entry: Completion, order: str, number: int) -> dict[str, Any]:
        """One entry as the protocol has it; `number` is its place in the order."""
        item: dict[str, Any] = {"label": entry.label, "kind": int(entry.kind), "sortText": order}
        self._write_text(item, entry)
        self._write_details(item, entry)
        client = self.client
        if entry.is_deprecated:
            if client.shows_deprecated_tag:
                item["tags"] = [1]
            elif client.shows_deprecated:
                item["deprecated"] = True
        if client.takes_commit_characters and entry.kind in _GO_ON:
            item["commitCharacters"] = _GO_ON[entry.kind]
        if entry.is_likely and not number:
            item["preselect"] = True
        if self.filter:
            item["filterText"] = f"{self.filter} {entry.label}"
        if entry.key is not None:
            item["data"] = _data(self.uri, entry.key, entry.importable)
        if entry.importable is not None and not client.resolves_edits and number < _EAGER:
            item["additionalTextEdits"] = _edits(self.at, entry.importable)
        return item

    def _write_text(self, item: dict[str, Any], entry: Completion) -> None:
        text = entry.label
        if entry.snippet and self.client.takes_snippets:
            text = entry.snippet
            item["insertTextFormat"] = 2
        if not self.client.takes_default_range:
            item["textEdit"] = {"newText": text, **self._range_fields()}
        elif text != entry.label:
            item["textEditText"] = text

    def _range_fields(self) -> dict[str, Any]:
        return self.range if "insert" in self.range else {"range": self.range}

    def _write_details(self, item: dict[str, Any], entry: Completion) -> None:
        source = entry.importable.module if entry.importable else ""
        module = source or (entry.key.namespace if entry.key is not None else "")
        if self.client.shows_label_details:
            details = {}
            if entry.detail:
                details["detail"] = f" :: {entry.detail}"
            if module:
                details["description"] = module
            if details:
                item["labelDetails"] = details
        elif source:
            item["detail"] = f"{entry.detail or entry.label} (import {source})"
        elif entry.detail:
            item["detail"] = entry.detail


def _edit_range(server: ServerContext, at: At, found: Completions) -> dict[str, Any]:
    word, source = found.word, at.module.source
    inserted = range_between(source, word.start, word.cursor, at.encoding)
    if word.end == word.cursor:
        return inserted
    replaced = range_between(source, word.start, word.end, at.encoding)
    if not server.client.completion.takes_insert_replace:
        return replaced if word.is_whole_hole else inserted
    return {"insert": inserted, "replace": replaced}


def _data(uri: str, key: ElementKey, importable: Importable | None) -> list[Any]:
    data: list[Any] = [uri, key.namespace, int(key.space), key.name]
    if importable is not None:
        data += [importable.module, importable.alias, importable.owner]
    return data


def _edits(at: At, importable: Importable) -> list[dict[str, Any]]:
    edit = importing_edit(at.module, importable)
    if edit is None:
        return []
    place = range_between(at.module.source, edit.start, edit.end, at.encoding)
    return [{"range": place, "newText": edit.text}]


# ---------------------------------------------------------------------------- without a header


def _in_file_without_header(
    server: ServerContext, params: types.CompletionParams
) -> dict[str, Any] | None:
    """The header that fits, in a file that has none."""
    found = document_of(server, params.text_document)
    if found is None or found[1].name is not None:
        return None
    session, file = found
    encoding = server.client.encoding
    offset = file.source.offset_at(params.position.line, params.position.character, encoding)
    entries = header_completions(
        file.source.text, offset, file.path, _known_files(session), session.root
    )
    if entries is None:
        return None
    start, labels = entries
    place = range_between(file.source, start, offset, encoding)
    items = [
        {"label": label, "kind": int(kind), "textEdit": {"range": place, "newText": text}}
        for label, kind, text in labels
    ]
    return {"isIncomplete": False, "items": items}


def _known_files(session: Session) -> list[tuple[Any, str]]:
    files: list[File] = list(session.workspace.files.values())
    return [(file.path, file.name) for file in files if file.name is not None]


# ---------------------------------------------------------------------------- what is told later


def handle_completion_resolve(server: ServerContext, params: types.CompletionItem) -> Any:
    """Add an entry's signature and documentation, and the edit that imports it."""
    item = _as_sent(server, params)
    data: Any = params.data
    if not _is_ours(data):
        return item
    path = server.sessions.path_of(data[0])
    session = None if path is None else server.sessions.owner(path)
    if session is None:
        return item
    key = element_key(data[1], data[2], data[3])
    detail, text = _told(session, key)
    if detail:
        item["detail"] = detail
    if text:
        item["documentation"] = markup(server, "completion", text)
    if len(data) == len(_IMPORTED) and "additionalTextEdits" not in item:
        document = NamedDocument(data[0])
        start = NamedPosition(0, 0)
        at = place_of(server, methods.COMPLETION_ITEM_RESOLVE, document, start)
        if at is not None:
            importable = Importable(data[4], data[5], key, data[6])
            item["additionalTextEdits"] = _edits(at, importable)
    return item


_NAMED: Final = (str, str, int, str)
_IMPORTED: Final = (*_NAMED, str, str, str)


def _is_ours(data: Any) -> bool:
    """Whether an entry's data is as `_data` makes it: the client may have changed it."""
    if not isinstance(data, list) or len(data) not in (len(_NAMED), len(_IMPORTED)):
        return False
    kinds = zip(data, _IMPORTED, strict=False)
    return all(type(each) is kind for each, kind in kinds)


def _told(session: Session, key: ElementKey) -> tuple[str, str]:
    """From the program; from its text, where the element's module is not part of that."""
    workspace = session.workspace
    if key.namespace not in workspace.program.modules:
        source = workspace.exported_names.source_of(key.namespace)
        return ("", "") if source is None else written_detail(source, key)
    bring_element(session, key)
    return completion_detail(session.snapshot(), key)


def _as_sent(server: ServerContext, params: types.CompletionItem) -> dict[str, Any]:
    item: dict[str, Any] = as_json(params)
    return item


REGISTRATIONS: Final = (
    Registration(
        methods.TEXT_DOCUMENT_COMPLETION,
        handle_completion,
        {"completionProvider": {"triggerCharacters": ["."]}},
        {
            "textDocument.completion.completionItem.labelDetailsSupport": {
                "completionProvider": {"completionItem": {"labelDetailsSupport": True}}
            }
        },
        drop_if_stale=True,
    ),
    Registration(
        methods.COMPLETION_ITEM_RESOLVE,
        handle_completion_resolve,
        {"completionProvider": {"resolveProvider": True}},
    ),
)

"""What the client said about itself in `initialize`."""

from __future__ import annotations

from typing import Any, Final

from nova_ls.base.lines import Encoding
from nova_ls.base.slotted import value

_ENCODINGS: Final = {encoding.value: encoding for encoding in Encoding}

_FORMATS: Final = {
    "hover": ("contentFormat",),
    "completion": ("completionItem", "documentationFormat"),
    "signatureHelp": ("signatureInformation", "documentationFormat"),
}


@value
class CompletionClient:
    """What a client says of its completions."""

    takes_snippets: bool
    takes_commit_characters: bool
    takes_insert_replace: bool
    """Whether an entry may say what it replaces behind the cursor, and what it leaves."""
    shows_label_details: bool
    shows_deprecated_tag: bool
    shows_deprecated: bool
    resolves_edits: bool
    """Whether the edits beside an entry may be told when the user looks at it."""
    takes_default_range: bool
    """Whether what all entries replace may be said once for all."""


@value
class Client:
    """`folders`: URIs of the workspace folders. `process_id` None: no process to watch."""

    encoding: Encoding
    folders: tuple[str, ...]
    process_id: int | None
    shows_progress: bool
    shows_status: bool
    """Whether it has asked for `nova/status`."""
    shows_tests: bool
    """Whether it has asked for `nova/testsRan`."""
    watches_files: bool
    has_configuration: bool
    registers_configuration: bool
    shows_hierarchical_symbols: bool
    folds_whole_lines: bool
    takes_related_information: bool
    takes_tags: frozenset[int]
    takes_code_pages: bool
    takes_related_documents: bool
    refreshes_diagnostics: bool
    takes_versioned_edits: bool
    creates_files: bool
    renames_files: bool
    """Whether an edit of the workspace may give files other paths."""
    applies_edits: bool
    shows_documents: bool
    refreshes_lenses: bool
    refreshes_tokens: bool
    refreshes_hints: bool
    resolved_in_symbols: frozenset[str]
    resolved_in_hints: frozenset[str]
    """Properties of inlay hints that the client asks for when it needs them."""
    commands: frozenset[str]
    """Commands of the client's own, by `initializationOptions.commands`."""
    is_trusted: bool
    """Whether code of the workspace may run; no client that does not say so by `initializationOptions.trusted` means that it may not."""
    takes_code_actions: bool
    """Whether a code action may be more than a command."""
    resolves_actions: bool
    """Whether the edits of a code action may be told when it is chosen."""
    trace: str
    """What `$/logTrace` is to tell from the start: off, messages or verbose."""
    completion: CompletionClient
    """What its list of completions can show and do."""
    markdown_in: frozenset[str]
    """Where the client shows Markdown: hover, completion, signatureHelp."""


def client_of(params: dict[str, Any]) -> Client:
    """Read the params of `initialize`; whatever is missing or of a wrong type counts as not said."""
    capabilities = params.get("capabilities")
    process_id = params.get("processId")
    operations = value_at(capabilities, "workspace", "workspaceEdit", "resourceOperations") or ()

    def says(*path: str) -> bool:
        return value_at(capabilities, *path) is True

    return Client(
        encoding=_encoding(value_at(capabilities, "general", "positionEncodings")),
        folders=tuple(_folders(params)),
        process_id=process_id if isinstance(process_id, int) and process_id > 0 else None,
        shows_progress=says("window", "workDoneProgress"),
        shows_status=says("experimental", "novaStatus"),
        shows_tests=says("experimental", "novaTests"),
        watches_files=says("workspace", "didChangeWatchedFiles", "dynamicRegistration"),
        has_configuration=says("workspace", "configuration"),
        registers_configuration=says("workspace", "didChangeConfiguration", "dynamicRegistration"),
        shows_hierarchical_symbols=says(
            "textDocument", "documentSymbol", "hierarchicalDocumentSymbolSupport"
        ),
        folds_whole_lines=says("textDocument", "foldingRange", "lineFoldingOnly"),
        takes_related_information=_shows(capabilities, "relatedInformation") is True,
        takes_tags=_tags(_shows(capabilities, "tagSupport")),
        takes_code_pages=_shows(capabilities, "codeDescriptionSupport") is True,
        takes_related_documents=says("textDocument", "diagnostic", "relatedDocumentSupport"),
        refreshes_diagnostics=says("workspace", "diagnostics", "refreshSupport"),
        takes_versioned_edits=says("workspace", "workspaceEdit", "documentChanges"),
        creates_files="create" in operations,
        renames_files="rename" in operations,
        applies_edits=says("workspace", "applyEdit"),
        shows_documents=says("window", "showDocument", "support"),
        refreshes_tokens=says("workspace", "semanticTokens", "refreshSupport"),
        refreshes_hints=says("workspace", "inlayHint", "refreshSupport"),
        resolved_in_symbols=_resolved(capabilities, "workspace", "symbol"),
        resolved_in_hints=_resolved(capabilities, "textDocument", "inlayHint"),
        refreshes_lenses=says("workspace", "codeLens", "refreshSupport"),
        commands=_strings(value_at(params, "initializationOptions", "commands")),
        is_trusted=value_at(params, "initializationOptions", "trusted") is not False,
        takes_code_actions=value_at(
            capabilities, "textDocument", "codeAction", "codeActionLiteralSupport"
        )
        is not None,
        resolves_actions="edit" in _resolved(capabilities, "textDocument", "codeAction"),
        trace=str(params.get("trace")),
        completion=completion_client_of(value_at(capabilities, "textDocument", "completion")),
        markdown_in=_markdown_in(capabilities),
    )


def _markdown_in(capabilities: Any) -> frozenset[str]:
    return frozenset(
        where
        for where, path in _FORMATS.items()
        if _takes_markdown(where, value_at(capabilities, "textDocument", where, *path))
    )


def _resolved(capabilities: Any, *path: str) -> frozenset[str]:
    """The properties that the client asks for later."""
    return _strings(value_at(capabilities, *path, "resolveSupport", "properties"))


def completion_client_of(said: Any) -> CompletionClient:
    """Read what a client says of its completions."""
    item = value_at(said, "completionItem")
    defaults = value_at(said, "completionList", "itemDefaults")
    resolved = value_at(item, "resolveSupport", "properties")
    tags = value_at(item, "tagSupport", "valueSet")
    return CompletionClient(
        takes_snippets=value_at(item, "snippetSupport") is True,
        takes_commit_characters=value_at(item, "commitCharactersSupport") is True,
        takes_insert_replace=value_at(item, "insertReplaceSupport") is True,
        shows_label_details=value_at(item, "labelDetailsSupport") is True,
        shows_deprecated_tag=isinstance(tags, list) and 1 in tags,
        shows_deprecated=value_at(item, "deprecatedSupport") is True,
        resolves_edits=isinstance(resolved, list) and "additionalTextEdits" in resolved,
        takes_default_range=isinstance(defaults, list) and "editRange" in defaults,
    )


def value_at(value: Any, *path: str) -> Any:
    """What stands at a path in decoded JSON; None: nothing."""
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _shows(capabilities: Any, part: str) -> Any:
    """What a client says of a part of diagnostics, of those it is told or of those it asks for."""
    for sort in ("publishDiagnostics", "diagnostic"):
        found = value_at(capabilities, "textDocument", sort, part)
        if found is not None:
            return found
    return None


def _tags(support: Any) -> frozenset[int]:
    """The tags that a client shows; old ones say only that they show the two that there are."""
    if support is True:
        return frozenset((1, 2))
    values = value_at(support, "valueSet")
    known = values if isinstance(values, list) else []
    return frozenset(value for value in known if isinstance(value, int))


def _strings(value: Any) -> frozenset[str]:
    return (
        frozenset(one for one in value if isinstance(one, str))
        if isinstance(value, list)
        else frozenset()
    )


def _encoding(offered: Any) -> Encoding:
    """The client's first choice that is known; UTF-16 where it names none."""
    if isinstance(offered, list):
        for name in offered:
            if isinstance(name, str) and name in _ENCODINGS:
                return _ENCODINGS[name]
    return Encoding.UTF16


def _takes_markdown(where: str, formats: Any) -> bool:
    """A client that does not say which formats it shows gets Markdown in hovers, as all servers do it."""
    return "markdown" in formats if isinstance(formats, list) else where == "hover"


def _folders(params: dict[str, Any]) -> list[str]:
    folders = params.get("workspaceFolders")
    if isinstance(folders, list):
        found = [value_at(folder, "uri") for folder in folders]
        return [uri for uri in found if isinstance(uri, str)]
    root = params.get("rootUri")
    if isinstance(root, str):
        return [root]
    path = params.get("rootPath")
    if isinstance(path, str) and path:
        from pathlib import Path  # old clients only

        return [Path(path).as_uri()] if Path(path).is_absolute() else []
    return []

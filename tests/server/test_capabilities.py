"""What `initialize` promises and what is handled are the same.

`NOVA_UPDATE_GOLDEN=1 pytest tests/server/test_capabilities.py` writes `nova_ls/server/rpc/capabilities.json` anew.
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
from collections import Counter
from typing import Any, cast, get_args

import attrs
import pytest
from lsprotocol import converters, types

from nova_ls.base.lines import Encoding
from nova_ls.server import handlers
from nova_ls.server.handlers.loading import all_registrations
from nova_ls.server.handlers.registration import Registration, promised
from nova_ls.server.rpc.capabilities import CAPABILITIES_FILE, initialize_result, merged
from nova_ls.server.rpc.client import value_at

CONVERTER = converters.get_converter()

REGISTRATIONS = all_registrations()

PROMISES = {
    "callHierarchy/incomingCalls": "callHierarchyProvider",
    "callHierarchy/outgoingCalls": "callHierarchyProvider",
    "codeAction/resolve": "codeActionProvider.resolveProvider",
    "codeLens/resolve": "codeLensProvider.resolveProvider",
    "completionItem/resolve": "completionProvider.resolveProvider",
    "documentLink/resolve": "documentLinkProvider.resolveProvider",
    "inlayHint/resolve": "inlayHintProvider.resolveProvider",
    "notebookDocument/didChange": "notebookDocumentSync",
    "notebookDocument/didClose": "notebookDocumentSync",
    "notebookDocument/didOpen": "notebookDocumentSync",
    "notebookDocument/didSave": "notebookDocumentSync.save",
    "textDocument/codeAction": "codeActionProvider",
    "textDocument/codeLens": "codeLensProvider",
    "textDocument/colorPresentation": "colorProvider",
    "textDocument/completion": "completionProvider",
    "textDocument/declaration": "declarationProvider",
    "textDocument/definition": "definitionProvider",
    "textDocument/diagnostic": "diagnosticProvider",
    "textDocument/didChange": "textDocumentSync.change",
    "textDocument/didClose": "textDocumentSync.openClose",
    "textDocument/didOpen": "textDocumentSync.openClose",
    "textDocument/didSave": "textDocumentSync.save",
    "textDocument/documentColor": "colorProvider",
    "textDocument/documentHighlight": "documentHighlightProvider",
    "textDocument/documentLink": "documentLinkProvider",
    "textDocument/documentSymbol": "documentSymbolProvider",
    "textDocument/foldingRange": "foldingRangeProvider",
    "textDocument/formatting": "documentFormattingProvider",
    "textDocument/hover": "hoverProvider",
    "textDocument/implementation": "implementationProvider",
    "textDocument/inlayHint": "inlayHintProvider",
    "textDocument/inlineCompletion": "inlineCompletionProvider",
    "textDocument/inlineValue": "inlineValueProvider",
    "textDocument/linkedEditingRange": "linkedEditingRangeProvider",
    "textDocument/moniker": "monikerProvider",
    "textDocument/onTypeFormatting": "documentOnTypeFormattingProvider",
    "textDocument/prepareCallHierarchy": "callHierarchyProvider",
    "textDocument/prepareRename": "renameProvider.prepareProvider",
    "textDocument/prepareTypeHierarchy": "typeHierarchyProvider",
    "textDocument/rangeFormatting": "documentRangeFormattingProvider",
    "textDocument/rangesFormatting": "documentRangeFormattingProvider.rangesSupport",
    "textDocument/references": "referencesProvider",
    "textDocument/rename": "renameProvider",
    "textDocument/selectionRange": "selectionRangeProvider",
    "textDocument/semanticTokens/full": "semanticTokensProvider.full",
    "textDocument/semanticTokens/full/delta": "semanticTokensProvider.full.delta",
    "textDocument/semanticTokens/range": "semanticTokensProvider.range",
    "textDocument/signatureHelp": "signatureHelpProvider",
    "textDocument/typeDefinition": "typeDefinitionProvider",
    "textDocument/willSave": "textDocumentSync.willSave",
    "textDocument/willSaveWaitUntil": "textDocumentSync.willSaveWaitUntil",
    "typeHierarchy/subtypes": "typeHierarchyProvider",
    "typeHierarchy/supertypes": "typeHierarchyProvider",
    "workspace/diagnostic": "diagnosticProvider.workspaceDiagnostics",
    "workspace/didChangeWorkspaceFolders": "workspace.workspaceFolders.changeNotifications",
    "workspace/didCreateFiles": "workspace.fileOperations.didCreate",
    "workspace/didDeleteFiles": "workspace.fileOperations.didDelete",
    "workspace/didRenameFiles": "workspace.fileOperations.didRename",
    "workspace/executeCommand": "executeCommandProvider",
    "workspace/symbol": "workspaceSymbolProvider",
    "workspace/textDocumentContent": "workspace.textDocumentContent",
    "workspace/willCreateFiles": "workspace.fileOperations.willCreate",
    "workspace/willDeleteFiles": "workspace.fileOperations.willDelete",
    "workspace/willRenameFiles": "workspace.fileOperations.willRename",
    "workspaceSymbol/resolve": "workspaceSymbolProvider.resolveProvider",
}
"""Where `ServerCapabilities` promises a method, by the specification."""

UNPROMISED = {
    "$/cancelRequest",
    "$/progress",
    "$/setTrace",
    "exit",
    "initialize",
    "initialized",
    "shutdown",
    "window/workDoneProgress/cancel",
    "workspace/didChangeConfiguration",
    "workspace/didChangeWatchedFiles",
}
"""What a client may send without a promise of the server."""


def all_promised() -> dict[str, Any]:
    """What a client is promised that can take everything."""
    found = json.loads(CAPABILITIES_FILE.read_bytes())
    capabilities: dict[str, Any] = found["always"]
    for fragment in found["where_client_has"].values():
        capabilities = merged(capabilities, fragment)
    return capabilities


def promises(capabilities: Any, path: str) -> bool:
    return value_at(capabilities, *path.split(".")) not in (None, False)


def whole(one: Registration) -> dict[str, Any]:
    """All that a registration promises."""
    capabilities = dict(one.capability)
    for fragment in one.where_client_has.values():
        capabilities = merged(capabilities, fragment)
    return capabilities


def test_the_file_says_what_the_handlers_register() -> None:
    text = json.dumps(promised(REGISTRATIONS), indent=2, sort_keys=True) + "\n"
    if os.environ.get("NOVA_UPDATE_GOLDEN"):
        CAPABILITIES_FILE.write_text(text, encoding="utf-8")
    assert CAPABILITIES_FILE.read_text(encoding="utf-8") == text, __doc__


def test_the_order_of_registrations_does_not_matter() -> None:
    assert promised(reversed(REGISTRATIONS)) == promised(REGISTRATIONS)


def test_what_every_handler_file_registers_is_handled_once() -> None:
    listed = Counter(one.method for one in REGISTRATIONS)
    assert set(listed.values()) == {1}
    for file in pkgutil.iter_modules(handlers.__path__, f"{handlers.__name__}."):
        found = getattr(importlib.import_module(file.name), "REGISTRATIONS", ())
        assert {one.method for one in found} <= set(listed), file.name


def test_the_table_of_promises_has_all_that_a_client_may_send() -> None:
    sent = {
        method
        for method in types.METHOD_TO_TYPES
        if types.message_direction(method) in ("clientToServer", "both")
    }
    assert set(PROMISES) | UNPROMISED == sent


@pytest.mark.parametrize("one", REGISTRATIONS, ids=lambda one: cast(str, one.method))
def test_a_registration_promises_its_own_method(one: Registration) -> None:
    if one.method in PROMISES:
        assert promises(whole(one), PROMISES[one.method])
    else:
        assert one.method in UNPROMISED or one.method.startswith("nova/")
    handled = {other.method for other in REGISTRATIONS}
    others = {method for method, path in PROMISES.items() if promises(whole(one), path)}
    assert others <= handled


def test_nothing_is_promised_that_the_protocol_does_not_know() -> None:
    capabilities = all_promised()
    read = CONVERTER.structure(capabilities, types.ServerCapabilities)
    assert CONVERTER.unstructure(read) == capabilities
    known = {path.split(".")[0] for path in PROMISES.values()}
    assert set(capabilities) <= known


def test_the_conditions_are_capabilities_that_a_client_may_have() -> None:
    conditions = json.loads(CAPABILITIES_FILE.read_bytes())["where_client_has"]
    assert conditions
    for path in conditions:
        kind: Any = types.ClientCapabilities
        for part in path.split("."):
            fields = {_camel(field.name): field.type for field in attrs.fields(kind)}
            assert part in fields, path
            kind = next(iter(get_args(fields[part])), fields[part])


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def test_kinds_of_code_actions_are_told_to_clients_that_take_code_actions() -> None:
    literals: Any = {"textDocument": {"codeAction": {"codeActionLiteralSupport": {}}}}
    for client, told in ((literals, dict), ({}, bool), (None, bool), ({"textDocument": 3}, bool)):
        found = initialize_result(Encoding.UTF8, client)["capabilities"]
        assert isinstance(found["codeActionProvider"], told)
        assert found["positionEncoding"] == "utf-8"


@pytest.mark.parametrize(
    ("left", "right", "both"),
    [
        ({"a": True}, {"b": 1}, {"a": True, "b": 1}),
        ({"a": True}, {"a": {"b": 1}}, {"a": {"b": 1}}),
        ({"a": {"b": 1}}, {"a": {"b": 1, "c": 2}}, {"a": {"b": 1, "c": 2}}),
    ],
)
def test_promises_are_put_together(left: Any, right: Any, both: Any) -> None:
    assert merged(left, right) == merged(right, left) == both


@pytest.mark.parametrize(("left", "right"), [(1, 2), (False, {}), ([1], [2]), ("x", {"y": 1})])
def test_contradicting_promises_are_refused(left: Any, right: Any) -> None:
    with pytest.raises(ValueError, match="a is promised as"):
        merged({"a": left}, {"a": right})

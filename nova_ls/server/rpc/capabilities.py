"""What the server can do. Nothing depends on the client but the encoding of positions."""

from __future__ import annotations

from typing import Any

from nova_ls import __version__
from nova_ls.base.lines import Encoding
from nova_ls.server.rpc.commands import COMMANDS, KINDS


def initialize_result(encoding: Encoding) -> dict[str, Any]:
    """The answer to `initialize`."""
    return {
        "capabilities": {
            "positionEncoding": encoding.value,
            "textDocumentSync": {
                "openClose": True,
                "change": 2,  # incremental
                "save": {"includeText": False},
            },
            "hoverProvider": True,
            "definitionProvider": True,
            "referencesProvider": True,
            "documentHighlightProvider": True,
            "documentSymbolProvider": True,
            "workspaceSymbolProvider": True,
            "completionProvider": {"triggerCharacters": ["."], "resolveProvider": True},
            "signatureHelpProvider": {"triggerCharacters": [" "], "retriggerCharacters": [" "]},
            "codeLensProvider": {"resolveProvider": True},
            "codeActionProvider": {"codeActionKinds": list(KINDS)},
            "executeCommandProvider": {"commands": list(COMMANDS)},
            "workspace": {
                "workspaceFolders": {"supported": True, "changeNotifications": True},
            },
        },
        "serverInfo": {"name": "nova-ls", "version": __version__},
    }

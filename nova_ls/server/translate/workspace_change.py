"""Edits of several modules as the protocol writes them, and other paths of files where the client can give them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nova_ls.compiler.state.module import Module
from nova_ls.features.ranges import range_between
from nova_ls.features.rename.workspace_change import TextEdit, WorkspaceChange
from nova_ls.server.rpc.uris import uri_of
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.sessions.session import Session


def workspace_change(
    server: ServerContext, session: Session, change: WorkspaceChange
) -> dict[str, Any]:
    """The edits before the files: they are made where the files are now."""
    by_uri = {
        server.sessions.uri_of(module.path): (module, edits)
        for module, edits in sorted(change.edits.items(), key=lambda item: item[0].name)
    }
    if not server.client.takes_versioned_edits:
        return {
            "changes": {
                uri: _edits(server, module, edits) for uri, (module, edits) in by_uri.items()
            }
        }
    changes: list[dict[str, Any]] = [
        {
            "textDocument": {"uri": uri, "version": _version(session, module.path)},
            "edits": _edits(server, module, edits),
        }
        for uri, (module, edits) in by_uri.items()
    ]
    if server.client.renames_files:
        changes += (
            {"kind": "rename", "oldUri": server.sessions.uri_of(old), "newUri": uri_of(new)}
            for old, new in change.moves
        )
    return {"documentChanges": changes}


def _edits(
    server: ServerContext, module: Module, edits: tuple[TextEdit, ...]
) -> list[dict[str, Any]]:
    encoding = server.client.encoding
    return [
        {
            "range": range_between(module.source, edit.start, edit.end, encoding),
            "newText": edit.text,
        }
        for edit in edits
    ]


def _version(session: Session, path: Path) -> int | None:
    file = session.workspace.files.get(path)
    return None if file is None or file.document is None else file.document.version

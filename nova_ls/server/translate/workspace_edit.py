"""Edits as the protocol writes them: with the version of the document that they are made for, where the client takes that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nova_ls.compiler.state.module import Module
from nova_ls.features.actions.code_action import MovedFile, NewFile
from nova_ls.features.history import RestoringEdit
from nova_ls.features.ranges import range_between
from nova_ls.server.rpc.uris import uri_of
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.sessions.session import Session


def workspace_edit(server: ServerContext, session: Session, edit: RestoringEdit) -> dict[str, Any]:
    """A restoring edit as an LSP `WorkspaceEdit`."""
    return module_edit(server, session, edit.module, [(edit.start, edit.end, edit.text)])


def created_edit(server: ServerContext, files: Sequence[NewFile]) -> dict[str, Any]:
    """Files that are not there yet; the client sees to it that none is overwritten."""
    changes: list[dict[str, Any]] = []
    start = {"line": 0, "character": 0}
    for file in files:
        uri = server.sessions.uri_of(file.path)
        changes.append({"kind": "create", "uri": uri})
        edits = [{"range": {"start": start, "end": start}, "newText": file.text}]
        changes.append({"textDocument": {"uri": uri, "version": None}, "edits": edits})
    return {"documentChanges": changes}


def moved_edit(server: ServerContext, files: Sequence[MovedFile]) -> dict[str, Any]:
    """Files that get another path, unless something is there."""
    return {
        "documentChanges": [
            {
                "kind": "rename",
                "oldUri": server.sessions.uri_of(file.old),
                "newUri": uri_of(file.new),
            }
            for file in files
        ]
    }


def module_edit(
    server: ServerContext,
    session: Session,
    module: Module,
    edits: Sequence[tuple[int, int, str]],
) -> dict[str, Any]:
    """Texts in the place of what lies between two offsets of a module."""
    encoding = server.client.encoding
    text_edits = [
        {"range": range_between(module.source, start, end, encoding), "newText": text}
        for start, end, text in edits
    ]
    uri = server.sessions.uri_of(module.path)
    if not server.client.takes_versioned_edits:
        return {"changes": {uri: text_edits}}
    file = session.workspace.files.get(module.path)
    document = None if file is None else file.document
    version = None if document is None else document.version
    return {
        "documentChanges": [{"textDocument": {"uri": uri, "version": version}, "edits": text_edits}]
    }

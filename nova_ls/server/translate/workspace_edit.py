"""Edits as the protocol writes them: with the version of the document that they are made for, where the client takes that."""

from __future__ import annotations

from typing import Any

from nova_ls.features.history import RestoringEdit
from nova_ls.features.ranges import range_between
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.sessions.session import Session


def workspace_edit(server: ServerContext, session: Session, edit: RestoringEdit) -> dict[str, Any]:
    encoding = server.client.encoding
    text_edit = {
        "range": range_between(edit.module.source, edit.start, edit.end, encoding),
        "newText": edit.text,
    }
    uri = server.sessions.uri_of(edit.path)
    if not server.client.takes_versioned_edits:
        return {"changes": {uri: [text_edit]}}
    file = session.workspace.files.get(edit.path)
    document = None if file is None else file.document
    version = None if document is None else document.version
    return {
        "documentChanges": [
            {"textDocument": {"uri": uri, "version": version}, "edits": [text_edit]}
        ]
    }

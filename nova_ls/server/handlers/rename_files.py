"""workspace/willRenameFiles and workspace/didRenameFiles: names of modules follow the paths of their files."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from nova_ls.features.rename.moved_files import follow_files, names_after
from nova_ls.server.handlers.registration import Registration
from nova_ls.server.handlers.rename import one_reason
from nova_ls.server.rpc import methods
from nova_ls.server.rpc.deferred_responses import Wait
from nova_ls.server.rpc.uris import path_of
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.sessions.session import Session
from nova_ls.server.translate.workspace_change import workspace_change
from nova_ls.workspace.discovery import SUFFIXES

if TYPE_CHECKING:
    from lsprotocol import types

Moves = list[tuple[Path, Path]]

_FILTERS: Final = {
    "filters": [
        {
            "scheme": "file",
            "pattern": {
                "glob": "**/*.{" + ",".join(suffix[1:] for suffix in SUFFIXES) + "}",
                "matches": "file",
            },
        },
        {"scheme": "file", "pattern": {"glob": "**", "matches": "folder"}},
    ]
}


def handle_will_rename_files(
    server: ServerContext, params: types.RenameFilesParams
) -> Generator[Wait, None, dict[str, Any] | None]:
    """The edits that follow modules whose files will be moved; None where there are none."""
    moves = _moves(server, params)
    for session in list(server.sessions):
        if any(session.owns(old) for old, _ in moves):
            found = yield from _follow(server, session, moves)
            if found is not None:
                return found
    return None


def _follow(
    server: ServerContext, session: Session, moves: Moves
) -> Generator[Wait, None, dict[str, Any] | None]:
    """The edits of one workspace, once all is known that may import the modules; None: nothing is to be edited."""
    while not session.is_settled:
        yield Wait.FOR_A_CHANGE
    names = names_after(session.snapshot(), moves)
    if not names:
        return None
    session.expand_words(list(names))
    session.workspace.library.list_names()  # which no module may get
    while not session.is_settled:
        yield Wait.FOR_A_CHANGE
    with one_reason():
        change = follow_files(session.snapshot(), moves)
    return workspace_change(server, session, change) if change.edits else None


def handle_did_rename_files(server: ServerContext, params: types.RenameFilesParams) -> None:
    """Look at the files that were moved."""
    paths = [path for move in _moves(server, params) for path in move]
    server.files.files_changed(server.sessions.names(paths))


def _moves(server: ServerContext, params: types.RenameFilesParams) -> Moves:
    moves: Moves = []
    for each in params.files:
        old, new = path_of(each.old_uri), path_of(each.new_uri)
        if old is not None and new is not None:
            moves += zip(server.sessions.names([old]), [new], strict=True)
    return moves


REGISTRATIONS: Final = (
    Registration(
        methods.WORKSPACE_WILL_RENAME_FILES,
        handle_will_rename_files,
        where_client_has={
            "workspace.fileOperations.willRename": {
                "workspace": {"fileOperations": {"willRename": _FILTERS}}
            }
        },
    ),
    Registration(
        methods.WORKSPACE_DID_RENAME_FILES,
        handle_did_rename_files,
        where_client_has={
            "workspace.fileOperations.didRename": {
                "workspace": {"fileOperations": {"didRename": _FILTERS}}
            }
        },
    ),
)

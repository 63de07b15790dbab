"""workspace/didCreateFiles and workspace/didDeleteFiles: what the editor does to files, for clients that do not watch them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from nova_ls.server.handlers.registration import Registration
from nova_ls.server.rpc import methods
from nova_ls.server.rpc.uris import path_of
from nova_ls.server.sessions.server_context import ServerContext

if TYPE_CHECKING:
    from lsprotocol import types


def handle_files_on_disk(
    server: ServerContext, params: types.CreateFilesParams | types.DeleteFilesParams
) -> None:
    """Look at the files and folders that were created or deleted."""
    paths = [path_of(each.uri) for each in params.files]
    known = server.sessions.names([path for path in paths if path is not None])
    server.files.files_changed(known)


_FILTERS: Final[dict[str, Any]] = {
    "filters": [
        {"scheme": "file", "pattern": {"glob": "**/*.{nova,nv,purs}", "matches": "file"}},
        {"scheme": "file", "pattern": {"glob": "**", "matches": "folder"}},
    ]
}


def _registration(method: str, name: str) -> Registration:
    promise = {"workspace": {"fileOperations": {name: _FILTERS}}}
    where = {f"workspace.fileOperations.{name}": promise}
    return Registration(method, handle_files_on_disk, where_client_has=where)


REGISTRATIONS: Final = (
    _registration(methods.WORKSPACE_DID_CREATE_FILES, "didCreate"),
    _registration(methods.WORKSPACE_DID_DELETE_FILES, "didDelete"),
)

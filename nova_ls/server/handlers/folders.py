"""initialized, and the workspace's folders, files and settings as they change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from nova_ls.server.handlers.refreshes import configure_hints, configure_lenses
from nova_ls.server.handlers.registration import Registration
from nova_ls.server.rpc import methods
from nova_ls.server.rpc.server_log import LOGGER
from nova_ls.server.rpc.settings import CHECK_WORKERS, DIAGNOSTICS_SCOPE, LOG_LEVEL, TESTS_RUN
from nova_ls.server.rpc.uris import path_of
from nova_ls.server.sessions.server_context import ServerContext

if TYPE_CHECKING:
    from lsprotocol import types

SECTION: Final = "nova"


def handle_initialized(server: ServerContext, _params: types.InitializedParams) -> None:
    """Ask for settings and file events, and open the folders."""
    if server.client.registers_configuration:
        registration = {
            "id": "nova-configuration",
            "method": "workspace/didChangeConfiguration",
            "registerOptions": {"section": SECTION},
        }
        server.wire.ask("client/registerCapability", {"registrations": [registration]})
    _ask_for_configuration(server)
    server.files.register()
    server.open_folders()


def handle_folders(server: ServerContext, params: types.DidChangeWorkspaceFoldersParams) -> None:
    """Close and open workspaces; documents go to those that they belong to now."""
    for folder in params.event.removed:
        path = path_of(folder.uri)
        if path is not None:
            server.sessions.close_folder(path)
    for folder in params.event.added:
        path = path_of(folder.uri)
        if path is not None and path.is_dir():
            server.sessions.open_folder(path)
    server.sessions.rearrange()


def handle_files(server: ServerContext, params: types.DidChangeWatchedFilesParams) -> None:
    """Look at the files that have changed, as the client watches them."""
    paths = [path_of(change.uri) for change in params.changes]
    server.files.files_changed(server.sessions.names([path for path in paths if path is not None]))


def handle_configuration(server: ServerContext, params: types.DidChangeConfigurationParams) -> None:
    """Clients send the settings along, or null: then they are to be asked for."""
    settings: Any = params.settings
    own = settings.get(SECTION) if isinstance(settings, dict) else None
    if isinstance(own, dict):
        _configure(server, own)
    else:
        _ask_for_configuration(server)


def _ask_for_configuration(server: ServerContext) -> None:
    if server.client.has_configuration:
        server.wire.ask(
            "workspace/configuration",
            {"items": [{"section": SECTION}]},
            lambda answer: _configure(
                server, answer[0] if isinstance(answer, list) and answer else None
            ),
        )


def _configure(server: ServerContext, settings: Any) -> None:
    """Take the settings over; what is missing or unknown is as if it had not been set."""
    if not isinstance(settings, dict):
        return
    server.open_files_only = DIAGNOSTICS_SCOPE.read(settings) == "openFiles"
    configure_lenses(server, settings)
    configure_hints(server, settings)
    server.automatic_tests.when = str(TESTS_RUN.read(settings))
    server.has_workers = CHECK_WORKERS.read(settings) is True
    LOGGER.setLevel(str(LOG_LEVEL.read(settings)).upper())
    for session in server.sessions:
        session.publisher.open_files_only = server.open_files_only
        if not server.has_workers:
            session.background.close()
        session.look_again()


REGISTRATIONS: Final = (
    Registration(methods.INITIALIZED, handle_initialized),
    Registration(
        methods.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS,
        handle_folders,
        {"workspace": {"workspaceFolders": {"supported": True, "changeNotifications": True}}},
    ),
    Registration(
        methods.WORKSPACE_DID_CHANGE_WATCHED_FILES, handle_files
    ),  # asked for in sessions/watching.py
    Registration(
        methods.WORKSPACE_DID_CHANGE_CONFIGURATION, handle_configuration
    ),  # asked for by handle_initialized
)

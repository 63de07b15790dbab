"""Which method is handled by what. Handlers take the server and the typed params, and give plain data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from lsprotocol import types

from nova_ls.server.handlers.code_action import handle_code_action
from nova_ls.server.handlers.code_lens import handle_code_lens, handle_code_lens_resolve
from nova_ls.server.handlers.completion import handle_completion, handle_completion_resolve
from nova_ls.server.handlers.definition import handle_definition
from nova_ls.server.handlers.document_highlight import handle_document_highlight
from nova_ls.server.handlers.document_symbols import handle_document_symbols
from nova_ls.server.handlers.documents import handle_change, handle_close, handle_open, handle_save
from nova_ls.server.handlers.execute_command import handle_execute_command
from nova_ls.server.handlers.folders import (
    handle_configuration,
    handle_files,
    handle_folders,
    handle_initialized,
)
from nova_ls.server.handlers.history import handle_checkout, handle_diff, handle_history
from nova_ls.server.handlers.hover import handle_hover
from nova_ls.server.handlers.references import handle_references
from nova_ls.server.handlers.set_trace import handle_set_trace
from nova_ls.server.handlers.signature_help import handle_signature_help
from nova_ls.server.handlers.stats import handle_stats
from nova_ls.server.handlers.workspace_symbols import handle_workspace_symbols

HANDLERS: Final[dict[str, Callable[..., Any]]] = {
    types.INITIALIZED: handle_initialized,
    types.TEXT_DOCUMENT_DID_OPEN: handle_open,
    types.TEXT_DOCUMENT_DID_CHANGE: handle_change,
    types.TEXT_DOCUMENT_DID_SAVE: handle_save,
    types.TEXT_DOCUMENT_DID_CLOSE: handle_close,
    types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS: handle_folders,
    types.WORKSPACE_DID_CHANGE_WATCHED_FILES: handle_files,
    types.WORKSPACE_DID_CHANGE_CONFIGURATION: handle_configuration,
    types.TEXT_DOCUMENT_HOVER: handle_hover,
    types.TEXT_DOCUMENT_DEFINITION: handle_definition,
    types.TEXT_DOCUMENT_REFERENCES: handle_references,
    types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT: handle_document_highlight,
    types.TEXT_DOCUMENT_DOCUMENT_SYMBOL: handle_document_symbols,
    types.WORKSPACE_SYMBOL: handle_workspace_symbols,
    types.TEXT_DOCUMENT_COMPLETION: handle_completion,
    types.COMPLETION_ITEM_RESOLVE: handle_completion_resolve,
    types.TEXT_DOCUMENT_SIGNATURE_HELP: handle_signature_help,
    types.TEXT_DOCUMENT_CODE_LENS: handle_code_lens,
    types.CODE_LENS_RESOLVE: handle_code_lens_resolve,
    types.TEXT_DOCUMENT_CODE_ACTION: handle_code_action,
    types.WORKSPACE_EXECUTE_COMMAND: handle_execute_command,
    types.SET_TRACE: handle_set_trace,
    "nova/history": handle_history,
    "nova/diff": handle_diff,
    "nova/checkout": handle_checkout,
    "nova/stats": handle_stats,
}

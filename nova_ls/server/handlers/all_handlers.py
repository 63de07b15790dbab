"""All that the server handles: what the handler files register."""

from __future__ import annotations

from typing import Final

from nova_ls.server.handlers import (
    code_action,
    code_lens,
    completion,
    definition,
    diagnostic,
    document_highlight,
    document_link,
    document_symbols,
    documents,
    execute_command,
    folders,
    folding_range,
    formatting,
    history,
    hover,
    inlay_hint,
    on_type_formatting,
    references,
    rename,
    rename_files,
    selection_range,
    semantic_tokens,
    set_trace,
    signature_help,
    stats,
    workspace_symbols,
)
from nova_ls.server.handlers.registration import Registration

REGISTRATIONS: Final[tuple[Registration, ...]] = (
    *folders.REGISTRATIONS,
    *documents.REGISTRATIONS,
    *diagnostic.REGISTRATIONS,
    *hover.REGISTRATIONS,
    *definition.REGISTRATIONS,
    *references.REGISTRATIONS,
    *rename.REGISTRATIONS,
    *rename_files.REGISTRATIONS,
    *document_highlight.REGISTRATIONS,
    *document_link.REGISTRATIONS,
    *document_symbols.REGISTRATIONS,
    *folding_range.REGISTRATIONS,
    *formatting.REGISTRATIONS,
    *on_type_formatting.REGISTRATIONS,
    *selection_range.REGISTRATIONS,
    *semantic_tokens.REGISTRATIONS,
    *inlay_hint.REGISTRATIONS,
    *workspace_symbols.REGISTRATIONS,
    *completion.REGISTRATIONS,
    *signature_help.REGISTRATIONS,
    *code_lens.REGISTRATIONS,
    *code_action.REGISTRATIONS,
    *execute_command.REGISTRATIONS,
    *set_trace.REGISTRATIONS,
    *history.REGISTRATIONS,
    *stats.REGISTRATIONS,
)

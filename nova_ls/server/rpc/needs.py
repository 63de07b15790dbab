"""What each request needs up to date before its feature reads, and which messages change something: known before any handler is loaded."""

from __future__ import annotations

from enum import Enum
from typing import Final

from nova_ls.server.rpc import methods


class Need(Enum):
    """What has to be up to date. Where that takes longer than a moment after an edit, the feature reads what was known before."""

    TEXT = "the text of the document, which always is"
    FILES = "the files of the workspace are taken in"
    DOCUMENT = "what the document declares"
    DECLARATION = "the declaration at the position"
    NAME = "that declaration, and what the name at the position means"
    IMPORTS = "that declaration, and what an import at the position may name"
    MENTIONS = "what the name at the position means; that the modules which may mention it are checked, the answer waits for"
    USES = "the same, but that nothing more is needed of modules which have not changed than what is kept of them"
    ELEMENT = "the element that the request names"


NEEDS: Final = {
    methods.TEXT_DOCUMENT_HOVER: Need.NAME,  # The last author is that of the type of a constructor.
    methods.TEXT_DOCUMENT_DEFINITION: Need.DECLARATION,
    methods.TEXT_DOCUMENT_DECLARATION: Need.DECLARATION,
    methods.TEXT_DOCUMENT_TYPE_DEFINITION: Need.NAME,
    methods.TEXT_DOCUMENT_IMPLEMENTATION: Need.MENTIONS,
    methods.TEXT_DOCUMENT_PREPARE_CALL_HIERARCHY: Need.NAME,
    methods.TEXT_DOCUMENT_PREPARE_TYPE_HIERARCHY: Need.NAME,
    methods.TEXT_DOCUMENT_LINKED_EDITING_RANGE: Need.DOCUMENT,
    methods.TEXT_DOCUMENT_REFERENCES: Need.USES,
    methods.TEXT_DOCUMENT_PREPARE_RENAME: Need.NAME,
    methods.TEXT_DOCUMENT_RENAME: Need.MENTIONS,
    methods.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT: Need.DECLARATION,
    methods.TEXT_DOCUMENT_DOCUMENT_LINK: Need.DOCUMENT,
    methods.TEXT_DOCUMENT_DOCUMENT_SYMBOL: Need.DOCUMENT,
    methods.TEXT_DOCUMENT_SELECTION_RANGE: Need.DOCUMENT,
    methods.TEXT_DOCUMENT_FOLDING_RANGE: Need.DOCUMENT,
    methods.TEXT_DOCUMENT_DIAGNOSTIC: Need.DOCUMENT,
    methods.TEXT_DOCUMENT_FORMATTING: Need.TEXT,
    methods.TEXT_DOCUMENT_RANGE_FORMATTING: Need.TEXT,
    methods.TEXT_DOCUMENT_ON_TYPE_FORMATTING: Need.TEXT,
    methods.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL: Need.DOCUMENT,
    methods.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL_DELTA: Need.DOCUMENT,
    methods.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE: Need.DOCUMENT,
    methods.TEXT_DOCUMENT_INLAY_HINT: Need.DOCUMENT,
    methods.WORKSPACE_SYMBOL: Need.FILES,
    methods.TEXT_DOCUMENT_COMPLETION: Need.IMPORTS,
    methods.COMPLETION_ITEM_RESOLVE: Need.ELEMENT,
    methods.TEXT_DOCUMENT_SIGNATURE_HELP: Need.DECLARATION,
    methods.TEXT_DOCUMENT_CODE_LENS: Need.DOCUMENT,
    methods.CODE_LENS_RESOLVE: Need.ELEMENT,
    methods.TEXT_DOCUMENT_CODE_ACTION: Need.DECLARATION,
    methods.CODE_ACTION_RESOLVE: Need.DECLARATION,
    "nova/history": Need.NAME,
    "nova/diff": Need.NAME,
    "nova/checkout": Need.NAME,
    methods.WORKSPACE_EXECUTE_COMMAND: Need.NAME,
}
"""By method. `nova/…` and commands may name a declaration instead of a position: the log knows it, and nothing is needed."""


CHANGING: Final = frozenset(
    (
        methods.TEXT_DOCUMENT_DID_OPEN,
        methods.TEXT_DOCUMENT_DID_CHANGE,
        methods.TEXT_DOCUMENT_DID_SAVE,
        methods.TEXT_DOCUMENT_DID_CLOSE,
        methods.WORKSPACE_DID_CHANGE_WATCHED_FILES,
        methods.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS,
        methods.WORKSPACE_DID_CHANGE_CONFIGURATION,
        methods.WORKSPACE_DID_CREATE_FILES,
        methods.WORKSPACE_DID_DELETE_FILES,
        methods.WORKSPACE_DID_RENAME_FILES,
        methods.WORKSPACE_WILL_RENAME_FILES,
        methods.WORKSPACE_EXECUTE_COMMAND,
        "nova/checkout",
    )
)
"""As for requests, what the editor has not saved is seen by these, also where a commit has put it back. What really changes something in a `Session` ends its commit itself."""

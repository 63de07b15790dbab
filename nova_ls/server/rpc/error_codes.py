"""The error codes of JSON-RPC and LSP, known before the libraries are."""

from __future__ import annotations

from typing import Any, Final

PARSE_ERROR: Final = -32700
INVALID_REQUEST: Final = -32600
METHOD_NOT_FOUND: Final = -32601
INVALID_PARAMS: Final = -32602
INTERNAL_ERROR: Final = -32603
SERVER_NOT_INITIALIZED: Final = -32002
REQUEST_CANCELLED: Final = -32800
CONTENT_MODIFIED: Final = -32801
REQUEST_FAILED: Final = -32803


def error_response(request: int | str | None, code: int, message: str) -> dict[str, Any]:
    """A JSON-RPC response that says what is wrong; `request` None: its id is unknown."""
    return {"jsonrpc": "2.0", "id": request, "error": {"code": code, "message": message}}


def response(request: int | str, result: Any) -> dict[str, Any]:
    """A JSON-RPC response with a result."""
    return {"jsonrpc": "2.0", "id": request, "result": result}

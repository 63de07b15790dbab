"""textDocument/signatureHelp."""

from __future__ import annotations

from typing import Any


def handle_signature_help(server: Any, params: Any) -> None:
    return None

"""textDocument/completion and completionItem/resolve."""

from __future__ import annotations

from typing import Any


def handle_completion(server: Any, params: Any) -> None:
    return None


def handle_completion_resolve(server: Any, params: Any) -> Any:
    return params

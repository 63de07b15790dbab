"""A document open in a measured server: its text, its version, and edits of it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from nova_ls.cli.language_client import LanguageClient


class OpenDocument:
    """The text as the editor has it. Every edit is one change of one range."""

    def __init__(self, client: LanguageClient, path: Path, text: str) -> None:
        self.client = client
        self.uri = path.as_uri()
        self.text = text
        self.version = 1
        item = {"uri": self.uri, "languageId": "nova", "version": 1, "text": text}
        client.notify("textDocument/didOpen", {"textDocument": item})

    def replace(self, start: int, end: int, new: str) -> None:
        """Send an edit and do not wait."""
        span = {"start": self._position(start), "end": self._position(end)}
        self.text = self.text[:start] + new + self.text[end:]
        self._send({"range": span, "text": new})

    def replace_all(self, text: str) -> None:
        self.text = text
        self._send({"text": text})

    def _send(self, change: dict[str, Any]) -> None:
        self.version += 1
        document = {"uri": self.uri, "version": self.version}
        params = {"textDocument": document, "contentChanges": [change]}
        self.client.notify("textDocument/didChange", params)

    def diagnostics(self) -> list[dict[str, Any]]:
        """Wait for those of the version sent last."""
        params = self.client.notification(
            "textDocument/publishDiagnostics",
            lambda p: p["uri"] == self.uri and p.get("version") == self.version,
        )
        found: list[dict[str, Any]] = params["diagnostics"]
        return found

    def timed(self, start: int, end: int, new: str) -> float:
        """Milliseconds from an edit to the diagnostics that reflect it."""
        self.client.told.clear()
        before = time.perf_counter()
        self.replace(start, end, new)
        self.diagnostics()
        return (time.perf_counter() - before) * 1000

    def hover(self, offset: int) -> int:
        """Ask for a hover and do not wait; the request's id."""
        params = {"textDocument": {"uri": self.uri}, "position": self._position(offset)}
        return self.client.send_request("textDocument/hover", params)

    def _position(self, offset: int) -> dict[str, int]:
        line = self.text.count("\n", 0, offset)
        return {"line": line, "character": offset - (self.text.rfind("\n", 0, offset) + 1)}

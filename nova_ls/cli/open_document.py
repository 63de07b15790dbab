"""A document open in a server: its text, its version, and edits of it. For the demo and the benchmarks."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from nova_ls.cli.language_client import LanguageClient


class OpenDocument:
    """The text as the editor has it."""

    def __init__(self, client: LanguageClient, path: Path, text: str) -> None:
        self.client = client
        self.uri = path.as_uri()
        self.text = text
        self.version = 1
        item = {"uri": self.uri, "languageId": "nova", "version": 1, "text": text}
        client.notify("textDocument/didOpen", {"textDocument": item})

    def replace(self, start: int, end: int, new: str) -> None:
        """Send an edit of one range and do not wait."""
        self.apply([(start, end, new)])

    def apply(self, edits: Iterable[tuple[int, int, str]]) -> None:
        """Send edits `(start, end, new text)` of one moment, each of the text that those before it have left."""
        changes = []
        for start, end, new in edits:
            span = {"start": self.position(start), "end": self.position(end)}
            self.text = self.text[:start] + new + self.text[end:]
            changes.append({"range": span, "text": new})
        self._send(changes)

    def replace_all(self, text: str) -> None:
        """Send a whole new text."""
        self.text = text
        self._send([{"text": text}])

    def _send(self, changes: list[dict[str, Any]]) -> None:
        self.version += 1
        document = {"uri": self.uri, "version": self.version}
        params = {"textDocument": document, "contentChanges": changes}
        self.client.notify("textDocument/didChange", params)

    def save(self, path: Path) -> None:
        """Write the text to its file and say so."""
        path.write_text(self.text, encoding="utf-8", newline="")
        self.client.notify("textDocument/didSave", {"textDocument": {"uri": self.uri}})

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
        return self.ask("textDocument/hover", offset)

    def ask(self, method: str, offset: int) -> int:
        """Send a request about a place and do not wait; its id."""
        params = {"textDocument": {"uri": self.uri}, "position": self.position(offset)}
        return self.client.send_request(method, params)

    def position(self, offset: int) -> dict[str, int]:
        """The LSP position (UTF-16) of an offset in code points."""
        line = self.text.count("\n", 0, offset)
        return {"line": line, "character": offset - (self.text.rfind("\n", 0, offset) + 1)}

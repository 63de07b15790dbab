"""A client that tells of files and folders on disk in one of the ways that editors do."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.server.raw_client import RawClient


class Editor:
    """A client and what it was told; `told`: how it speaks of folders."""

    def __init__(self, client: RawClient, root: Path, told: str) -> None:
        self.client, self.root, self.told = client, root, told
        watches = {"didChangeWatchedFiles": {"dynamicRegistration": True}}
        client.initialize(root, workspace={} if told == "nothing" else watches)
        self.shown: dict[str, set[str]] = {}

    def changes(self, folder: Path, files: Iterable[Path], kind: int) -> list[Any]:
        """What this editor says when a folder comes or goes."""
        named = {"folder": [folder], "files": [*files], "one file": [*files][:1], "nothing": []}
        return [{"uri": path.as_uri(), "type": kind} for path in named[self.told]]

    def tell(self, *changes: Any) -> None:
        if changes:
            self.client.notify("workspace/didChangeWatchedFiles", {"changes": changes})

    def waits_for(self, **wanted: set[str]) -> None:
        """Until the files with errors are these, by their names, with these codes."""

        def is_there(message: Any) -> bool:
            if message.get("method") == "textDocument/publishDiagnostics":
                params = message["params"]
                self.shown[params["uri"]] = {d["code"] for d in params["diagnostics"]}
            return self._wrong() == wanted

        if self._wrong() != wanted:
            self.client.until(is_there)

    def _wrong(self) -> dict[str, set[str]]:
        found = self.shown.items()
        return {
            uri.rsplit("/", 1)[-1].removesuffix(".nova"): codes for uri, codes in found if codes
        }

    def defines(self, path: Path, line: int, character: int) -> str:
        """The file in which the name at a place is declared."""
        places = self.client.at("definition", path.as_uri(), line, character)
        return str(places[0]["uri"] if isinstance(places, list) else places["uri"])

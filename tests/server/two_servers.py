"""Editors that share a folder: each is a client with a server of its own, and knows when that has nothing left to do."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest

from tests.forking import run_command
from tests.server.raw_client import RawClient

Answer = TypeVar("Answer")
PATIENCE = 30.0
WATCHES = {"didChangeWatchedFiles": {"dynamicRegistration": True}}


class Editor:
    """One editor with the folder open. Nothing tells it of the other's saves but `see`."""

    def __init__(
        self, name: str, folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch | None = None
    ) -> None:
        if monkeypatch is not None:
            monkeypatch.setenv("GIT_AUTHOR_NAME", name)
        self.name = name
        self.folder = folder
        self.client = RawClient(home / name)
        self.versions: dict[str, int] = {}
        self.texts: dict[str, str] = {}  # of the open documents
        self.client.initialize(folder, workspace=WATCHES)
        self.settle()

    # ------------------------------------------------------------------ doing

    def uri(self, file: str) -> str:
        return (self.folder / file).as_uri()

    def open(self, file: str) -> None:
        self.versions[file] = 1
        self.texts[file] = (self.folder / file).read_text()
        self.client.open(self.uri(file), self.texts[file])

    def type(self, file: str, text: str) -> None:
        """Make the document's text another one, opening it first."""
        if file not in self.versions:
            self.open(file)
        self.versions[file] += 1
        self.texts[file] = text
        self.client.change(self.uri(file), self.versions[file], {"text": text})

    def save(self, file: str, text: str) -> None:
        """Type a text, write it, and wait until it was checked and committed."""
        self.type(file, text)
        self.write(file, text)
        self.settle()

    def write(self, file: str, text: str) -> None:
        (self.folder / file).write_text(text)
        self.client.notify("textDocument/didSave", {"textDocument": {"uri": self.uri(file)}})

    def see(self, *files: str) -> None:
        """Be told that files changed on disk; as editors do, take them over into documents."""
        changes = [{"uri": self.uri(file), "type": 2} for file in files]
        self.client.notify("workspace/didChangeWatchedFiles", {"changes": changes})
        for file in files:
            if file in self.versions:
                self.type(file, (self.folder / file).read_text())
        self.settle()

    def kill(self) -> None:
        self.client.process.kill()
        self.client.process.wait()

    def quit(self) -> None:
        assert self.client.quit() == 0

    # ------------------------------------------------------------------ asking

    def stats(self) -> dict[str, Any]:
        found: dict[str, Any] = self.client.request("nova/stats", None)
        return found

    def settle(self) -> dict[str, Any]:
        """Wait until the server has nothing to do; its statistics then."""
        return wait_for(lambda: stats if (stats := self.stats())["settled"] else None)

    def told(self) -> list[str]:
        """What was shown to the user."""
        self.settle()
        shown = [m for m in self.client.received if m.get("method") == "window/showMessage"]
        return [message["params"]["message"] for message in shown]

    def wait_until_told(self, words: str) -> str:
        """Wait for a message to the user in which these words stand."""
        return wait_for(lambda: next((text for text in self.told() if words in text), None))

    def problems(self, file: str) -> list[str]:
        """The codes of what the client was told last of a file, sorted."""
        self.settle()
        found: list[str] = []
        for message in self.client.received:
            if message.get("method") == "textDocument/publishDiagnostics":
                params = message["params"]
                if params["uri"] == self.uri(file):
                    found = sorted(d["code"] for d in params["diagnostics"])
        return found


def wait_for(found: Callable[[], Answer | None]) -> Answer:
    """What a question comes to as soon as it comes to something."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        value = found()
        if value:
            return value
        time.sleep(0.02)
    raise TimeoutError(f"not in {PATIENCE} s")


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A subcommand in a third process."""
    return run_command("-C", folder, *arguments, cwd=Path.cwd())


def commits(folder: Path) -> list[tuple[str, list[str]]]:
    """Author and declarations of each commit, oldest first."""
    shown = run(folder, "log", "--format", "json")
    assert shown.returncode == 0, shown.stderr
    return [(c["author"], c["declarations"]) for c in json.loads(shown.stdout)[::-1]]


def versions(folder: Path, name: str) -> list[str]:
    """The texts that a declaration had, oldest first; none where it was taken away."""
    shown = run(folder, "log", name, "--format", "json")
    assert shown.returncode == 0, shown.stderr
    return [version["text"] or "" for version in json.loads(shown.stdout)[::-1]]


def assert_sound(folder: Path) -> None:
    found = run(folder, "fsck")
    assert (found.returncode, found.stdout, found.stderr) == (0, "", "")

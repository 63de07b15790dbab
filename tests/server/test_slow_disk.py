"""A disk that takes its time over a commit, or refuses it in the end: nobody waits for it but who ends."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nova_ls.base.lines import Encoding
from nova_ls.log.reading import read_current, read_tip, walk
from nova_ls.server.sessions.session import Session
from nova_ls.store import StoreError
from nova_ls.store.rocks import rocks
from nova_ls.workspace.source_file import TextChange
from tests.store.slow_disk import SlowDisk, slow_disk

TEXT = "module Main where\n\nmain :: Int\nmain = 1\n"


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowDisk]:
    with slow_disk(monkeypatch) as disk:
        yield disk


class Client:
    """A session with one document, and what its client is sent."""

    def __init__(self, root: Path) -> None:
        self.path = root / "Main.nova"
        self.sent: list[tuple[str, dict[str, Any]]] = []
        self.session = Session(root, Encoding.UTF16, lambda: False, self._take)
        self.session.add_sources(self.session.sources())
        self.session.open_document(self.path, self.path.read_text(), 1)

    def _take(self, method: str, params: dict[str, Any]) -> None:
        self.sent.append((method, params))

    def work(self, steps: int = 1_000) -> None:
        for _ in range(steps):
            if not self.session.has_work:
                return
            self.session.work()

    def write(self, text: str, version: int) -> None:
        self.session.change_document(self.path, [TextChange(None, text)], version)

    def save(self, text: str, version: int) -> None:
        self.write(text, version)
        self.path.write_text(text)
        self.session.save_document(self.path)

    def wrong(self) -> list[list[str]]:
        return [
            [one["code"] for one in params["diagnostics"]]
            for method, params in self.sent
            if method == "textDocument/publishDiagnostics"
        ]

    def words(self) -> list[str]:
        return [p["message"] for method, p in self.sent if method == "window/showMessage"]

    def commits(self) -> int:
        database = self.session.workspace.baseline.database
        return len(list(walk(database, read_tip(database, read_current(database)))))


@pytest.fixture
def client(tmp_path: Path, disk: SlowDisk) -> Iterator[Client]:
    root = tmp_path / "town"
    root.mkdir()
    (root / "nova.toml").write_text('[project]\nname = "town"\n')
    (root / "Main.nova").write_text(TEXT)
    client = Client(root)
    yield client
    disk.answers.set()
    client.session.close()


def test_edits_are_checked_while_the_disk_has_not_answered(client: Client, disk: SlowDisk) -> None:
    client.work(50)
    assert disk.asked == 1
    assert client.session.has_work  # It is not settled before the disk has the commit.
    client.write(TEXT.replace("= 1", '= "one"'), 2)
    client.work(20)
    assert client.wrong()[-1] == ["TypesDoNotUnify"]
    disk.answers.set()
    client.work()
    assert not client.session.has_work
    assert client.words() == []
    assert disk.asked == 1


def test_a_second_commit_waits_for_the_first(client: Client, disk: SlowDisk) -> None:
    client.work(50)
    assert client.commits() == 1
    client.save(TEXT.replace("= 1", "= 2"), 2)
    client.work(50)
    assert client.commits() == 1
    disk.answers.set()
    client.work()
    assert client.commits() == 2
    assert not client.session.has_work


def test_a_disk_that_refuses_for_long_is_told_of_once(
    client: Client, disk: SlowDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_space(path: Path) -> None:
        raise StoreError("IO error: Input/output error")

    disk.refuses = True
    disk.answers.set()
    with monkeypatch.context() as broken:
        broken.setattr(rocks, "_require_space", no_space)
        client.work()
        for version in (2, 3):
            client.save(TEXT.replace("= 1", f"= {version}"), version)
            client.work()
    assert not client.session.has_work
    (word,) = client.words()
    assert "could not be kept (IO error: Input/output error)" in word
    disk.refuses = False
    client.save(TEXT.replace("= 1", "= 4"), 4)
    client.work()
    assert client.commits() == 2
    assert len(client.words()) == 1


def test_what_was_written_is_there_after_an_end_in_between(client: Client, disk: SlowDisk) -> None:
    client.work(50)
    threading.Timer(0.05, disk.answers.set).start()
    client.session.close()
    again = Client(client.session.root or client.path.parent)
    again.work()
    assert again.commits() == 1
    again.session.close()

"""The database of a workspace in all its states: the user is told once, and the server serves."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from nova_ls.workspace.open_workspace import OUTBOX
from tests.server.conftest import MAIN
from tests.server.raw_client import RawClient


def _told(client: RawClient) -> list[str]:
    """What was shown to the user."""
    shown = [m for m in client.received if m.get("method") == "window/showMessage"]
    return [message["params"]["message"] for message in shown]


def _serve(client: RawClient, folder: Path) -> None:
    """Open a document, and find what is wrong in it."""
    uri = (folder / "Main.nova").as_uri()
    client.initialize(folder)
    client.open(uri, MAIN.replace("helper 3", "true"))
    assert "TypesDoNotUnify" in {d["code"] for d in client.diagnostics(uri, 1)}


def test_a_second_server_on_one_workspace_says_so_once_and_works(
    client: RawClient, folder: Path, tmp_path: Path
) -> None:
    _serve(client, folder)
    assert _told(client) == []
    with RawClient(tmp_path / "second") as second:
        _serve(second, folder)
        assert len(_told(second)) == 1
        assert second.quit() == 0
    assert client.quit() == 0


def test_a_damaged_database_is_set_aside(folder: Path, tmp_path: Path) -> None:
    with RawClient(tmp_path / "home") as client:
        _serve(client, folder)
        assert client.quit() == 0
    for file in (folder / ".nova").rglob("*"):
        if file.is_file() and file.name != ".gitignore":
            file.write_bytes(b"this is not a database")
    outbox = folder / ".nova" / OUTBOX
    outbox.mkdir()
    pending = b"\x91\x63"  # of a version that only a later nova-ls knows
    (outbox / "1.commit").write_bytes(sha256(pending).digest() + pending)
    with RawClient(tmp_path / "home") as client:
        _serve(client, folder)
        assert len(_told(client)) == 1
        assert client.quit() == 0
    assert [file.name for file in outbox.iterdir()] == ["1.commit"]

"""Files of the library and of packages that an editor opens: the workspace that uses them serves them, and nothing is written there."""

from __future__ import annotations

from pathlib import Path

import pytest

from nova_ls.workspace.discovery import LIBRARY, keeps_database, workspace_files
from nova_ls.workspace.manifest import Manifest
from tests.server.raw_client import RawClient
from tests.server.test_history import settle

CLONE = LIBRARY.parent.parent
"""Where the library lies, with all that is kept beside it."""

EITHER = LIBRARY / "Data" / "Either.nova"


def databases() -> set[Path]:
    folders = (LIBRARY, *LIBRARY.parents)
    return {folder / ".nova" for folder in folders if (folder / ".nova").exists()}


def open_and_ask(client: RawClient, path: Path, text: str, sought: str) -> str:
    uri = path.as_uri()
    client.open(uri, text)
    assert not [one for one in client.diagnostics(uri, 1) if one["severity"] == 1]
    line = next(n for n, row in enumerate(text.splitlines()) if row.startswith(sought))
    shown: str = client.at("hover", uri, line, 1)["contents"]["value"]
    return shown


def test_a_library_file_is_served_by_the_workspace_imported_or_not(
    client: RawClient, folder: Path
) -> None:
    before = databases()
    client.initialize(folder)
    settle(client)
    assert "either ::" in open_and_ask(client, EITHER, EITHER.read_text(), "either ::")
    stats = settle(client)
    on_disk = [one for one in stats["workspaces"] if one.get("root")]
    assert len(on_disk) <= 1
    assert databases() == before


def test_a_clone_around_the_library_is_no_project_of_its_own(client: RawClient) -> None:
    """What an editor does that takes the folder with `.git` for the project of whatever it opens."""
    before = databases()
    client.initialize(LIBRARY)
    assert "either ::" in open_and_ask(client, EITHER, EITHER.read_text(), "either ::")
    settle(client)
    assert client.quit() == 0
    assert databases() == before


def test_no_database_is_kept_in_the_library_or_around_it(tmp_path: Path) -> None:
    assert not keeps_database(LIBRARY)
    assert not keeps_database(LIBRARY / "Data")
    assert not keeps_database(CLONE)
    assert keeps_database(tmp_path)


def test_the_files_of_the_library_are_nobodys_own() -> None:
    root = LIBRARY.parent
    assert workspace_files(root, Manifest()) == []
    assert workspace_files(root, Manifest(sources=("**/*.nova",))) == []
    assert workspace_files(LIBRARY / "Data", Manifest())


@pytest.mark.parametrize("manifest", ["", '[project]\nname = "kitchen"\n'])
def test_a_package_is_served_by_the_workspace_that_uses_it(
    client: RawClient, folder: Path, manifest: str
) -> None:
    kitchen = folder.parent / "kitchen"
    kitchen.mkdir()
    if manifest:
        (kitchen / "nova.toml").write_text(manifest)
    text = "module Spoon where\n\nspoon :: Int\nspoon = 1\n"
    (kitchen / "Spoon.nova").write_text(text)
    (folder / "nova.toml").write_text('[dependencies]\nkitchen = { path = "../kitchen" }\n')
    client.initialize(folder)
    settle(client)
    assert "spoon :: Int" in open_and_ask(client, kitchen / "Spoon.nova", text, "spoon ::")
    settle(client)
    assert not (kitchen / ".nova").exists()


def test_an_editor_can_ask_whether_it_needs_another_server(client: RawClient, folder: Path) -> None:
    kitchen, other = folder.parent / "kitchen", folder.parent / "other"
    for package in (kitchen, other):
        package.mkdir()
        (package / "nova.toml").touch()
        (package / "Spoon.nova").write_text("module Spoon where\n")
    (folder / "nova.toml").write_text('[dependencies]\nkitchen = { path = "../kitchen" }\n')
    client.initialize(folder)
    settle(client)
    asked = {
        path: client.request("nova/serves", {"textDocument": {"uri": path.as_uri()}})
        for path in (
            folder / "Main.nova",
            folder / "New.nova",
            EITHER,
            kitchen / "Spoon.nova",
            other / "Spoon.nova",
        )
    }
    assert list(asked.values()) == [True, True, True, True, False]
    assert client.error("nova/serves", {}) == -32602


@pytest.mark.parametrize("root", [LIBRARY, LIBRARY / "Data", CLONE])
def test_a_server_in_the_library_writes_nothing_there(client: RawClient, root: Path) -> None:
    before = databases(), set(root.iterdir())
    client.initialize(root)
    client.open(EITHER.as_uri(), EITHER.read_text())
    settle(client)
    client.notify("textDocument/didSave", {"textDocument": {"uri": EITHER.as_uri()}})
    settle(client)
    assert client.quit() == 0
    assert (databases(), set(root.iterdir())) == before

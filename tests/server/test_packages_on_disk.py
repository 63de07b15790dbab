"""Packages that are installed, taken away and brought back under a running server, told as editors tell it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.server.disk_editor import Editor
from tests.server.raw_client import RawClient

CREATED, CHANGED, DELETED = 1, 2, 3

PLACES: Final = {
    "fetched by spago": ".spago/p/kitchen-1.0.0",
    "fetched by an older spago": ".spago/kitchen/v1.0.0",
    "named in the manifest": "../kitchen",
}
MANIFEST: Final = '[dependencies]\nkitchen = { path = "../kitchen" }\n'
MAIN: Final = "module Main where\n\nimport Kitchen (cook)\n\nmain :: Int\nmain = cook\n"
KITCHEN: Final = "module Kitchen where\n\ncook :: Int\ncook = 1\n"
ABSENT: Final = {"ModuleNotFound"}


def put(package: Path, name: str = "Kitchen", text: str = KITCHEN) -> Path:
    file = package / "src" / f"{name}.nova"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "work"
    root.mkdir()
    (root / "nova.toml").write_text(MANIFEST)
    (root / "Main.nova").write_text(MAIN)
    return root


@pytest.fixture(params=list(PLACES.values()), ids=list(PLACES))
def package(root: Path, request: pytest.FixtureRequest) -> Path:
    """Where a package is to lie that nobody has installed yet."""
    path: Path = (root / request.param).resolve()
    return path


def home_of(root: Path, package: Path) -> Path:
    """The folder that comes or goes with the only package."""
    return root / ".spago" if package.is_relative_to(root) else package


@pytest.mark.parametrize("told", ["folder", "files", "nothing"])
def test_a_package_is_installed_taken_away_and_brought_back(
    client: RawClient, root: Path, package: Path, told: str, tmp_path: Path
) -> None:
    """Of what lies outside of its folder no client tells."""
    editor = Editor(client, root, told)
    client.open((root / "Main.nova").as_uri(), MAIN)
    editor.waits_for(Main=ABSENT)
    home = home_of(root, package)
    file = put(package)
    editor.tell(*(editor.changes(home, [file], CREATED) if home != package else ()))
    editor.waits_for()
    assert editor.defines(root / "Main.nova", 2, 18) == file.as_uri()
    home.rename(tmp_path / "kept")
    editor.tell(*(editor.changes(home, [file], DELETED) if home != package else ()))
    editor.waits_for(Main=ABSENT)
    (tmp_path / "kept").rename(home)
    editor.tell(*(editor.changes(home, [file], CREATED) if home != package else ()))
    editor.waits_for()


@pytest.mark.parametrize("told", ["files", "nothing"])
def test_a_module_is_added_to_a_package(client: RawClient, root: Path, told: str) -> None:
    package = root / ".spago" / "p" / "kitchen-1.0.0"
    put(package, "Pantry", "module Pantry where\n")
    editor = Editor(client, root, told)
    client.open((root / "Main.nova").as_uri(), MAIN)
    editor.waits_for(Main=ABSENT)
    file = put(package)
    editor.tell(*editor.changes(root / ".spago", [file], CREATED))
    editor.waits_for()


def test_a_changed_file_of_a_package_is_read_again(client: RawClient, root: Path) -> None:
    file = put(root / ".spago" / "p" / "kitchen-1.0.0")
    editor = Editor(client, root, "files")
    uri = (root / "Main.nova").as_uri()
    client.open(uri, MAIN)
    assert client.diagnostics(uri, None) == []
    file.write_text("module Kitchen where\n\ncook :: Boolean\ncook = true\n")
    editor.tell({"uri": file.as_uri(), "type": CHANGED})
    editor.waits_for(Main={"TypesDoNotUnify"})

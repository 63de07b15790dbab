"""Packages: files that are read because they are imported."""

from __future__ import annotations

from pathlib import Path

import pytest

from nova_ls.compiler.state.module import ModuleOrigin
from nova_ls.store import open_in_memory
from nova_ls.workspace.library import Library
from nova_ls.workspace.workspace import Workspace
from tests.compiler.world import open_world, settle
from tests.workspace.test_bad_input import errors

MAIN = "module Main where\n\nimport Kitchen\n\ntwo :: Int\ntwo = cook 1\n"
KITCHEN = "module Kitchen where\n\ncook :: Int -> Int\ncook n = n\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    root = tmp_path / "work"
    (tmp_path / "kitchen").mkdir()
    root.mkdir()
    (tmp_path / "kitchen" / "Kitchen.nova").write_text(KITCHEN)
    (root / "nova.toml").write_text('[dependencies]\nkitchen = { path = "../kitchen" }\n')
    (root / "Main.nova").write_text(MAIN)
    workspace = open_world(root, open_in_memory())
    settle(workspace)
    assert errors(workspace, "Main") == []
    return workspace


def package_file(workspace: Workspace) -> Path:
    return workspace.program.modules["Kitchen"].path


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (KITCHEN.replace("Int -> Int", "Char -> Int"), "TypesDoNotUnify"),
        (KITCHEN.replace("cook", "bake"), "UnknownName"),
        (b"module Kitchen where\n\xff", "ModuleNotFound"),
        (None, "ModuleNotFound"),
    ],
)
def test_a_package_s_file_that_changes_on_disk_is_read_again(
    workspace: Workspace, text: str | bytes | None, code: str
) -> None:
    path = package_file(workspace)
    if text is None:
        path.unlink()
    else:
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    file = workspace.reload(path)
    settle(workspace)
    assert errors(workspace, "Main") == [code]
    assert (file is None) == (text is None)

    path.write_text(KITCHEN)
    file = workspace.reload(path)
    settle(workspace)
    assert errors(workspace, "Main") == []
    if text is not None:
        assert file is not None and file.origin is ModuleOrigin.PACKAGE


@pytest.mark.parametrize("name", ["Effect.", "Data..Maybe", "Data.Maybe."])
def test_a_name_that_is_being_typed_is_not_a_module_of_the_library(name: str) -> None:
    assert Library([]).find("Effect") is not None
    assert Library([]).find(name) is None

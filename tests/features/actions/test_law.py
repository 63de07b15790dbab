"""The law of code actions over the fixtures and, sampled, the standard library; `NOVA_ACTIONS=long` for more of it, or the folder of a library."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest

from nova_ls.compiler.state.module import ModuleOrigin
from nova_ls.workspace.discovery import LIBRARY
from nova_ls.workspace.open_workspace import MEMORY, open_workspace
from nova_ls.workspace.source_file import File
from nova_ls.workspace.workspace import Workspace
from tests.compiler.world import settle
from tests.features.actions.law import Laboratory, Violation

FIXTURES = Path(__file__).parents[3] / "fixtures"
HOW_LONG = os.environ.get("NOVA_ACTIONS", "")
TOKENS, PLANTED = (100_000, 20) if HOW_LONG else (25, 1)
LIBRARY_MODULES = (
    "Data/Either.nova",
    "Data/Tuple.nova",
    "Data/Ordering.nova",
    "Data/Identity.nova",
)


def opened(workspace: Workspace, paths: list[Path]) -> list[File]:
    """Files of a workspace, in an editor."""
    files: list[File] = []
    for path in paths:
        file = workspace.open_document(path, path.read_text(encoding="utf-8"), 1)
        file.origin = ModuleOrigin.WORKSPACE
        files.append(file)
    settle(workspace)
    for file in files:
        if file.module is not None:
            file.module.origin = ModuleOrigin.WORKSPACE
    workspace.library.list_names()
    return [file for file in files if file.module is not None]


def violations(workspace: Workspace, files: list[File], seed: int) -> list[Violation]:
    laboratory, random = Laboratory(workspace), Random(seed)
    found: list[Violation] = []
    for file in files:
        found += laboratory.violations(file, random, TOKENS)
        found += laboratory.violations_of_faults(file, random, PLANTED)
    return found


def check(paths: list[Path], seed: int = 1) -> None:
    workspace = open_workspace(None, MEMORY).workspace
    found = violations(workspace, opened(workspace, paths), seed)
    assert not found, "\n".join(map(str, found))


@pytest.mark.slow
def test_in_the_pantry() -> None:
    workspace = open_workspace(FIXTURES / "pantry", MEMORY).workspace
    files = opened(workspace, sorted((FIXTURES / "pantry").rglob("*.nova")))
    found = violations(workspace, files, 1)
    assert not found, "\n".join(map(str, found))


def test_in_a_module_of_the_pantry() -> None:
    workspace = open_workspace(FIXTURES / "pantry", MEMORY).workspace
    files = opened(workspace, sorted((FIXTURES / "pantry").rglob("*.nova")))
    found = violations(workspace, [Random(2).choice(files)], 2)
    assert not found, "\n".join(map(str, found))


@pytest.mark.parametrize(
    "path", sorted((FIXTURES / "broken").rglob("*.nova")), ids=lambda p: p.stem
)
def test_in_broken_code(path: Path) -> None:
    workspace = open_workspace(None, MEMORY).workspace
    files = opened(workspace, [path])
    laboratory = Laboratory(workspace)
    found = [v for file in files for v in laboratory.violations(file, Random(3), TOKENS)]
    assert not found, "\n".join(map(str, found))


def test_in_a_module_of_the_library() -> None:
    check([LIBRARY / LIBRARY_MODULES[0]])


@pytest.mark.slow
@pytest.mark.parametrize("name", LIBRARY_MODULES[1:])
def test_in_the_library(name: str) -> None:
    check([LIBRARY / name])


@pytest.mark.slow
@pytest.mark.skipif(not HOW_LONG, reason="NOVA_ACTIONS=long, or the folder of a library")
def test_in_all_of_a_library() -> None:
    folder = LIBRARY if HOW_LONG == "long" else Path(HOW_LONG)
    for path in sorted([*folder.rglob("*.nova"), *folder.rglob("*.purs")]):
        check([path])

"""Fixtures for calling subcommands."""

from __future__ import annotations

import gc
import os
import shutil
from pathlib import Path
from unittest.mock import patch

import pytest

from nova_ls.cli import check
from nova_ls.cli.command_line import run
from tests.cli.pantry import Pantry, copy_pantry, make_pantry


@pytest.fixture(autouse=True)
def one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """A check forks its workers before it has threads; here databases have been opened, and a lock of theirs may be held."""
    monkeypatch.setattr(check, "core_count", lambda: 1)


@pytest.fixture(scope="session")
def checked_pantry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Checked once, to be copied."""
    folder = copy_pantry(tmp_path_factory.mktemp("checked") / "pantry")
    with patch.dict(os.environ, {"GIT_AUTHOR_NAME": "Ada"}):
        assert run(["check", "--jobs", "1", str(folder)]) == 0
    gc.enable()
    return folder


@pytest.fixture
def pantry(
    checked_pantry: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Pantry:
    """A checked copy of its own."""
    shutil.copytree(checked_pantry, tmp_path / "pantry")
    return make_pantry(tmp_path / "pantry", capsys, monkeypatch)

"""A copy of fixtures/pantry to call nova-ls in, checked once for all tests."""

from __future__ import annotations

import gc
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from nova_ls.cli.command_line import run

FIXTURE = Path(__file__).parent.parent.parent / "fixtures" / "pantry"


class Pantry:
    """`call` runs a subcommand here; `text`, `errors` are what it printed."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root = root
        self._capsys = capsys
        self.text = ""
        self.errors = ""

    def call(self, *arguments: str, status: int | None = 0) -> str:
        self._capsys.readouterr()
        found = run(arguments)
        gc.enable()  # A check turns it off, since its process ends.
        self.text, self.errors = self._capsys.readouterr()
        assert status is None or found == status, (found, self.text, self.errors)
        return self.text

    def printed(self) -> tuple[str, str]:
        """What was printed by a call that ended the process."""
        self.text, self.errors = self._capsys.readouterr()
        return self.text, self.errors

    def data(self, *arguments: str, status: int | None = 0) -> Any:
        return json.loads(self.call(*arguments, "--format", "json", status=status))

    def check(self, status: int = 0) -> str:
        return self.call("check", status=status)

    def path(self, module: str) -> Path:
        return self.root.joinpath("src", *module.split(".")).with_suffix(".nova")

    def edit(self, module: str, old: str, new: str) -> None:
        """Replace a text that stands there once."""
        path = self.path(module)
        text = path.read_text("utf-8")
        assert text.count(old) == 1, (old, text.count(old))
        path.write_text(text.replace(old, new), "utf-8")


def make_pantry(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Pantry:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Ada")
    monkeypatch.setenv("NO_COLOR", "1")
    return Pantry(folder, capsys)


def copy_pantry(target: Path) -> Path:
    shutil.copytree(FIXTURE, target, ignore=shutil.ignore_patterns(".nova"))
    return target

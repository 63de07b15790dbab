"""The VS Code extension: what it contributes, and that it can be built and packaged from a clean copy."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from nova_ls.server.handlers.loading import all_registrations
from nova_ls.server.rpc.commands import COMMANDS
from nova_ls.syntax.tokens import RESERVED
from tests.editors.real_editors import EDITORS

VSCODE = EDITORS / "vscode"
WORDS = {word for word in RESERVED if word.isascii() and word.isalpha()}


def test_every_editor_knows_every_keyword() -> None:
    for file in (
        VSCODE / "syntaxes" / "nova.tmLanguage.json",
        EDITORS / "nvim" / "syntax" / "nova.vim",
        EDITORS / "emacs" / "nova-mode.el",
    ):
        known = set(re.findall(r"[a-z]+", file.read_text()))
        assert known >= WORDS, file.name


def test_what_the_manifest_names_is_there() -> None:
    manifest = json.loads((VSCODE / "package.json").read_text())
    contributed = manifest["contributes"]
    files = [language["configuration"] for language in contributed["languages"]]
    files += [grammar["path"] for grammar in contributed["grammars"]]
    for file in files:
        json.loads((VSCODE / file).read_text())
    assert manifest["capabilities"]["untrustedWorkspaces"]["supported"] == "limited"


def test_the_extension_knows_the_servers_commands_and_settings() -> None:
    manifest = json.loads((VSCODE / "package.json").read_text())["contributes"]
    commands = {command["command"] for command in manifest["commands"]}
    assert set(COMMANDS) <= commands
    for menu in manifest["menus"]["editor/context"]:
        assert menu["command"] in commands
    settings = manifest["configuration"]["properties"]
    documented = (EDITORS.parent / "docs" / "protocol.md").read_text()
    for name in re.findall(r"^\| `(\w+(?:\.\w+)*)` \| `", documented, re.MULTILINE):
        assert f"nova.{name}" in settings, name
    assert settings["nova.codeLens.history"]["default"] is False


def test_the_requests_of_all_editors_are_documented() -> None:
    documented = (EDITORS.parent / "docs" / "protocol.md").read_text()
    used: set[str] = set()
    for file in ("vscode/src/history.ts", "nvim/lua/nova_ls/history.lua", "emacs/nova-mode.el"):
        found = set(re.findall(r"\bnova/\w+", (EDITORS / file).read_text()))
        assert found >= {"nova/history", "nova/checkout"}, file
        used |= found
    headings = "\n".join(re.findall(r"^## .*", documented, re.MULTILINE))
    served = {one.method for one in all_registrations() if one.method.startswith("nova/")}
    assert used | served <= set(re.findall(r"`(nova/\w+)`", headings))


def test_the_lock_file_names_no_registry() -> None:
    assert '"resolved"' not in (VSCODE / "package-lock.json").read_text()


def packaged(copy: Path) -> Path:
    """Build the extension in a copy of its folder; the package."""
    shutil.copytree(VSCODE, copy, ignore=shutil.ignore_patterns("node_modules", "dist", "*.vsix"))
    for command in (
        ["npm", "ci", "--no-audit", "--no-fund"],
        ["npm", "test"],
        ["npm", "run", "build"],
        ["npm", "run", "package"],
    ):
        ended = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
        assert ended.returncode == 0, ended.stdout + ended.stderr
    return copy / "nova-ls.vsix"


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not installed")
def test_the_extension_builds_and_is_packaged(tmp_path: Path) -> None:
    with zipfile.ZipFile(packaged(tmp_path / "vscode")) as package:
        names = set(package.namelist())
    assert {"extension/dist/extension.js", "extension/LICENSE.txt"} <= names
    assert not any("node_modules" in name for name in names)

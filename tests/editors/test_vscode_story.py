"""VS Code itself with the packaged extension: reading, typing and history, driven in a browser.

Runs where NOVA_EDITORS names the folder with the tools that `make test-editors` makes.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.editors.real_editors import (
    CHROMIUM,
    is_there,
    node_path,
    path_without_server,
    server_on_path,
)
from tests.editors.real_editors import TOOLS as FOLDER
from tests.editors.stories import copy_of_pantry
from tests.editors.test_day import KINDS, check_day, check_files
from tests.editors.test_vscode import packaged

STORY = Path(__file__).with_name("story.mjs")
TOOLS = str(FOLDER / "vscode") if FOLDER is not None and is_there("vscode") else None

SETTINGS = {
    "nova.codeLens.history": True,
    "files.autoSave": "off",  # or what is typed is on disk at once, and errors of unsaved text prove nothing
    "editor.wordBasedSuggestions": "off",  # or words of the file pass for completions
    "problems.defaultViewMode": "table",
    "security.workspace.trust.enabled": False,
    "telemetry.telemetryLevel": "off",
    "workbench.startupEditor": "none",
}
FORMATS: dict[str, object] = {"editor.formatOnSave": True}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(TOOLS is None, reason="NOVA_EDITORS names no folder with VS Code"),
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]

ELSEWHERE = ("PORT", "PASSWORD", "VSCODE_IPC_HOOK_CLI")
"""What would make code-server listen elsewhere, or talk to another one."""


class CodeServer:
    """A VS Code in a folder of its own, with the extension in it."""

    def __init__(
        self, folder: Path, extension: Path, server: str | None = None, **more: object
    ) -> None:
        """`server`: what the setting says; None: the server under test; "": it is to be looked for."""
        self.folder = folder
        self.server_id = folder / "server.pid"
        self.starts = folder / "starts"
        for name in ("home", "run", "tmp", "data/User"):
            (folder / name).mkdir(parents=True)
        own = {} if server == "" else {"nova.server.path": server or str(self._server())}
        settings = {**SETTINGS, **own, **more}
        (folder / "data" / "User" / "settings.json").write_text(json.dumps(settings))
        self.environment = {name: os.environ[name] for name in os.environ if name not in ELSEWHERE}
        self.environment |= {
            "HOME": str(folder / "home"),
            "TMPDIR": str(folder / "tmp"),
            "PATH": node_path(),
            "XDG_RUNTIME_DIR": str(folder / "run"),
        }
        self.install(extension)

    def install(self, extension: Path) -> None:
        """Put an extension in from its package."""
        subprocess.run(
            self._command("--install-extension", str(extension)), env=self.environment, check=True
        )

    def _server(self) -> Path:
        """The server under test, which leaves its process id."""
        path = server_on_path(self.folder / "bin").split(os.pathsep)[0]
        script = self.folder / "nova-ls"
        script.write_text(
            f'#!/bin/sh\necho $$ > "{self.server_id}"\necho $$ >> "{self.starts}"\nexec "{path}/nova-ls" "$@"\n'
        )
        script.chmod(0o755)
        return script

    def _command(self, *arguments: str) -> list[str]:
        program = Path(TOOLS or "") / "node_modules" / "code-server" / "out" / "node" / "entry.js"
        places = {
            "--config": "config.yaml",
            "--user-data-dir": "data",
            "--extensions-dir": "extensions",
        }
        where = [word for name, path in places.items() for word in (name, str(self.folder / path))]
        return ["node", str(program), *where, *arguments]

    @contextmanager
    def open(self, workspace: Path) -> Iterator[str]:
        """Where a browser finds the workspace."""
        command = self._command(
            "--auth", "none", "--bind-addr", "127.0.0.1:0", "--disable-telemetry"
        )
        with subprocess.Popen(
            command, env=self.environment, stdout=subprocess.PIPE, text=True
        ) as running:
            assert running.stdout is not None
            try:
                listening = (
                    re.search(r"listening on (http://[\d.:]+)", said) for said in running.stdout
                )
                address = next(filter(None, listening), None)
                assert address is not None, "VS Code has ended before it listened"
                # A pipe that nobody reads holds up who writes.
                threading.Thread(target=running.stdout.read, daemon=True).start()
                yield f"{address[1]}/?folder={workspace}"
            finally:
                running.terminate()

    def log(self) -> str:
        """What extensions and VS Code itself had to say of each other."""
        return "".join(
            log.read_text() for log in self.folder.glob("data/logs/*/exthost*/remoteexthost.log")
        )

    def server_runs(self) -> bool:
        try:
            os.kill(int(self.server_id.read_text()), 0)
        except (ProcessLookupError, FileNotFoundError):  # gone, or it was never there
            return False
        return True

    def tell(
        self, story: str, folder: Path, workspace: Path | None = None, kind: str = "nova"
    ) -> list[tuple[str, ...]]:
        """What a story of story.mjs says of a workspace, or a copy of the pantry, step by step."""
        pictures = folder / "pictures"
        if workspace is None:
            workspace = copy_of_pantry(folder)
        with self.open(workspace) as url:
            variables = {
                "NOVA_VSCODE": TOOLS or "",
                "NOVA_CHROMIUM": CHROMIUM or "",
                "NOVA_URL": url,
                "NOVA_PID": str(self.server_id),
                "NOVA_STARTS": str(self.starts),
                "NOVA_KIND": kind,
                "NOVA_PICTURES": str(pictures),
            }
            ended = subprocess.run(
                ["node", str(STORY), story],
                env={**self.environment, **variables},
                timeout=500,
                check=False,
                capture_output=True,
                text=True,
            )
        assert ended.returncode == 0, f"{ended.stdout}{ended.stderr}see {pictures}"
        self._wait_for_the_end()
        return [tuple(line.split("\t")) for line in ended.stdout.splitlines()]

    def _wait_for_the_end(self) -> None:
        """VS Code has ended: the language server must, too. Where a window is closed and its goodbye is lost, VS Code waits for it to come back."""
        for _ in range(600):
            if not self.server_runs():
                return
            time.sleep(0.1)
        pytest.fail("the server runs on after VS Code has ended")


@pytest.fixture(scope="module")
def extension(tmp_path_factory: pytest.TempPathFactory) -> Path:
    built = os.environ.get("NOVA_VSIX")
    return Path(built) if built else packaged(tmp_path_factory.mktemp("extension") / "vscode")


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """The paths of VS Code's sockets have to be short."""
    with tempfile.TemporaryDirectory(prefix="nova-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def test_vscode_tells_the_whole_story(extension: Path, short_folder: Path, tmp_path: Path) -> None:
    vscode = CodeServer(short_folder, extension)
    told = vscode.tell("pantry", tmp_path)
    steps = dict(line for line in told if len(line) == 2)
    status = next(line[1:] for line in told if line[0] == "status")
    assert (status[0], status[-1]) == ("Nova: starting", "Nova")
    assert any(re.fullmatch(r"Nova: \d+ of \d+", said) for said in status), status
    assert steps["indentation"] == "Spaces: 2"
    by = r"changed .+ by .+"
    assert re.fullmatch(f"{by}, once in all", steps["lens"])
    assert re.match(
        rf"minus :: Quantity -> Quantity -> Maybe Quantity .*{by}, once in all", steps["hover"]
    )
    assert steps["definition"] == "Ln 60, Col 1"
    assert "Expected `Measure`, but found `Boolean`." in steps["diagnostic"]
    assert "[Ln 36, Col 46]" in steps["diagnostic"]
    assert steps["completion"].startswith("convert")
    assert re.fullmatch(f"{by}, 3 times in all", steps["saved"])
    versions = next(line[1:] for line in told if line[0] == "versions")
    for version, change in zip(versions, ("body changed", "body changed", "added"), strict=True):
        assert version.startswith(change)
    tree = next(line[1:] for line in told if line[0] == "tree")
    for row, change in zip(tree, ("body changed", "body changed", "added"), strict=True):
        assert row.startswith(change)
    assert steps["first"] == "Just rest -> rest.amount >= 0.0"
    assert steps["then"] == "Just rest -> rest.amount > 0.0"
    assert steps["now"] == "Just rest -> 0.0 < rest.amount"
    assert [line for line in told if line[0] in ("restored", "undone")] == [
        ("restored", "Just rest -> rest.amount >= 0.0"),
        ("undone", "Just rest -> 0.0 < rest.amount"),
        ("restored", "Just rest -> rest.amount > 0.0"),
        ("undone", "Just rest -> 0.0 < rest.amount"),
    ]
    log = vscode.log().splitlines()
    assert any("nova-ls.nova-ls" in line for line in log)
    errors = [line for line in log if "[error]" in line]
    assert [line for line in errors if "nova-ls" in line or "FAILED" in line] == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_day_in_vscode(extension: Path, kind: str, short_folder: Path, tmp_path: Path) -> None:
    vscode = CodeServer(short_folder, extension, None, **FORMATS)
    pantry = copy_of_pantry(tmp_path, suffix=kind)
    check_day([list(line) for line in vscode.tell("everyday", tmp_path, pantry, kind)])
    told = {line[0]: line[1:] for line in vscode.tell("again", tmp_path, pantry, kind)}
    assert told["again"] == ("0", "0")
    assert told["menu"][:3] == ("Show the Log", "Restart the Language Server", "Statistics")
    assert re.match(r"nova-ls \S+ is running", told["log"][0])
    check_files(pantry, vscode.starts)


def purescript_project(folder: Path) -> Path:
    workspace = folder / "work"
    workspace.mkdir()
    (workspace / "spago.yaml").write_text("package:\n  name: work\n")
    (workspace / "Main.purs").write_text("module Main where\n\ntotal :: Int\ntotal = 3\n")
    return workspace


def test_a_project_of_purescript_opens_as_it_is(
    extension: Path, short_folder: Path, tmp_path: Path
) -> None:
    workspace = purescript_project(tmp_path)
    vscode = CodeServer(short_folder, extension)
    steps = {name: said for name, said, *_ in vscode.tell("purescript", tmp_path, workspace)}
    assert steps == {
        "language": "PureScript",
        "coloured": "true",
        "indentation": "Spaces: 2",
        "error": "Nova: 1 error",
    }


@pytest.mark.parametrize("language", ["purescript", "purescript-of-others"])
def test_another_extensions_purescript_is_served(
    extension: Path, language: str, short_folder: Path, tmp_path: Path
) -> None:
    workspace = purescript_project(tmp_path)
    vscode = CodeServer(
        short_folder, extension, None, **{"files.associations": {"*.purs": language}}
    )
    vscode.install(language_package(tmp_path / "others.vsix", language, "PureScript of others"))
    steps = {name: said for name, said, *_ in vscode.tell("purescript", tmp_path, workspace)}
    assert steps["error"] == "Nova: 1 error"
    assert steps["coloured"] == "true"
    assert steps["language"] in ("PureScript", "PureScript of others")


def language_package(path: Path, language: str, alias: str) -> Path:
    """An extension that has a language for `.purs` files, with colours of its own, and nothing else."""
    manifest = {
        "name": "purescript",
        "publisher": "others",
        "version": "1.0.0",
        "engines": {"vscode": "^1.82.0"},
        "contributes": {
            "languages": [{"id": language, "aliases": [alias], "extensions": [".purs"]}],
            "grammars": [
                {"language": language, "scopeName": "source.others", "path": "./grammar.json"}
            ],
        },
    }
    words = {"match": "\\b(module|where)\\b", "name": "keyword.control.others"}
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("extension/package.json", json.dumps(manifest))
        package.writestr(
            "extension/grammar.json",
            json.dumps({"scopeName": "source.others", "patterns": [words]}),
        )
        package.writestr("extension.vsixmanifest", VSIX_MANIFEST)
    return path


VSIX_MANIFEST = """<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
<Metadata><Identity Language="en-US" Id="purescript" Version="1.0.0" Publisher="others"/></Metadata>
<Installation><InstallationTarget Id="Microsoft.VisualStudio.Code"/></Installation>
</PackageManifest>
"""


def test_a_server_that_is_killed_comes_back(
    extension: Path, short_folder: Path, tmp_path: Path
) -> None:
    told = CodeServer(short_folder, extension).tell("killed", tmp_path)
    assert told[0] == ("text", "quantity amount measure = { amount, measure: true }")
    assert told[1] == (
        "toasts",
        "Nova: the server has ended 5 times in 3 minutes and is not started again by itself.",
    )
    assert told[2] == ("restarted", "Nova: 5 errors")


def test_a_missing_server_is_told_once(extension: Path, short_folder: Path, tmp_path: Path) -> None:
    vscode = CodeServer(short_folder, extension, server="nowhere-ls")
    told = vscode.tell("missing", tmp_path)
    assert told == [
        (
            "toasts",
            "Nova: the server `nowhere-ls` (the setting nova.server.path) was not found. Install nova-ls, or name its path in the settings.",
        ),
        ("actions", "Install nova-ls", "Open Settings"),
        ("coloured", "true"),
        ("settings", "Nova › Server: Path"),
    ]


def test_without_a_setting_the_extension_offers_to_install_the_server(
    extension: Path, short_folder: Path, tmp_path: Path
) -> None:
    vscode = CodeServer(short_folder, extension, server="")
    vscode.environment["PATH"] = path_without_server(short_folder / "bin")
    told = vscode.tell("missing", tmp_path)
    assert told[0] == (
        "toasts",
        "Nova: the language server nova-ls was not found. Install it for this editor, or name its path in the settings.",
    )
    assert told[1] == ("actions", "Install nova-ls", "Open Settings", "Help")


def test_a_click_installs_the_server_that_the_extension_brings_along(
    extension: Path, short_folder: Path, tmp_path: Path
) -> None:
    if not any(name.endswith(".whl") for name in zipfile.ZipFile(extension).namelist()):
        pytest.skip("the extension was packaged without the server, which `make vsix` puts in")
    vscode = CodeServer(short_folder, extension, server="")
    programs = path_without_server(short_folder / "bin")
    (short_folder / "bin" / "python3").symlink_to(sys.executable)
    vscode.environment["PATH"] = programs
    told = {name: said for name, said, *_ in vscode.tell("install", tmp_path)}
    assert told["installed"] == "0"
    assert "convert :: Measure -> Quantity -> Maybe Quantity" in told["hover"]
    installed = short_folder / "data" / "User" / "globalStorage" / "nova-ls.nova-ls" / "server"
    (record,) = installed.glob("lib/python3*/site-packages/nova_ls-*.dist-info/direct_url.json")
    source = json.loads(record.read_text())["url"]
    assert re.fullmatch(
        r"file://.*/extensions/nova-ls\.nova-ls-[^/]*/server/nova_ls-[^/]*\.whl", source
    )


def test_a_wrong_python_is_told(extension: Path, short_folder: Path, tmp_path: Path) -> None:
    broken = tmp_path / "nova-ls"
    broken.write_text(
        "#!/bin/sh\necho 'nova-ls needs Python 3.11 or later; this is 3.9.2' >&2\nexit 1\n"
    )
    broken.chmod(0o755)
    told = CodeServer(short_folder, extension, server=str(broken)).tell("missing", tmp_path)
    assert told[0] == (
        "toasts",
        f"Nova: the server `{broken}` (the setting nova.server.path) does not start: nova-ls needs Python 3.11 or later; this is 3.9.2",
    )
    assert told[1] == ("actions", "Show the Log", "Install nova-ls", "Open Settings")


def test_in_restricted_mode_the_workspaces_server_is_not_started(
    extension: Path, short_folder: Path, tmp_path: Path
) -> None:
    trust = {
        "security.workspace.trust.enabled": True,
        "security.workspace.trust.startupPrompt": "always",
    }
    vscode = CodeServer(short_folder, extension, server="", **trust)
    vscode.environment["PATH"] = path_without_server(short_folder / "bin")
    workspace = copy_of_pantry(tmp_path)
    server_on_path(workspace / ".venv" / "bin")
    told = vscode.tell("restricted", tmp_path, workspace)
    assert told[0] == (
        "toasts",
        "Nova: in Restricted Mode the workspace's .venv is not searched for the server. Trust the workspace to start it.",
    )
    assert told[1] == ("actions", "Manage Trust", "Install nova-ls")
    assert told[2] == ("coloured", "true")
    assert not (workspace / ".venv" / "bin" / "starts").exists()

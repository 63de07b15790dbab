"""The first answer: before anything heavy is loaded, and whatever the client says or leaves out."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.server.raw_client import SERVER, RawClient

NEVER = ("pygls", "lsprotocol", "cattrs", "asyncio")
"""What the server does without."""

HEAVY = (
    *NEVER,
    "rocksdict",
    "msgpack",
    "nova_ls.compiler",
    "nova_ls.types",
)

EVALUATES = ("nova_ls.codegen", "nova_ls.evaluation", "nova_ls.testing")
"""What no diagnostics need."""


@pytest.mark.parametrize(
    ("module", "heavy", "most"),
    [
        ("nova_ls.server.main", HEAVY, 200),
        ("nova_ls.server.sessions.first_look", (*NEVER, *EVALUATES), 700),
        ("nova_ls.server.server", NEVER, 850),
    ],
    ids=["initialize", "first look", "server"],
)
def test_nothing_is_loaded_before_its_time(module: str, heavy: tuple[str, ...], most: int) -> None:
    """`most` counts modules of Python's library too: each costs time at every start."""
    code = f"import sys; import {module}; print('\\n'.join(sys.modules))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = shown.stdout.split()
    assert [name for name in heavy if name in loaded] == []
    assert len(loaded) < most


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"capabilities": None},
        {"capabilities": {"general": {"positionEncodings": []}}},
        {"capabilities": {"general": {"positionEncodings": ["utf-7", 3]}}},
        {"capabilities": [], "workspaceFolders": None, "rootUri": None, "rootPath": None},
        {"capabilities": {}, "initializationOptions": {}, "processId": "none"},
        {"capabilities": {}, "workspaceFolders": [{"uri": 3}, None, {"uri": "http://x"}]},
        {"capabilities": {}, "rootPath": "relative/path"},
        {"capabilities": {}, "rootUri": "file:///does/not/exist"},
    ],
)
def test_odd_greetings_are_answered(tmp_path: Path, params: Any) -> None:
    with RawClient(tmp_path, SERVER) as client:
        _greet(client, params)


def _greet(client: RawClient, params: Any) -> None:
    result = client.request("initialize", params)
    assert result["capabilities"]["positionEncoding"] == "utf-16"
    client.notify("initialized", {})
    assert client.request("workspace/symbol", {"query": "x"}) == []
    assert client.quit() == 0


def test_the_stdio_switch_is_taken(tmp_path: Path) -> None:
    with RawClient(tmp_path, (*SERVER, "--stdio")) as client:
        assert client.initialize()["serverInfo"]["name"] == "nova-ls"
        assert client.quit() == 0


def test_what_a_client_shows_of_the_servers_work_changes_no_capability(tmp_path: Path) -> None:
    with RawClient(tmp_path / "a", SERVER) as one, RawClient(tmp_path / "b", SERVER) as other:
        plain = one.initialize()["capabilities"]
        rich = other.initialize(window={"workDoneProgress": True})["capabilities"]
        assert plain == rich

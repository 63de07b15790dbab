"""`nova/status`: what the server is doing, for clients that show it; and its settings, which are defined once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nova_ls.server.rpc.settings import Setting, all_settings
from tests.server.conftest import MAIN
from tests.server.raw_client import RawClient
from tests.server.test_history import settle


def told(client: RawClient) -> list[dict[str, Any]]:
    settle(client)
    return [one["params"] for one in client.received if one.get("method") == "nova/status"]


def test_a_client_that_shows_it_is_told_what_the_server_does(
    client: RawClient, tmp_path: Path
) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(80):
        lines = "".join(f"f{line} :: Int\nf{line} = {line} + {number}\n\n" for line in range(30))
        (folder / f"M{number}.nova").write_text(f"module M{number} where\n\n{lines}")
    client.initialize(folder, experimental={"novaStatus": True})
    client.until(lambda one: one.get("params", {}).get("state") == "ready")
    before = [one["params"] for one in client.received if one.get("method") == "nova/status"]
    states = [one["state"] for one in before if one["state"] != "ready"]
    assert states == ["starting", *["checking"] * (len(states) - 1)]
    assert len(states) > 1
    assert max(one["modules"] for one in before) >= 80
    assert all(0 <= one["checked"] <= one["modules"] for one in before)


def test_without_a_workspace_it_is_ready_as_well(client: RawClient, tmp_path: Path) -> None:
    client.initialize(experimental={"novaStatus": True})
    client.open((tmp_path / "Main.nova").as_uri(), MAIN)
    client.until(lambda one: one.get("params", {}).get("state") == "ready")


def test_no_other_client_is_told(client: RawClient, folder: Path) -> None:
    client.initialize(folder)
    assert told(client) == []


@pytest.mark.parametrize("setting", tuple(all_settings()), ids=lambda one: one.name)
def test_only_values_of_a_setting_are_taken(setting: Setting) -> None:
    odd: Any
    for odd in (None, [], 3, "odd", {}):
        section: Any = odd
        for part in reversed(setting.name.split(".")):
            section = {part: section}
        assert setting.read(section) == setting.default
    assert setting.read(None) == setting.read("odd") == setting.default
    values: list[Any] = [choice for choice, _ in setting.choices] or [True, False]
    for value in values:
        section = value
        for part in reversed(setting.name.split(".")):
            section = {part: section}
        assert setting.read(section) == value

"""`nova/subscribe`, by a small client that notes what it is told (handlers/subscribe.py, sessions/observing/subscriptions.py)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.server.conftest import HELPER, make_folder
from tests.server.raw_client import RawClient
from tests.server.test_history import save, settle

METHOD = "nova/interfacesUpdated"


class Listener:
    """Keeps the names that the last event was about."""

    def __init__(self, client: RawClient) -> None:
        self._client = client

    def heard(self) -> list[tuple[str, str, bool]] | None:
        """Module, name, and whether it is still there, of all elements; None: there was no event."""
        events = [each for each in self._client.received if each.get("method") == METHOD]
        for each in events:
            self._client.received.remove(each)
        if not events:
            return None
        found: list[dict[str, Any]] = [one for each in events for one in each["params"]["elements"]]
        return [(one["module"], one["name"], one["interface"] is not None) for one in found]


def test_a_client_hears_whose_interfaces_have_changed(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "project")
    path = folder / "Helper.nova"
    with RawClient(tmp_path / "home") as client:
        client.initialize(folder)
        client.open(path.as_uri(), HELPER)
        settle(client)
        listener = Listener(client)
        save(client, path, 2, HELPER + "\nsilent :: Int\nsilent = 1\n")
        assert listener.heard() is None, "nobody has asked"

        assert client.request("nova/subscribe", None) == {"roots": [str(folder)]}
        save(client, path, 3, HELPER + "\nsilent :: Int\nsilent = 2\n")
        assert listener.heard() is None, "a body is no interface"
        save(client, path, 4, HELPER + '\nsilent :: String\nsilent = ""\n')
        assert listener.heard() == [("Helper", "silent", True)]
        save(client, path, 5, HELPER)
        assert listener.heard() == [("Helper", "silent", False)]

        assert client.request("nova/unsubscribe", None) is None
        save(client, path, 6, HELPER + "\nsilent :: Int\nsilent = 1\n")
        assert listener.heard() is None

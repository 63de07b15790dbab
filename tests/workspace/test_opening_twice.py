"""A database in which damage is met twice while a workspace is opened: all of it is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nova_ls.store import Index, StoreDamaged, open_database
from nova_ls.workspace import open_workspace as opening
from nova_ls.workspace.workspace import Workspace


def test_what_was_set_aside_before_another_attempt_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = open_database(tmp_path / ".nova").database
    database.store.write({Index.META: {b"store:format": b"0"}})
    database.close()
    attempts: list[int] = []

    def workspace(*given: Any) -> Workspace:
        attempts.append(1)
        if len(attempts) == 1:
            raise StoreDamaged("a block that only a workspace reads")
        return Workspace(*given)

    monkeypatch.setattr(opening, "Workspace", workspace)
    opened = opening.open_workspace(tmp_path, tmp_path / ".nova")
    (aside,) = tmp_path.glob(".nova-damaged-*")
    assert any(aside.name in notice for notice in opened.notices)
    opened.workspace.close()

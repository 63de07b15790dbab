"""Every backend that a database test runs on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from nova_ls.store import Database, open_database, open_in_memory
from tests.store.model import ModelDatabase


@pytest.fixture(params=["disk", "memory", "model"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    match request.param:
        case "disk":
            opened: Database = open_database(tmp_path / "db").database
        case "memory":
            opened = open_in_memory()
        case _:
            opened = ModelDatabase()
    yield opened
    opened.close()

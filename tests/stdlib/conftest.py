"""The library's foreign functions on the BEAM, compiled once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stdlib.elixir import compile_library


@pytest.fixture(scope="session")
def compiled_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("elixir")
    compile_library(folder)
    return folder

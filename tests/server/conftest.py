"""A workspace in a folder of its own, and a server that is to serve it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.raw_client import RawClient

MAIN = """module Main where

import Helper (helper)

-- | What it is all about.
total :: Int
total = helper 3

label :: String
label = "🥝"
"""

HELPER = """module Helper where

helper :: Int -> Int
helper n = n
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two modules, one of which imports the other."""
    return make_folder(tmp_path / "work")


def make_folder(root: Path) -> Path:
    root.mkdir()
    (root / "nova.toml").write_text('[project]\nname = "work"\n')
    (root / "Main.nova").write_text(MAIN)
    (root / "Helper.nova").write_text(HELPER)
    return root


@pytest.fixture
def client(tmp_path: Path) -> Iterator[RawClient]:
    with RawClient(tmp_path / "home") as client:
        yield client

"""Git, on a copy of fixtures/pantry."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.cli.pantry import Pantry

_IDENTITY = (
    "-c",
    "user.name=Ada",
    "-c",
    "user.email=ada@example.org",
    "-c",
    "protocol.file.allow=always",
)


def git(folder: Path, *arguments: str, status: int = 0) -> str:
    """What git prints; it has to end as is said."""
    done = subprocess.run(
        ["git", *_IDENTITY, *arguments], cwd=folder, check=False, capture_output=True, text=True
    )
    assert done.returncode == status, done.stderr
    return done.stdout


def make_repository(pantry: Pantry) -> None:
    git(pantry.root, "init", "-q", "-b", "main")
    git(pantry.root, "add", ".")
    git(pantry.root, "commit", "-q", "-m", "first")

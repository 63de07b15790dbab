"""The day of test_day.py in a real terminal: what Neovim shows there."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.editors.real_editors import NEOVIMS, server_on_path, surroundings
from tests.editors.stories import HERE, copy_of_pantry, neovim_command, read_story, variables
from tests.editors.test_day import check_day

PATIENCE = 240
"""Seconds that a story may take."""


@contextmanager
def terminal(command: list[str], environment: dict[str, str], socket: Path) -> Iterator[None]:
    """A command in a terminal of tmux."""
    tmux = ["tmux", "-S", str(socket), "-f", "/dev/null"]
    size = ["-x", "120", "-y", "40"]
    subprocess.run(
        [*tmux, "new-session", "-d", *size, shlex.join(command)], env=environment, check=True
    )
    try:
        yield
    finally:
        subprocess.run([*tmux, "kill-server"], check=False, capture_output=True)


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
@pytest.mark.parametrize("where", [name for name in NEOVIMS if name == "nvim-new"])
def test_a_day_in_a_terminal(where: str, tmp_path: Path) -> None:
    file = copy_of_pantry(tmp_path) / "src" / "Pantry" / "Quantity.nova"
    story, pictures = tmp_path / "told", tmp_path / "pictures"
    pictures.mkdir()
    with tempfile.TemporaryDirectory(prefix="nova-") as short:
        socket = Path(short) / "tmux"
        environment = {
            **surroundings(tmp_path, server_on_path(tmp_path / "bin")),
            **variables(file, HERE / "day.lua", story),
            "NOVA_TERMINAL": str(socket),
            "NOVA_PICTURES": str(pictures),
            "TERM": "xterm-256color",
            "LC_ALL": "C.UTF-8",
        }
        with terminal(neovim_command(where, tmp_path), environment, socket):
            ends = time.monotonic() + PATIENCE
            while not _is_over(story):
                if time.monotonic() > ends:
                    pytest.fail(story.read_text() if story.exists() else "nothing was told")
                time.sleep(0.1)
    check_day(read_story(story))
    screen = {path.stem: path.read_text() for path in pictures.iterdir()}
    assert "E:1" in screen["error"]
    assert "isJust :: Maybe a -> Boolean" in screen["completion"]
    assert "data Maybe a = Nothing | Just a" in screen["library"]
    assert "Pantry.Quantity.suffices" in screen["history"] and "r restore" in screen["history"]


def _is_over(story: Path) -> bool:
    lines = story.read_text().splitlines() if story.exists() else []
    return bool(lines) and lines[-1].startswith(("ended", "problem"))

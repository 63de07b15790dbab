"""The folder of what was found out about packages: what goes from it, and how it is switched off."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from nova_ls.workspace.shared.shelf import PLACE, Shelf, default_shelf


def test_what_was_not_used_for_longest_goes(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, most=250)
    keys = [bytes([number]) * 32 for number in range(4)]
    for number, key in enumerate(keys):
        assert shelf.put(key, b"x" * 100)
        path = next(path for _, _, path in shelf.files() if key.hex()[2:] == path.name)
        os.utime(path, (number * 1e6, number * 1e6))
    assert shelf.get(keys[0]) == b"x" * 100  # which makes it the newest one
    part = tmp_path / "00" / f"{'0' * 62}.1.part"
    part.parent.mkdir(exist_ok=True)
    part.write_bytes(b"interrupted")
    os.utime(part, (1e9, 1e9))
    for _ in shelf.tidy():
        pass
    assert [key for key in keys if shelf.has(key)] == [keys[0], keys[3]]
    assert not part.exists()


def test_it_can_be_switched_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PLACE, "")
    assert default_shelf() is None
    monkeypatch.setenv(PLACE, str(tmp_path))
    shelf = default_shelf()
    assert shelf is not None
    assert shelf.put(b"key", b"value")
    assert list(tmp_path.rglob("*"))

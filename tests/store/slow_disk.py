"""A disk that answers when a test lets it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import pytest

from nova_ls.store.rocks import rocks
from nova_ls.store.rocks.disk_sync import DiskSync

BROKEN: Final = "IO error: Input/output error"
LONG: Final = 30.0


class SlowDisk:
    """`refuses`: it says that it does not have what was written. `asked`: how often it was."""

    def __init__(self) -> None:
        self.answers = threading.Event()
        self.refuses = False
        self.asked = 0

    def sync(self, real: Callable[[], None]) -> DiskSync:
        self.asked += 1

        def wait() -> None:
            assert self.answers.wait(LONG)
            if self.refuses:
                raise OSError(BROKEN)
            real()

        return DiskSync(wait)


@contextmanager
def slow_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowDisk]:
    """All databases are on this disk, which answers at the end at the latest."""
    disk = SlowDisk()
    monkeypatch.setattr(rocks, "DiskSync", disk.sync)
    yield disk
    disk.answers.set()

"""Files by key in the user's cache folder, written and read by any number of processes.

Each file is written beside its place and renamed; what was not used for longest goes when there are too many. A file that cannot be read or written is
one that is not there.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

PLACE: Final = "NOVA_LS_PACKAGES"
"""The environment variable that names another folder than the one in the user's cache; empty: nothing is shared."""

MOST_BYTES: Final = 1 << 30
_PORTION: Final = 50
"""Files that are looked at in one step."""

_DAY: Final = 86_400.0
_PART: Final = ".part"


class Shelf:
    """`most`: bytes of all files, beyond which some go."""

    def __init__(self, folder: Path, most: int = MOST_BYTES) -> None:
        self._folder = folder
        self._most = most

    def get(self, key: bytes) -> bytes | None:
        """The bytes that were put for a key; None where there are none."""
        path = self._path(key)
        try:
            with path.open("rb") as file:
                if time.time() - os.fstat(file.fileno()).st_mtime > _DAY:
                    with suppress(OSError):  # In a folder that is only read nothing goes, either.
                        os.utime(path)
                return file.read()
        except OSError:
            return None

    def has(self, key: bytes) -> bool:
        """Whether there is something for a key, in order or not."""
        return self._path(key).is_file()

    def put(self, key: bytes, data: bytes) -> bool:
        """Keep some bytes; False where that cannot be done."""
        path = self._path(key)
        part = path.with_name(f"{path.name}.{os.getpid()}{_PART}")
        try:
            try:
                part.write_bytes(data)  # Not synced: what a power cut leaves has no checksum.
            except FileNotFoundError:
                part.parent.mkdir(parents=True, exist_ok=True)
                part.write_bytes(data)
            part.replace(path)
        except OSError:
            with suppress(OSError):
                part.unlink()
            return False
        return True

    def drop(self, key: bytes) -> None:
        """Let what is there for a key go: it is damaged."""
        with suppress(OSError):
            self._path(key).unlink()

    def tidy(self) -> Iterator[None]:
        """Let go of what was not used for longest, as far as there is too much, and of what an interrupted process left; in small steps."""
        files: list[tuple[float, int, Path]] = []
        for file in self.files():
            files.append(file)
            if len(files) % _PORTION == 0:
                yield
        files.sort()
        size = sum(size for _, size, _ in files)
        for number, (modified, own, path) in enumerate(files, 1):
            if number % _PORTION == 0:
                yield
            is_left = path.suffix == _PART and time.time() - modified > _DAY
            if size <= self._most and not is_left:
                continue
            size -= own
            with suppress(OSError):  # Another process does the same.
                path.unlink()

    def files(self) -> Iterator[tuple[float, int, Path]]:
        """When each file was used last, its size and its path."""
        for folder, _, names in os.walk(self._folder):
            for name in names:
                path = Path(folder, name)
                with suppress(OSError):
                    found = path.stat()
                    yield found.st_mtime, found.st_size, path

    def _path(self, key: bytes) -> Path:
        name = key.hex()
        return self._folder / name[:2] / name[2:]


def default_shelf() -> Shelf | None:
    """The user's own; None: nothing is to be shared."""
    place = os.environ.get(PLACE)
    if place is None:
        from platformdirs import user_cache_path  # Takes milliseconds.

        return Shelf(user_cache_path("nova-ls", appauthor=False) / "packages")
    return Shelf(Path(place)) if place else None

"""What decides what is found out about a text, besides the text: the sources of this program and of its library."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

from nova_ls import __version__

_PROGRAM: Final = Path(__file__).parents[2]
_DECIDING: Final = (
    "base",
    "syntax",
    "names",
    "types",
    "engine",
    "store",
    "registry",
    "log",
    "compiler",
    "workspace",
    "stdlib",
)


@lru_cache(maxsize=1)
def content_id() -> bytes:
    """Another one where the library was changed, or a part of this program that decides what is found out."""
    sources = "\n".join((__version__, *_deciding_sources()))
    return hashlib.sha256(sources.encode("utf-8", "surrogateescape")).digest()


def _deciding_sources() -> Iterator[str]:
    for room in _DECIDING:
        yield from _stamps(str(_PROGRAM / room))


def _stamps(folder: str) -> Iterator[str]:
    """Path, size and time of each source below a folder. None is read, so that this costs next to nothing."""
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.name.endswith((".py", ".nova")):
                found = entry.stat()
                yield f"{entry.path} {found.st_size} {found.st_mtime_ns}"
            elif entry.name != "__pycache__" and entry.is_dir():
                yield from _stamps(entry.path)

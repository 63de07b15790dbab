"""URIs of documents and the paths they stand for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote, urlsplit
from urllib.request import url2pathname

_UNTITLED: Final = "untitled:"
_SAFE: Final = "/!$&'()*+,;=:@~-._"


def path_of(uri: str) -> Path | None:
    """The path of a document; None for schemes that are no files. An unsaved document has a path that no file has."""
    if uri.startswith(_UNTITLED):
        return Path(uri)
    try:
        parts = urlsplit(uri)
    except ValueError:
        return None
    if parts.scheme != "file":
        return None
    if os.name == "nt":
        path = url2pathname(parts.path)
        return Path(f"//{parts.netloc}{path}" if parts.netloc else path)
    path = unquote(parts.path, errors="surrogateescape")
    # Names that a file system cannot have are no files.
    return Path(os.path.normpath(path)) if path.startswith("/") and "\0" not in path else None


def uri_of(path: Path) -> str:
    """The URI of a path, written as editors write it."""
    text = str(path)
    if text.startswith(_UNTITLED):
        return text
    posix = path.as_posix()
    if not posix.startswith("/"):
        posix = "/" + posix
    return "file://" + quote(posix, safe=_SAFE, errors="surrogateescape")

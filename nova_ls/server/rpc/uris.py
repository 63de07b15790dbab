"""URIs of documents and the paths they stand for."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote

UNTITLED: Final = "untitled:"
_FILE: Final = "file:"
_SAFE: Final = "/!$&'()*+,;=:@~-._"
_DRIVE: Final = re.compile(r"/[a-z]:(?=/|\Z)")
_LETTER: Final = re.compile(r"\\?([A-Za-z])(?=:(\\|\Z))")


def path_of(uri: str) -> Path | None:
    """The path of a document; None for schemes that are not files. An unsaved document has a path that no file has.

    `?` and `#` that are not encoded are part of the path: what names a document has no query and no fragment.
    """
    if uri.startswith(UNTITLED):
        return Path(uri)
    if uri[: len(_FILE)].lower() != _FILE:
        return None
    host, path = "", uri[len(_FILE) :]
    if path.startswith("//"):
        host, slash, path = path[2:].partition("/")
        path = slash + path
    if os.name == "nt":
        return Path(windows_path(host, path))
    path = unquote(path, errors="surrogateescape")
    # Names that a file system cannot have are not files.
    if not path.startswith("/") or "\0" in path:
        return None
    if _DRIVE.match(path):
        path = path[:2].upper() + path[2:]
    return Path(os.path.normpath(path.replace("//", "/", 1) if path[:2] == "//" else path))


def windows_path(host: str, path: str) -> str:
    """The path of a URI's host and path on Windows; a drive's letter, as VS Code writes it, is `c%3A`, and always becomes a capital."""
    text = unquote(path, errors="surrogateescape").replace("/", "\\")
    if host not in ("", "localhost"):
        return f"\\\\{host}{text}"
    drive = _LETTER.match(text)
    return text if drive is None else drive[1].upper() + text[drive.end(1) :]


def is_untitled(path: Path) -> bool:
    """Whether a path is one of an unsaved document."""
    return str(path).startswith(UNTITLED)


def uri_of(path: Path) -> str:
    """The URI of a path, written as editors write it."""
    text = str(path)
    if text.startswith(UNTITLED):
        return text
    posix = path.as_posix()
    if not posix.startswith("/"):
        posix = "/" + posix
    return "file://" + quote(posix, safe=_SAFE, errors="surrogateescape")


class Spelling:
    """How the client writes the URIs of the documents that it has opened: in answers they come back as they came."""

    __slots__ = ("_paths", "_uris")

    def __init__(self) -> None:
        self._paths: dict[str, Path] = {}
        self._uris: dict[Path, str] = {}

    def opened(self, uri: str, path: Path) -> None:
        """A document was opened under this URI; `path` is what the server calls it."""
        self.closed(path)
        self._paths[uri] = path
        self._uris[path] = uri

    def closed(self, path: Path) -> None:
        """A document is closed: its spelling need not be kept."""
        uri = self._uris.pop(path, None)
        if uri is not None:
            del self._paths[uri]

    def open_path(self, uri: str) -> Path | None:
        """The path of an open document whose URI is written just so."""
        return self._paths.get(uri)

    def uri_of(self, path: Path) -> str:
        """The URI of a path, as the client spelt it."""
        return self._uris.get(path) or uri_of(path)

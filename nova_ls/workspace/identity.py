"""Files by identity: a file may have several names, through symbolic links, and a workspace knows it under one of them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path


class _Reals:
    """What files are called without links. Each folder is looked up once."""

    def __init__(self) -> None:
        self._folders: dict[Path, Path] = {}

    def folder(self, path: Path) -> Path:
        found = self._folders.get(path)
        if found is None:
            found = self._folders[path] = Path(os.path.realpath(path))
        return found

    def file(self, path: Path) -> Path:
        real = self.folder(path.parent) / path.name
        return Path(os.path.realpath(real)) if real.is_symlink() else real


def distinct(root: Path, paths: Iterable[Path]) -> list[Path]:
    """One name for each file, the one without links below the root where it has one."""
    home = _folder_prefix(str(root))
    folders: dict[
        str, tuple[str, str]
    ] = {}  # What each is called without links, and below the root.
    chosen: dict[str, tuple[bool, Path]] = {}
    for path in dict.fromkeys(paths):
        text = str(path)  # Strings: with paths this takes longer than reading the files.
        folder = text[: text.rfind(os.sep) + 1]
        known_folder = folders.get(folder)
        if known_folder is None:
            known_folder = folders[folder] = _names_of_folder(root, home, folder)
        within = text[len(folder) :]
        real, plain = known_folder[0] + within, known_folder[1] + within
        if os.path.islink(real):  # noqa: PTH114  # As above.
            real = os.path.realpath(real)
        known = chosen.get(real)
        if known is None or (known[0] and plain == real):
            chosen[real] = (plain != real, path)
    return [path for _, path in chosen.values()]


def _names_of_folder(root: Path, home: str, folder: str) -> tuple[str, str]:
    """What a folder is called without links, and what it would be if there were none below the root."""
    real = _folder_prefix(os.path.realpath(folder))
    if not folder.startswith(home) or (not home and folder.startswith(os.sep)):
        return real, folder
    return real, _folder_prefix(os.path.realpath(root)) + folder.removeprefix(home)


def _folder_prefix(folder: str) -> str:
    """What the names of all files below a folder begin with."""
    return "" if folder == os.curdir else folder.rstrip(os.sep) + os.sep


class Identity:
    """The names that a workspace has for files and folders, by their names without links."""

    def __init__(self, root: Path | None, known: Iterable[Path]) -> None:
        reals = _Reals()
        self._names: dict[Path, Path] = {}
        for path in known:
            real, folder = reals.file(path), reals.folder(path.parent)
            if real == folder / path.name:
                self._names.setdefault(folder, path.parent)
            else:
                self._names.setdefault(real, path)
        if root is not None:
            self._names[reals.folder(root)] = root

    def name_of(self, path: Path) -> Path | None:
        """What the workspace calls a file; None where it lies in none of its folders."""
        real = Path(os.path.realpath(path))
        for place in (real, *real.parents):
            name = self._names.get(place)
            if name is not None:
                return name / real.relative_to(place)
        return None

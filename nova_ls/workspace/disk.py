"""Which files are to be read again: how files look on disk, and what a watcher that names paths may mean, since it may name a folder and nothing of what lies in it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TypeAlias

from nova_ls.workspace.discovery import SKIPPED, is_source
from nova_ls.workspace.workspace import Workspace

Stamps: TypeAlias = dict[Path, tuple[int, int]]
"""By path: when it was modified, in nanoseconds, and its size."""


def stamps_of(paths: Iterable[Path]) -> Stamps:
    """How files and folders look now; those that are not there are left out. Runs in a thread: it reads nothing that changes."""
    stamps: Stamps = {}
    for path in paths:
        try:
            status = path.stat()
        except OSError:
            continue
        stamps[path] = (status.st_mtime_ns, status.st_size)
    return stamps


def files_to_reload(workspace: Workspace, named: Iterable[Path]) -> list[Path]:
    """The files of a workspace that may have come, gone or changed, where a watcher named some paths.

    Editors name a folder that was moved or deleted once, and not its files; others name one of these. So where a path is a
    folder's, or a known file is gone with its folder, the disk is looked at.
    """
    found: dict[Path, None] = {}
    sources: list[Path] = []  # that are not known yet
    folders: list[Path] = []
    must_look = False
    known_folders: set[Path] | None = None
    for path in dict.fromkeys(named):
        if workspace.knows(path):
            found[path] = None
            must_look = must_look or not path.parent.is_dir()
            continue
        if known_folders is None:
            known_folders = _folders_of(workspace.known_paths())
        if path in known_folders or (_may_hold_sources(workspace, path) and path.is_dir()):
            folders.append(path)
        elif is_source(path):
            sources.append(path)
    if folders or must_look:
        found.update(dict.fromkeys(_seen_on_disk(workspace, folders)))
    elif sources:
        listed = set(workspace.list_files())
        found.update(dict.fromkeys(path for path in sources if path in listed))
    return list(found)


def _seen_on_disk(workspace: Workspace, folders: list[Path]) -> Iterable[Path]:
    """The files that are gone, those that were unknown, and all those of some folders."""
    known = workspace.known_paths()
    within = set(folders)
    for path in known:
        if not within.isdisjoint(path.parents) or not path.is_file():
            yield path
    for path in workspace.list_files():
        if path not in known:
            yield path


def _folders_of(paths: Iterable[Path]) -> set[Path]:
    """The folders that these files lie in, at any depth."""
    folders: set[Path] = set()
    for path in paths:
        for folder in path.parents:
            if folder in folders:
                break
            folders.add(folder)
    return folders


def _may_hold_sources(workspace: Workspace, path: Path) -> bool:
    """Whether a path lies in the workspace's folder, and not in what builds and package managers leave there."""
    root = workspace.root
    if root is None or not path.is_relative_to(root):
        return False
    return SKIPPED.isdisjoint(path.relative_to(root).parts)

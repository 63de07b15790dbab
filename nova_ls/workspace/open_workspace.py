"""Opening a workspace with its database, whatever state that is in."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final

from nova_ls.base.slotted import value
from nova_ls.compiler.baseline import Baseline
from nova_ls.log.outbox import Outbox
from nova_ls.store import (
    Access,
    StoreDamaged,
    StoreError,
    StoreLocked,
    StoreUnwritable,
    open_database,
    open_in_memory,
)
from nova_ls.store.lock import Lock, lock_of
from nova_ls.store.salvage import is_marked
from nova_ls.store.stored import StoredDatabase
from nova_ls.workspace.discovery import LIBRARY, package_folders
from nova_ls.workspace.git import author, git_branch
from nova_ls.workspace.manifest import read_manifest
from nova_ls.workspace.shared_library import library_below
from nova_ls.workspace.workspace import Workspace

MEMORY: Final = ":memory:"
OUTBOX: Final = "outbox"


@value
class OpenedWorkspace:
    """`notices`: one line for the user about each thing that is not as usual. `lock`: of the database, where it is on disk."""

    workspace: Workspace
    notices: tuple[str, ...]
    lock: Lock | None = None


def open_workspace(
    root: Path | None,
    database: Path | str,
    packages: Sequence[Path] = (),
    run: str | None = None,
    sources: Iterable[Path] = (),
) -> OpenedWorkspace:
    """Open the database, in the user's cache folder where its own place is not writable, in memory where nothing is.

    `run`: the name under which `nova-ls stats` finds what is counted here, `server` or `check`. `sources`: files beside those at the top of
    packages that may be a Prelude of the workspace's own.
    """
    notices: list[str] = []  # of all attempts
    opened = _try_to_open(root, database, packages, run, sources, notices)
    # A damaged block was met on the way: it is marked now, and what can be read goes into a new database.
    opened = opened or _try_to_open(root, database, packages, run, sources, notices)
    opened = opened or _try_to_open(root, MEMORY, packages, None, sources, notices)
    assert opened is not None, "a new database in memory is damaged"
    return opened


def _try_to_open(
    root: Path | None,
    database: Path | str,
    packages: Sequence[Path],
    run: str | None,
    sources: Iterable[Path],
    notices: list[str],
) -> OpenedWorkspace | None:
    """None: a block of the database cannot be read. `notices`: gets what is to be said all the same."""
    folder: Path | None = None
    if isinstance(database, Path):
        opened, folder = _open(database, notices)
    else:
        opened = open_in_memory()
    try:
        below = library_below(opened, _top_folders(root, packages), sources)
        baseline = Baseline(opened, root, LIBRARY, author(root), *below)
        if root is not None:
            baseline.archive.branch = partial(git_branch, root)
        workspace = Workspace(root, baseline, packages)
    except StoreDamaged:
        opened.close()
        return None
    if folder is None or opened.access is Access.MEMORY:
        return OpenedWorkspace(workspace, tuple(notices))
    baseline.archive.outbox = Outbox(folder / OUTBOX)
    if run is not None:
        workspace.keep_metrics(folder, run)
    return OpenedWorkspace(workspace, tuple(notices), lock_of(folder))


def _top_folders(root: Path | None, packages: Sequence[Path]) -> Iterator[Path]:
    """Where a workspace's own Prelude lies, if it has one and its sources are laid out as usual."""
    yield from packages
    if root is not None:
        yield from (root, root / "src")
        yield from package_folders(root, read_manifest(root)[0])


def _open(path: Path, notices: list[str]) -> tuple[StoredDatabase, Path | None]:
    """The database and its folder; None: it is in memory."""
    try:
        return _open_at(path, notices), path
    except StoreUnwritable as problem:
        notices.append(f"{problem}; results are kept in the cache folder instead.")
    except StoreError as problem:
        notices.append(_not_now(path, problem))
        return open_in_memory(), None
    cached = cache_folder(path)
    try:
        return _open_at(cached, notices), cached
    except StoreUnwritable as problem:
        notices.append(f"{problem}; results are kept in memory only.")
    except StoreError as problem:
        notices.append(_not_now(cached, problem))
    return open_in_memory(), None


def _not_now(path: Path, problem: StoreError) -> str:
    """The disk is full or does not answer: nothing is lost, and the next start may find it well."""
    return f"{path} cannot be opened now ({problem}); until the next start results are kept in memory only."


def _open_at(path: Path, notices: list[str]) -> StoredDatabase:
    if is_marked(path):
        from nova_ls.maintenance.whole_database import heal  # hardly ever

        # Who has it open may not have met it yet; they will repair it when they start.
        with suppress(StoreLocked):
            notices.append(heal(path))
    opened = open_database(path)
    if path.name == ".nova":
        _ignore_for_git(path)
    if opened.notice is not None:
        notices.append(opened.notice)
    if opened.set_aside is not None:
        with suppress(OSError):  # Commits that were not taken in yet are not damaged.
            (opened.set_aside / OUTBOX).rename(path / OUTBOX)
    return opened.database


def _ignore_for_git(path: Path) -> None:
    """The folder keeps itself out of version control."""
    try:
        with (path / ".gitignore").open("x", encoding="utf-8") as file:
            file.write("*\n")
    except OSError:
        return  # It is there already, or cannot be written: neither is a reason to stop.


def cache_folder(path: Path) -> Path:
    """Where a database goes whose own place cannot be written to."""
    from platformdirs import user_cache_path  # Rarely needed.

    name = hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
    return user_cache_path("nova-ls", appauthor=False) / name

"""The standard library as it was checked once, in the user's cache folder: for all workspaces and processes, read-only.

There is one database for each content of the library and of this program. It is built beside its place and renamed when it is whole, so that
what is found there can be trusted; one in which a block turns out to be damaged is built again.

A workspace with a Prelude of its own does not stand on it: the library's modules would be over another Prelude than they were checked over, and
packages that bring a Prelude take the places of most of them. What it uses of the library is checked as a part of it, like a package.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from itertools import chain, product
from pathlib import Path
from typing import Final

from nova_ls.compiler.archive.library_row import OWN_PRELUDE, library_id
from nova_ls.compiler.baseline import Baseline
from nova_ls.compiler.checked_library import CheckedLibrary
from nova_ls.compiler.state.module import ModuleOrigin
from nova_ls.store import ArtifactKind, Database, StoreError, open_database, open_for_reading
from nova_ls.store.rocks import MARK
from nova_ls.workspace.discovery import LIBRARY, SUFFIXES, source_files
from nova_ls.workspace.module_name import declared_name
from nova_ls.workspace.shared.content_id import content_id
from nova_ls.workspace.workspace import Workspace

_PRELUDE: Final = "Prelude"

PLACE: Final = "NOVA_LS_LIBRARY"
"""The environment variable that names another folder than the one in the user's cache; empty: nothing is shared."""


@lru_cache(maxsize=1)
def shared_library() -> CheckedLibrary | None:
    """The checked library, open for reading; None where it has not been built."""
    found = library_folder()
    if found is None:
        return None
    folder, id = found
    if (folder / MARK).exists():
        shutil.rmtree(folder, ignore_errors=True)
    try:
        return CheckedLibrary(open_for_reading(folder), LIBRARY, id) if folder.is_dir() else None
    except StoreError:
        shutil.rmtree(folder, ignore_errors=True)
        return None


def library_below(
    database: Database, folders: Iterable[Path] = (), files: Iterable[Path] = ()
) -> tuple[CheckedLibrary | None, bytes]:
    """What a database's modules stand on, and the name of that.

    It stays as the first commit had it; before that it depends on whether a Prelude is at the top of one of these folders, or
    among these files.
    """
    known = library_id(database)
    is_new = (
        known is None and next(database.list_artifacts(ArtifactKind.MODULE_PLACE), None) is None
    )
    at_top = (folder / f"{_PRELUDE}{suffix}" for folder, suffix in product(folders, SUFFIXES))
    if known == OWN_PRELUDE or (is_new and any(map(_is_prelude, chain(at_top, files)))):
        return None, OWN_PRELUDE
    return library_in_use()


def library_in_use() -> tuple[CheckedLibrary | None, bytes]:
    """The checked library, and what names its content. Where it has not been built yet, its modules are checked to be the same: they have that name as well."""
    found = library_folder()
    return shared_library(), b"" if found is None else found[1]


def _is_prelude(path: Path) -> bool:
    return path.stem == _PRELUDE and path.is_file() and declared_name(path) == _PRELUDE


def build_shared_library() -> bool:
    """Check the library and keep what was found out; False where there is no place for it, or it is there already.

    OSError or StoreError where it cannot be written.
    """
    found = library_folder()
    if found is None or found[0].is_dir():
        return False
    folder = found[0]
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="building-", dir=folder.parent) as scratch:
        unfinished = Path(scratch) / "library"
        _check_into(unfinished)
        with suppress(OSError):  # Another process was faster.
            unfinished.rename(folder)
    _drop_others(folder)
    shared_library.cache_clear()
    return True


def _check_into(folder: Path) -> None:
    database = open_database(folder).database
    try:
        workspace = Workspace(None, Baseline(database, None, LIBRARY))
        for path in source_files(LIBRARY):
            workspace.add_file(path, ModuleOrigin.LIBRARY)
        for _ in workspace.program.settle():
            pass
        workspace.commit("the standard library")
        database.compact()
    finally:
        database.close()


def _drop_others(folder: Path) -> None:
    """Those of other versions that were not used for long stay no longer; others may be open elsewhere."""
    others = sorted(
        (each for each in folder.parent.iterdir() if each.name != folder.name),
        key=lambda each: each.stat().st_mtime,
    )
    for each in others[:-_KEPT]:
        shutil.rmtree(each, ignore_errors=True)


_KEPT: Final = 3


def library_folder() -> tuple[Path, bytes] | None:
    """Where the checked library of today's sources belongs, and the name of its content; None: nothing is to be shared."""
    place = os.environ.get(PLACE)
    if place == "":
        return None
    if place is None:
        from platformdirs import (
            user_cache_path,  # Takes milliseconds; an editor has been answered by now.
        )

        parent = user_cache_path("nova-ls", appauthor=False) / "library"
    else:
        parent = Path(place)
    id = content_id()
    return parent / id.hex()[:16], id

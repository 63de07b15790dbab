"""Opening a database, whatever state its folder is in, without ever blocking or deleting."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from nova_ls.base.slotted import value
from nova_ls.store.database import Access
from nova_ls.store.follower import FollowerKeyValue
from nova_ls.store.keyvalue import Durability, Index, KeyValue
from nova_ls.store.kind import DEFAULT_POLICIES, ArtifactKind, KindPolicy
from nova_ls.store.rocks import RocksKeyValue, RocksLocation
from nova_ls.store.store_errors import (
    StoreDamaged,
    StoreError,
    StoreLocked,
    StoreNewer,
    StoreUnwritable,
)
from nova_ls.store.stored import StoredDatabase

FORMAT: Final = 1
"""Raised when rows mean something else than before; older formats are set aside, newer ones left alone."""

_FORMAT_KEY: Final = b"store:format"


@value
class Opened:
    """`notice`: one line for the user where something is not as usual, else None.

    `set_aside`: where a damaged database was moved to.
    """

    database: StoredDatabase
    notice: str | None = None
    set_aside: Path | None = None


def open_in_memory(
    policies: Mapping[ArtifactKind, KindPolicy] = DEFAULT_POLICIES,
) -> StoredDatabase:
    """A database that ends with the process."""
    return StoredDatabase(RocksKeyValue(None, RocksLocation.MEMORY), Access.MEMORY, policies)


def open_database(
    path: Path, policies: Mapping[ArtifactKind, KindPolicy] = DEFAULT_POLICIES
) -> Opened:
    """The database in the folder `path`, made where there is none.

    Locked by another process: opened as a follower. Damaged: renamed, and an empty one made in its place. Written by a newer
    nova-ls: left alone, in memory instead. `StoreUnwritable` where the folder cannot hold a database.
    """
    _make_folder(path)
    # RocksDB tells by the name alone whether this process has it open already.
    path = path.resolve()
    try:
        return Opened(_stored(_own(path), policies))
    except StoreLocked:
        database = StoredDatabase(_follow(path), Access.FOLLOWER, policies)
        return Opened(
            database,
            f"{path} is in use by another nova-ls; what this one saves is handed over to it.",
        )
    except StoreNewer:
        return Opened(
            open_in_memory(policies),
            f"{path} was written by a newer nova-ls and is left alone; results stay in memory.",
        )
    except StoreDamaged as damage:
        aside = set_aside(path)
        database = _stored(_own(path), policies)
        notice = f"{path} was damaged ({damage}); it is now {aside.name} and is built again."
        return Opened(database, notice, aside)


def open_for_reading(
    path: Path, policies: Mapping[ArtifactKind, KindPolicy] = DEFAULT_POLICIES
) -> StoredDatabase:
    """A database that nobody writes to any more; any number of processes may read it. `StoreError` where there is none."""
    store = RocksKeyValue(path.resolve(), RocksLocation.READ_ONLY)
    try:
        return StoredDatabase(store, Access.READER, policies)
    except BaseException:
        store.close()
        raise


def set_aside(path: Path) -> Path:
    """Rename a database that is not open, beside itself; its new place."""
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
    aside = path.with_name(f"{path.name}-damaged-{stamp}")
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.name}-damaged-{stamp}-{number}")
    path.rename(aside)
    return aside


def _make_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = os.strerror(error.errno or errno.EACCES)
        raise StoreUnwritable(f"{path} cannot be made: {reason}") from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise StoreUnwritable(f"{path} may not be written to")


def _own(path: Path) -> KeyValue:
    try:
        store = RocksKeyValue(path, RocksLocation.DISK)
    except (StoreLocked, StoreDamaged):
        raise
    except StoreError as error:
        if any(reason in str(error) for reason in ("Permission denied", "Read-only file system")):
            raise StoreUnwritable(f"{path} may not be written to: {error}") from error
        raise
    try:
        _check_format(store)
    except BaseException:
        store.close()
        raise
    return store


def _stored(store: KeyValue, policies: Mapping[ArtifactKind, KindPolicy]) -> StoredDatabase:
    """The database over rows of which some may not be readable; the files are then let go of."""
    try:
        return StoredDatabase(store, Access.OWNER, policies)
    except BaseException:
        store.close()
        raise


def _check_format(store: KeyValue) -> None:
    stored = store.get(Index.META, _FORMAT_KEY)
    if stored is None:
        # Whatever is written behind it is safe only together with it.
        row = {_FORMAT_KEY: str(FORMAT).encode()}
        store.write({Index.META: row}, Durability.WITH_THE_NEXT)
        return
    number = int(stored) if stored.isdigit() else 0
    if number > FORMAT:
        raise StoreNewer(f"format {number}")
    if number < FORMAT:
        raise StoreDamaged(f"format {number} is too old")


def _follow(path: Path) -> FollowerKeyValue:
    return FollowerKeyValue(lambda: RocksKeyValue(path, RocksLocation.SECONDARY))

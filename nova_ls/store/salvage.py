"""Saving what can still be read of a database whose files are damaged in the middle.

RocksDB opens such a database and fails only where a damaged block is read. The process that reads one leaves a mark (`rocks.MARK`), so
that the next start knows.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Final

from nova_ls.store.keyvalue import Index, KeyAndValue
from nova_ls.store.opening import set_aside
from nova_ls.store.rocks import MARK, RocksKeyValue, RocksLocation
from nova_ls.store.store_errors import StoreDamaged

_ROWS_PER_WRITE: Final = 1000


def is_marked(path: Path) -> bool:
    """Whether a damaged block was met in the database in a folder."""
    return (path / MARK).exists()


def salvage(path: Path) -> Path:
    """Make a new database of the rows that can be read; where the damaged one, otherwise untouched, is now.

    It must not be open: `StoreLocked` where it is. The rows of damaged blocks are missing, so that the rest has to be repaired
    (`fsck.repair`).
    """
    rebuilt = path.with_name(f"{path.name}-rebuilt")
    shutil.rmtree(rebuilt, ignore_errors=True)  # left by a rebuild that was interrupted
    new = RocksKeyValue(rebuilt, RocksLocation.DISK)
    try:
        with suppress(
            StoreDamaged
        ):  # It cannot even be opened: then there is nothing to be had from it.
            _copy(RocksKeyValue(path, RocksLocation.DISK), new)
    finally:
        new.close()
    aside = set_aside(path)
    rebuilt.rename(path)
    for folder in [each for each in aside.iterdir() if each.is_dir()]:
        folder.rename(path / folder.name)  # RocksDB has none: what others keep here is not damaged.
    return aside


def _copy(old: RocksKeyValue, new: RocksKeyValue) -> None:
    try:
        for index in Index:
            for rows in _slices(_readable(old, index)):
                new.write({index: rows})
    finally:
        old.close()


def _readable(store: RocksKeyValue, index: Index) -> Iterator[KeyAndValue]:
    """The rows before the first damaged block and those after the last."""
    last = None
    try:
        for row in store.scan(index):
            last = row[0]
            yield row
    except StoreDamaged:
        yield from _readable_back(store, index, last)


def _readable_back(store: RocksKeyValue, index: Index, last: bytes | None) -> Iterator[KeyAndValue]:
    try:
        for row in store.scan_back(index):
            if last is not None and row[0] <= last:
                return
            yield row
    except StoreDamaged:
        return


def _slices(rows: Iterator[KeyAndValue]) -> Iterator[dict[bytes, bytes]]:
    while slice_ := dict(islice(rows, _ROWS_PER_WRITE)):
        yield slice_

"""Rows in RocksDB: one column family per index, one synced write batch per write, several for a long one."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
import weakref
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Final

from rocksdict import (
    AccessType,
    ColumnFamily,
    Rdict,
    RdictIter,
    WriteBatch,
    WriteOptions,
)

from nova_ls.base.steps import portions
from nova_ls.store.keyvalue import (
    Durability,
    Index,
    KeyAndValue,
    KeyValue,
    PreparedWrite,
    RowChanges,
    RowStream,
    prefix_end,
)
from nova_ls.store.rocks.disk_sync import DiskSync
from nova_ls.store.rocks.long_write import (
    RowsBefore,
    before_row,
    pack_before,
    rows_to_take_back,
    slices_of,
)
from nova_ls.store.rocks.rocks_options import RocksLocation, rocks_options
from nova_ls.store.store_errors import StoreDamaged, StoreError, StoreLocked

_PROBE: Final = 256 << 10
_PORTION: Final = 500
"""So many rows are made ready in one step."""

MARK: Final = "damaged"
"""The file in a database's folder that says that a block of it cannot be read."""


class RocksKeyValue(KeyValue):
    """One open RocksDB. `path` is None in memory.

    After a failed write RocksDB refuses all further ones; the files are then opened again before the
    next write, so that a disk that was full for a moment costs one commit, not the session. A write that has failed may be
    there all the same when the files are opened: it is taken back then, since nothing relies on it. A write that has succeeded and of which the
    disk says later that it does not have it (`Durability.SOON`) has been relied on: it must be there when the files are opened.

    A write that is prepared in steps is written in slices if it is long (`long_write.py`). Whoever gives it up need not say so: it is taken back before
    the next write, or little by little by `make_safe`.
    """

    def __init__(self, path: Path | None, place: RocksLocation) -> None:
        self._path = path
        self._place = place
        self._lock = threading.Lock()
        self._failed = False
        self._sync: DiskSync | None = None
        self._relied_on = 0  # the number of the last write that was seen before it was safe
        self._before: dict[Index, dict[bytes, bytes | None]] = {index: {} for index in Index}
        self._slices = 0  # of a long write that has not come to its end
        self._rows_before: RowsBefore | None = None  # what is seen meanwhile
        self._begun = 0  # so many long writes
        self._scratch: Path | None = None
        self._open(place)
        if place is RocksLocation.DISK:
            try:
                self._find_slices()
                self._take_back_all()
            except StoreDamaged:
                self._slices = 0  # There is a mark now: who repairs it reads what can be read.
            except BaseException:
                self.close()
                raise

    def get(self, index: Index, key: bytes) -> bytes | None:
        if self._rows_before is not None:
            return self.get_many(index, (key,))[0]
        begun = self._begun
        try:
            value: bytes | None = self._families[index].get(key)
        except Exception as error:
            raise self._unread(error) from error
        return value if begun == self._begun else self.get_many(index, (key,))[0]

    def get_many(self, index: Index, keys: Sequence[bytes]) -> list[bytes | None]:
        while True:
            begun, before = self._begun, self._rows_before
            if before is not None:
                with _store_errors():
                    return before.get_many(index, keys)
            found = self._get_written(index, keys)
            if begun == self._begun:
                return found  # Otherwise another thread has begun a long write meanwhile.

    def _get_written(self, index: Index, keys: Sequence[bytes]) -> list[bytes | None]:
        """As `get_many`, those of slices among them."""
        if not keys:
            return []
        try:
            values = self._families[index].get(list(keys))
        except Exception as error:
            raise self._unread(error) from error
        return list(values or ())

    def scan(self, index: Index, prefix: bytes = b"", start: bytes = b"") -> Iterator[KeyAndValue]:
        rows = self._iterate(index)
        before = (
            self._rows_before
        )  # Asked after that: another thread may begin a long write in between.
        if before is not None:
            yield from before.scan(index, prefix, start)
            return
        rows.seek(max(prefix, start))
        while rows.valid():
            key = rows.key()
            if not key.startswith(prefix):
                return
            yield key, rows.value()
            rows.next()
        self._check_end(rows)

    def scan_back(self, index: Index, prefix: bytes = b"") -> Iterator[KeyAndValue]:
        before = self._rows_before
        rows = self._iterate(index)
        before = before or self._rows_before
        if before is not None:
            yield from before.scan_back(index, prefix)
            return
        end = prefix_end(prefix)
        if end is None:
            rows.seek_to_last()
        else:
            rows.seek_for_prev(end)
            if rows.valid() and rows.key() == end:
                rows.prev()
        while rows.valid():
            key = rows.key()
            if not key.startswith(prefix):
                return
            yield key, rows.value()
            rows.prev()
        self._check_end(rows)

    def write(self, changes: RowChanges, durability: Durability = Durability.AT_ONCE) -> None:
        with self._lock:
            self._await_former(durability)
            self._insist(lambda: self._write_all(changes, durability))

    def prepare(
        self, changes: RowChanges, streams: Sequence[RowStream] = (), most: int | None = None
    ) -> Generator[None, None, PreparedWrite]:
        batch, held = WriteBatch(raw_mode=True), list[RowChanges]()
        begun = slices = count = 0
        for rows in _in_portions(changes, streams):
            if most is not None and batch.len() >= most and not self._failed:
                begun = self._write_slice(begun, slices, batch, held)
                slices += 1
                batch, held = WriteBatch(raw_mode=True), []
                yield
            self._add_all(batch, rows)
            held.append(rows)
            count += sum(map(len, rows.values()))
            yield

        def write(durability: Durability) -> None:
            with self._lock:
                self._await_former(durability)
                all_at_once = partial(self._write_all, changes, durability, streams)
                if self._slices == slices and (not slices or self._begun == begun):
                    last = partial(self._write_last, slices, batch, held, durability)
                    self._insist(last, all_at_once)
                else:
                    self._insist(all_at_once)

        return PreparedWrite(count, write)

    def _insist(self, write: Callable[[], None], again: Callable[[], None] | None = None) -> None:
        """Write; if RocksDB refuses it, open the files again and write once more, in another way if there is one.

        RocksDB does not say that it has failed in the background. It refuses the next write, however well the disk is by then.
        """
        if not self._failed:
            try:
                write()
                return
            except StoreError:
                if not self._failed:
                    raise
        self._reopen()  # Not while the error is handled: it keeps what refers to the files.
        (again or write)()

    def _write_slice(
        self, begun: int, number: int, batch: WriteBatch, held: Sequence[RowChanges]
    ) -> int:
        """Write a slice of a long write, with what its rows were; which long write that is, as `begun`.

        Nothing is written once something has failed, or another write has taken back what there was of this one. Then the last step writes all, and
        says so if that fails too.
        """
        with self._lock:
            self._await_former(Durability.WITH_THE_NEXT)
            if self._failed or (number and (self._begun, self._slices) != (begun, number)):
                return begun
            if number == 0:
                self._insist(self._take_back_all)
                self._rows_before = RowsBefore(
                    {index: self._iterate(index) for index in Index}, self._check_end
                )
                self._begun += 1
            empty = self._rows_before.empty if self._rows_before else ()
            packed = pack_before(held, self._get_written, empty)
            kept = {Index.META: {before_row(number): packed}}
            self._add_all(batch, kept)
            self._slices = number + 1
            with suppress(StoreError):
                self._write_batch(batch, lambda: (*held, kept), Durability.WITH_THE_NEXT)
            return self._begun

    def _write_last(
        self, slices: int, batch: WriteBatch, held: Sequence[RowChanges], durability: Durability
    ) -> None:
        """Let all slices of a write count."""
        done = {Index.META: {before_row(number): None for number in range(slices)}}
        self._add_all(batch, done)
        self._write_batch(batch, lambda: (*held, done), durability)
        self._slices, self._rows_before = 0, None

    def _take_back_all(self) -> None:
        while self._slices:
            self._take_back()

    def _take_back(self) -> None:
        """Take back the last slice of a write that was given up, if there is one."""
        if not self._slices:
            return
        number = self._slices - 1
        packed = self._get_written(Index.META, [before_row(number)])[0]
        if packed is not None:
            self._write(rows_to_take_back(number, packed), Durability.WITH_THE_NEXT)
        self._slices = number
        if not number:
            self._rows_before = None

    def _write_all(
        self, changes: RowChanges, durability: Durability, streams: Sequence[RowStream] = ()
    ) -> None:
        self._take_back_all()
        self._write(changes, durability, streams)

    def _write(
        self, changes: RowChanges, durability: Durability, streams: Sequence[RowStream] = ()
    ) -> None:
        batch = WriteBatch(raw_mode=True)
        for rows in (changes, *_all_of(streams)):
            self._add_all(batch, rows)
        self._write_batch(batch, lambda: (changes, *_all_of(streams)), durability)

    def _write_batch(
        self,
        batch: WriteBatch,
        written: Callable[[], Iterable[RowChanges]],
        durability: Durability,
    ) -> None:
        """`written`: the rows of the batch, for a write that fails."""
        try:
            self._rocks.write(batch, self._write_options[durability])
        except Exception as error:
            self._failed = True
            for rows in written():
                self._remember(rows)
            raise _store_error(error) from error
        if durability is Durability.SOON and self._place is not RocksLocation.MEMORY:
            self._relied_on = self._rocks.latest_sequence_number()
            self._sync = DiskSync(partial(self._rocks.flush_wal, True))

    def make_safe(self, seconds: float) -> bool:
        with self._lock:
            if not self._is_sync_over(seconds):
                return False
            if self._failed:
                self._reopen()
            if self._slices:
                self._insist(self._take_back)
            return not self._slices

    def _await_former(self, durability: Durability) -> None:
        """Let the disk answer to the former write before the next one is made that it has to answer to."""
        self._is_sync_over(0 if durability is Durability.WITH_THE_NEXT else None)

    def _is_sync_over(self, seconds: float | None) -> bool:
        """Wait at most so long, None: for ever; whether the disk need not answer to anything. Where it has refused, the files are to be opened again."""
        if self._sync is None:
            return True
        if not self._sync.is_over(seconds):
            return False
        self._failed |= self._sync.problem is not None
        self._sync = None
        return True

    def _add_all(self, batch: WriteBatch, changes: RowChanges) -> None:
        for index, rows in changes.items():
            self._add(batch, index, rows)

    def _add(self, batch: WriteBatch, index: Index, rows: Mapping[bytes, bytes | None]) -> None:
        """Add rows as RocksDB takes them, in order, in which it writes them two to four times as fast. A function of its own: a frame that is kept with a handle in it would keep the lock of the files."""
        family = self._handles[index]
        for key in sorted(rows):
            if (value := rows[key]) is None:
                batch.delete(key, family)
            else:
                batch.put(key, value, family)

    def _remember(self, changes: RowChanges) -> None:
        """Keep what the rows of a failed write were; the database that refused it does not show it."""
        for index, rows in changes.items():
            keys = [key for key in rows if key not in self._before[index]]
            with suppress(StoreError):  # What cannot be read cannot be brought back either.
                self._before[index].update(zip(keys, self._get_written(index, keys), strict=True))

    def catch_up(self) -> None:
        """See what the process that owns the files has written since; for a secondary only."""
        with _store_errors():
            self._rocks.try_catch_up_with_primary()

    def sizes(self) -> dict[Index, int]:
        return {
            index: (family.property_int_value("rocksdb.live-sst-files-size") or 0)
            + (family.property_int_value("rocksdb.cur-size-all-mem-tables") or 0)
            for index, family in self._families.items()
        }

    def compact(self) -> None:
        with _store_errors():
            for family in self._families.values():
                family.compact_range(None, None)

    def close(self) -> None:
        self._release()
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)

    def _open(self, place: RocksLocation) -> None:
        if self._scratch is None and (self._path is None or place is RocksLocation.SECONDARY):
            # RocksDB in memory and secondaries both leave small files of their own.
            self._scratch = Path(tempfile.mkdtemp(prefix="nova-ls-"))
            weakref.finalize(self, shutil.rmtree, self._scratch, ignore_errors=True)
        path = self._path or self._scratch
        access = AccessType.read_write()
        if place is RocksLocation.SECONDARY:
            access = AccessType.secondary(str(self._scratch))
        elif place is RocksLocation.READ_ONLY:
            access = AccessType.read_only()
        options = rocks_options(place)
        with _store_errors():
            try:
                self._rocks = Rdict(
                    str(path), options, {index.value: options for index in Index}, access
                )
                self._families = {i: self._rocks.get_column_family(i.value) for i in Index}
                self._handles: dict[Index, ColumnFamily] = {
                    i: self._rocks.get_column_family_handle(i.value) for i in Index
                }
            except Exception:
                if self._scratch is not None:
                    shutil.rmtree(self._scratch, ignore_errors=True)
                raise
        is_on_disk = self._place is not RocksLocation.MEMORY
        if self._scratch is not None and not is_on_disk:  # A process that is killed would leave it.
            shutil.rmtree(self._scratch, ignore_errors=True)
        self._write_options = {durability: WriteOptions() for durability in Durability}
        for durability, wanted in self._write_options.items():
            wanted.sync = is_on_disk and durability is Durability.AT_ONCE
            # The stub declares a method; the extension has an attribute.
            setattr(wanted, "disable_wal", not is_on_disk)  # noqa: B010

    def _reopen(self) -> None:
        if self._path is not None:
            _require_space(
                self._path
            )  # What is open can still be read; keep it while there is none.
            self._release()
            try:
                self._open(self._place)
                self._require_relied_on()
            except StoreError:
                self._open(RocksLocation.SECONDARY)
                raise
        self._write(self._before, Durability.AT_ONCE)
        self._before = {index: {} for index in Index}
        self._failed = False
        if self._path is not None:
            self._find_slices()
        self._take_back_all()

    def _find_slices(self) -> None:
        """Files were opened: a long write may not have come to its end."""
        last = next(slices_of(self), None)
        self._slices = 0 if last is None else last[0] + 1

    def _require_relied_on(self) -> None:
        """`StoreError` where the disk has lost what was seen: nothing may be written behind it."""
        if self._rocks.latest_sequence_number() < self._relied_on:
            self._release()
            raise StoreError("IO error: the disk has lost what was written to it")

    def _release(self) -> None:
        self._is_sync_over(None)
        self._families.clear()
        self._handles.clear()
        self._slices, self._rows_before = 0, None
        # Closing syncs, which neither an environment in memory nor a file that has failed can do; every
        # acknowledged write was synced on its own. The files are free once the last reference is gone.
        with suppress(Exception):
            self._rocks.close()
        with suppress(AttributeError):  # It is gone already where opening again has failed.
            del self._rocks

    def _iterate(self, index: Index) -> RdictIter:
        # Without an upper bound: ReadOptions encodes it as keys outside raw mode are encoded.
        with _store_errors():
            return self._families[index].iter()

    def _check_end(self, rows: RdictIter) -> None:
        """An iterator ends in the same way at the last row and at a damaged block; tell them apart."""
        try:
            rows.status()
        except Exception as error:
            raise self._unread(error) from error

    def _unread(self, error: Exception) -> StoreError:
        """The error of a read. Of a damaged block it leaves a mark: only who reads that block again would notice."""
        found = _store_error(error)
        has_files = self._place in (RocksLocation.DISK, RocksLocation.READ_ONLY)
        if isinstance(found, StoreDamaged) and self._path is not None and has_files:
            with suppress(OSError):
                (self._path / MARK).touch()
        return found


def _all_of(streams: Sequence[RowStream]) -> Iterator[RowChanges]:
    return (rows for stream in streams for rows in stream())


def _in_portions(changes: RowChanges, streams: Sequence[RowStream]) -> Iterator[RowChanges]:
    for index, rows in changes.items():
        for portion in portions(rows, _PORTION):
            yield {index: portion}
    yield from _all_of(streams)


def _require_space(path: Path) -> None:
    """`StoreError` unless a file as large as opening may write can be written."""
    probe = path / "probe"
    try:
        with probe.open("wb") as file:
            file.write(bytes(_PROBE))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise StoreError(f"IO error: {error.strerror}: {path}") from error
    finally:
        with suppress(OSError):
            probe.unlink()


@contextmanager
def _store_errors() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        raise _store_error(error) from error


def _store_error(error: Exception) -> StoreError:
    """RocksDB's messages are all that tells its errors apart."""
    if isinstance(error, StoreError):
        return error
    if isinstance(error, KeyError):
        return StoreError("the database is closed")
    text = " ".join(str(error).split())
    if "LOCK" in text and text.startswith("IO error"):
        return StoreLocked(text)
    if text.startswith(("Corruption", "Invalid argument", "Not found")) or "orrupt" in text:
        return StoreDamaged(text)
    return StoreError(text or type(error).__name__)

"""Readers beside a writer see each record as it was or as it is, and never the older one after the newer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Sequence

from nova_ls.store import Access, ArtifactKind, Index, make_record
from nova_ls.store.keyvalue import Durability, KeyValue, PreparedWrite, RowChanges, RowStream
from nova_ls.store.rocks import RocksKeyValue, RocksLocation
from nova_ls.store.stored import StoredDatabase
from tests.store.faulty import FaultyKeyValue
from tests.store.versions import CURRENT

SCHEME = ArtifactKind.SCHEME


class Halting(FaultyKeyValue):
    """Rows of which the next read, or each write, does something else once it is done, before it ends."""

    def __init__(self, store: KeyValue) -> None:
        super().__init__(store)
        self.after_read: Callable[[], None] | None = None
        self.after_write: Callable[[], None] | None = None

    def get(self, index: Index, key: bytes) -> bytes | None:
        value = self.store.get(index, key)
        act, self.after_read = self.after_read, None
        if act is not None:
            act()
        return value

    def prepare(
        self, changes: RowChanges, streams: Sequence[RowStream] = (), most: int | None = None
    ) -> Generator[None, None, PreparedWrite]:
        prepared = yield from self.store.prepare(changes, streams, most)

        def write(durability: Durability) -> None:
            prepared.write(durability)
            if self.after_write is not None:
                self.after_write()

        return PreparedWrite(prepared.count, write)


def test_a_slow_reader_puts_no_older_record_in_the_place_of_a_newer_one() -> None:
    """A write is done, and its transaction not over: one reader sees the new record, another one comes late with the old one."""
    store = Halting(RocksKeyValue(None, RocksLocation.MEMORY))
    database = StoredDatabase(store, Access.MEMORY)
    is_written, is_read = threading.Event(), threading.Event()
    seen: list[bytes] = []

    def put(value: bytes) -> None:
        with database.transaction() as transaction:
            transaction.put_artifact(SCHEME, b"key", make_record(value, 1, CURRENT))

    def read() -> bytes:
        record = database.get_artifact(SCHEME, b"key")
        assert record is not None
        return record.payload

    def halt_transaction() -> None:
        is_written.set()
        is_read.wait(60)

    def let_others_work() -> None:
        writer.start()
        is_written.wait(60)
        seen.append(read())

    put(b"old")
    writer = threading.Thread(target=put, args=(b"new",))
    store.after_write, store.after_read = halt_transaction, let_others_work
    assert read() == b"old"
    seen.append(read())
    is_read.set()
    writer.join()
    assert [*seen, read()] == [b"new"] * 3
    database.close()

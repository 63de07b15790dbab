"""store/in_process.py: rows in dictionaries are found as those in RocksDB are."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nova_ls.store.in_process import InProcessKeyValue
from nova_ls.store.keyvalue import Index, KeyValue
from nova_ls.store.rocks import RocksKeyValue, RocksLocation
from nova_ls.store.tapped import TappedKeyValue

KEYS = st.lists(st.sampled_from(b"ab\x00\xff"), max_size=3).map(bytes)
CHANGES = st.dictionaries(
    st.sampled_from([Index.KIND, Index.ARTIFACTS]),
    st.dictionaries(KEYS.filter(bool), st.none() | st.binary(max_size=2), max_size=6),
    max_size=2,
)


@given(st.lists(CHANGES, max_size=6), KEYS, KEYS)
def test_rows_are_found_as_in_rocksdb(
    writes: list[dict[Index, dict[bytes, bytes | None]]], prefix: bytes, start: bytes
) -> None:
    rocks, plain = RocksKeyValue(None, RocksLocation.MEMORY), InProcessKeyValue()
    for changes in writes:
        rocks.write(changes)
        plain.write(changes)
        assert _found(plain, prefix, start) == _found(rocks, prefix, start)
    assert plain.sizes()[Index.LOG] == 0
    tapped = TappedKeyValue(plain, (), lambda key: False)
    moved = RocksKeyValue(None, RocksLocation.MEMORY)
    tapped.move_to(moved)
    assert _found(tapped, b"", b"") == _found(moved, b"", b"") == _found(rocks, b"", b"")
    rocks.close()
    moved.close()


def _found(store: KeyValue, prefix: bytes, start: bytes) -> list[object]:
    return [
        [
            list(store.scan(index, prefix, start)),
            list(store.scan_back(index, prefix)),
            store.get(index, prefix + b"a"),
            store.get_many(index, [b"a", prefix + start + b"b"]),
        ]
        for index in (Index.KIND, Index.ARTIFACTS)
    ]


def test_a_database_in_memory_leaves_nothing_on_disk_while_it_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its process may be killed."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    store = RocksKeyValue(None, RocksLocation.MEMORY)
    store.write({Index.LOG: {b"a": b"1"}})
    assert list(tmp_path.iterdir()) == []
    store.compact()
    assert store.get(Index.LOG, b"a") == b"1"
    store.close()
    assert list(tmp_path.iterdir()) == []

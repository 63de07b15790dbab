"""Exports of records: bytes that are looked into, a bounded number of them at a time, and always say the same."""

from __future__ import annotations

import pytest

from nova_ls.base.keys import Space, element_key
from nova_ls.compiler.archive import module_record
from nova_ls.compiler.archive.module_record import PackedExports, decode_exports
from nova_ls.compiler.archive.module_record import _pack_exports as pack
from nova_ls.names.modules.exports import Exports


def exports_of(name: str) -> Exports:
    exports = Exports(name)
    exports.add(Space.VALUE, "value", element_key(name, Space.VALUE, "value"))
    exports.add_type("Type", element_key(name, Space.TYPE, "Type"), ["One", "Two"])
    return exports


def test_only_some_have_tables_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module_record, "_MOST_UNPACKED", 3)
    monkeypatch.setattr(module_record, "_UNPACKED", type(module_record._UNPACKED)())
    wanted = [exports_of(f"M{number}") for number in range(10)]
    packed = [PackedExports(one.module, pack(one)) for one in wanted]
    for _ in range(2):
        for one, other in zip(packed, wanted, strict=True):
            assert one.get(Space.VALUE, "value") is other.get(Space.VALUE, "value")
            assert one == other
            assert one.owners == {"One": "Type", "Two": "Type"}
        assert sum("tables" in _set(one) for one in packed) == 3


def _set(exports: PackedExports) -> set[str]:
    """The tables that are there, found without asking for them."""
    found = set()
    for name in ("tables", "constructors", "owners"):
        try:
            object.__getattribute__(exports, name)
        except AttributeError:
            continue
        found.add(name)
    return found


def test_bytes_say_what_they_were_made_of() -> None:
    exports = exports_of("Whole")
    packed = PackedExports("Whole", pack(exports))
    assert decode_exports(module_record._unpack(packed.packed)) == exports
    with pytest.raises(AttributeError):
        _ = packed.nothing

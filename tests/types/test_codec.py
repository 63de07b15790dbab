"""What is written can be read back, and equal things are written alike."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings

from nova_ls.base.diagnostic import Diagnostic
from nova_ls.base.keys import Space, element_key
from nova_ls.names.resolve.element_references import References
from nova_ls.types.codec import codec_read
from nova_ls.types.codec import type_codec as codec
from nova_ls.types.core import type as t
from nova_ls.types.core.environment import Annotations
from nova_ls.types.core.interface import Interface, ValueInterface, ValueOrigin
from tests.examples import examples
from tests.types import strategies as st
from tests.types.strategies import structure


@given(st.interfaces)
def test_decoding_an_interface_undoes_encoding(interface: Interface) -> None:
    assert structure(codec.decode_interface(codec.encode_interface(interface))) == structure(
        interface
    )


@given(st.annotation_lists())
def test_decoding_annotations_undoes_encoding(annotations: Annotations) -> None:
    data = codec.encode_annotations(annotations)
    assert structure(codec.decode_annotations(data)) == structure(annotations)
    stored = codec.StoredAnnotations(data)
    assert (stored.starts, stored.ends) == (annotations.starts, annotations.ends)
    for index in reversed(range(len(annotations.types))):
        assert structure(stored.type(index)) == structure(annotations.types[index])


@given(st.diagnostics)
def test_decoding_a_diagnostic_undoes_encoding(diagnostic: Diagnostic) -> None:
    data = codec.encode_diagnostics([diagnostic, diagnostic])
    assert structure(codec.decode_diagnostics(data)) == structure([diagnostic, diagnostic])


@given(st.references())
def test_decoding_references_undoes_encoding(references: References) -> None:
    data = codec.encode_references(references)
    assert structure(codec.decode_references(data)) == structure(references)
    named = list(zip(references.starts, references.ends, references.targets, strict=True))
    for key in {*references.targets, element_key("Absent", Space.VALUE, "absent")}:
        if not isinstance(key, int):
            meant = [(start, end) for start, end, target in named if target is key]
            assert codec.find_references(data, key) == meant


@given(st.interfaces)
@settings(max_examples=examples(60))
def test_sharing_in_memory_does_not_show_in_the_bytes(interface: Interface) -> None:
    data = codec.encode_interface(interface)
    assert codec.encode_interface(_unshared(interface)) == data
    assert codec.encode_interface(codec.decode_interface(data)) == data


@given(st.interfaces, st.interfaces)
def test_different_interfaces_give_different_bytes(one: Interface, other: Interface) -> None:
    same = structure(one) == structure(other)
    assert (codec.encode_interface(one) == codec.encode_interface(other)) == same


def test_a_solved_variable_is_written_as_its_solution() -> None:
    var = t.UnificationVar(1, 0, t.TYPE)
    var.solution = t.array(t.INT)
    solved = ValueInterface(t.function(var, var), ValueOrigin.VALUE, None)
    plain = ValueInterface(t.function(t.array(t.INT), t.array(t.INT)), ValueOrigin.VALUE, None)
    assert codec.encode_interface(solved) == codec.encode_interface(plain)


def test_a_type_that_holds_itself_is_written() -> None:
    unknown = t.UnificationVar(1, 0, t.TYPE)
    unknown.kind = t.function(t.TYPE, unknown)
    other = t.UnificationVar(2, 0, t.TYPE)
    other.solution = t.TypeApp(t.ROW, other)
    for type in (unknown, other, t.function(unknown, t.function(other, unknown))):
        data = codec.encode_interface(ValueInterface(type, ValueOrigin.VALUE, None))
        assert codec.encode_interface(codec.decode_interface(data)) == data


def test_a_type_ten_thousand_applications_deep_is_written_and_read() -> None:
    deep: t.Type = t.INT
    for _ in range(10_000):
        deep = t.function(t.INT, deep)
    data = codec.encode_interface(ValueInterface(deep, ValueOrigin.VALUE, None))
    interface = codec.decode_interface(data)
    assert codec.encode_interface(interface) == data


def test_repeated_types_are_written_once() -> None:
    def entries(count: int) -> bytes:
        types: list[t.Type] = [t.function(t.array(t.INT), t.array(t.STRING)) for _ in range(count)]
        return codec.encode_annotations(Annotations([1] * count, [2] * count, types))

    assert len(entries(200)) - len(entries(100)) <= 310


def test_bytes_of_another_schema_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = codec.encode_interface(ValueInterface(t.INT, ValueOrigin.VALUE, None))
    with pytest.raises(codec.SchemaMismatch):
        codec.decode_annotations(data)
    monkeypatch.setattr(codec_read, "SCHEMA", codec.SCHEMA + 1)
    with pytest.raises(codec.SchemaMismatch):
        codec.decode_interface(data)


def test_decoded_constructors_are_the_interned_ones() -> None:
    con = t.type_con(element_key("Data.Maybe", Space.TYPE, "Maybe"))
    data = codec.encode_interface(ValueInterface(con, ValueOrigin.VALUE, None))
    interface = codec.decode_interface(data)
    assert isinstance(interface, ValueInterface)
    assert interface.type is con


def _unshared(interface: Interface) -> Interface:
    """A copy in which no two types are one object, but for constructors and ERROR."""
    memo: dict[int, object] = {}

    class NeverRemember(dict[int, object]):
        def get(self, key: int, default: Any = None) -> Any:
            return memo.get(key, default)

        def __setitem__(self, key: int, value: object) -> None:
            pass

        def __getitem__(self, key: int) -> object:
            raise KeyError(key)

    return copy.deepcopy(interface, NeverRemember())

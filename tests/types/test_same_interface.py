"""Interfaces that say the same."""

from __future__ import annotations

from nova_ls.types.core.interface import ValueInterface, ValueOrigin
from nova_ls.types.core.same_interface import same_interface
from nova_ls.types.core.type import TYPE, Forall, TypeVar, function, prim

A = TypeVar("a")
INT = prim("Int")


def test_a_more_general_type_is_another_one() -> None:
    one = ValueInterface(function(INT, INT), ValueOrigin.VALUE, None)
    other = ValueInterface(Forall("a", TYPE, function(A, A), False), ValueOrigin.VALUE, None)
    assert not same_interface(one, other)
    assert same_interface(one, ValueInterface(function(INT, INT), ValueOrigin.FOREIGN, None))

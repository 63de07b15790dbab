"""Whether a module defines a value of a name, which a local binding then shadows."""

from __future__ import annotations

from typing import Self

from nova_ls.compiler.facts.fact import Fact, FactSource


class OwnValueFact(Fact, tag="l", reason="name"):
    """Answer: a bool."""

    __slots__ = ()

    def __new__(cls, module: str, name: str) -> Self:
        return tuple.__new__(cls, (cls.tag, module, name))

    def answer(self, source: FactSource) -> bool:
        return source.defines_value(self[1], self[2])

    def decode_answer(self, data: bytes) -> bool:
        return data == b"\1"

    def show(self) -> str:
        return f"whether {self[1]} defines {self[2]}"

    def scope_owner(self) -> str:
        module: str = self[1]
        return module

"""Whether a module can use a constructor, which Coercible asks of a newtype's."""

from __future__ import annotations

from typing import Self

from nova_ls.base.keys import ElementKey
from nova_ls.compiler.facts.fact import Fact, FactSource, name_of


class ConstructorInScopeFact(Fact, tag="v", reason="constructor"):
    """Answer: a bool."""

    __slots__ = ()

    def __new__(cls, module: str, key: ElementKey) -> Self:
        return tuple.__new__(cls, (cls.tag, module, key))

    @property
    def key(self) -> ElementKey:
        """The constructor."""
        key: ElementKey = self[2]
        return key

    def answer(self, source: FactSource) -> bool:
        return source.constructor_in_scope(self[1], self[2])

    def decode_answer(self, data: bytes) -> bool:
        return data == b"\1"

    def show(self) -> str:
        return f"whether {self[1]} can use {name_of(self.key)}"

    def scope_owner(self) -> str:
        module: str = self[1]
        return module

"""Which constructors or members of a type or class an earlier declaration of its module has already."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from nova_ls.base.keys import ElementKey
from nova_ls.compiler.facts.fact import Fact, FactSource, name_of


class EarlierMembersFact(Fact, tag="o", reason="name"):
    """Answer: their names (`encode_names`)."""

    __slots__ = ()

    def __new__(cls, key: ElementKey) -> Self:
        return tuple.__new__(cls, (cls.tag, key))

    @property
    def key(self) -> ElementKey:
        """The type or class."""
        key: ElementKey = self[1]
        return key

    def answer(self, source: FactSource) -> bytes:
        return encode_names(source.earlier_members(self[1]))

    def decode_answer(self, data: bytes) -> bytes:
        return data

    def show(self) -> str:
        return f"what else defines the names of {name_of(self.key)}"

    def scope_owner(self) -> str:
        return self.key.namespace


def encode_names(keys: Iterable[ElementKey]) -> bytes:
    """The answer that names these elements."""
    return "\n".join(key.name for key in keys).encode("utf-8", "surrogatepass")

"""What others may rely on of an element."""

from __future__ import annotations

from typing import Self

from nova_ls.base.keys import ElementKey
from nova_ls.compiler.facts.fact import Fact, FactSource, name_of
from nova_ls.compiler.facts.nodes import scheme_node
from nova_ls.store import GraphNode


class InterfaceFact(Fact, tag="i", reason="interface"):
    """Answer: the hash of the interface; b"" where there is no such element."""

    __slots__ = ()

    def __new__(cls, key: ElementKey) -> Self:
        return tuple.__new__(cls, (cls.tag, key))

    @property
    def key(self) -> ElementKey:
        """The element."""
        key: ElementKey = self[1]
        return key

    def answer(self, source: FactSource) -> bytes:
        scheme = source.scheme(self[1])
        return b"" if scheme is None else scheme.hash

    def decode_answer(self, data: bytes) -> bytes:
        return data

    def show(self) -> str:
        return f"the interface of {name_of(self.key)}"

    def scope_owner(self) -> None:
        return None

    def is_foreign_to(self, module: str) -> bool:
        return self.key.namespace != module

    def relied_nodes(self) -> list[GraphNode]:
        return [scheme_node(self.key)]


def interface_fact(key: ElementKey) -> InterfaceFact:
    """The question about an element: to call the class takes three times as long, and most questions are such."""
    return tuple.__new__(InterfaceFact, (InterfaceFact.tag, key))

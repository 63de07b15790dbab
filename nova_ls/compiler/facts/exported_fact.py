"""Whether an element's own module exports it."""

from __future__ import annotations

from typing import Self

from nova_ls.base.keys import ElementKey
from nova_ls.compiler.facts.fact import Fact, FactSource, name_of
from nova_ls.compiler.facts.nodes import scheme_node
from nova_ls.store import GraphNode


class ExportedFact(Fact, tag="e", reason="exports"):
    """Answer: a bool."""

    __slots__ = ()

    def __new__(cls, key: ElementKey) -> Self:
        return tuple.__new__(cls, (cls.tag, key))

    @property
    def key(self) -> ElementKey:
        """The element."""
        key: ElementKey = self[1]
        return key

    def answer(self, source: FactSource) -> bool:
        return source.is_exported(self[1])

    def decode_answer(self, data: bytes) -> bool:
        return data == b"\1"

    def show(self) -> str:
        return f"whether {name_of(self.key)} is exported"

    def scope_owner(self) -> str:
        return self.key.namespace

    def relied_nodes(self) -> list[GraphNode]:
        return [scheme_node(self.key)]

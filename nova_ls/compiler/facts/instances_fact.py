"""Which instances of a class could match a constraint."""

from __future__ import annotations

from typing import Self

from nova_ls.base.keys import ElementKey
from nova_ls.compiler.facts.fact import Fact, FactSource, name_of
from nova_ls.compiler.facts.nodes import class_node, head_node
from nova_ls.store import GraphNode


class InstancesFact(Fact, tag="c", reason="instances"):
    """Answer: a digest of the instances of a class whose heads could be these; a head of None could be any, NO_CONSTRUCTOR none that has a name."""

    __slots__ = ()

    def __new__(cls, class_key: ElementKey, heads: tuple[ElementKey | None, ...]) -> Self:
        return tuple.__new__(cls, (cls.tag, class_key, heads))

    @property
    def class_key(self) -> ElementKey:
        """The class."""
        key: ElementKey = self[1]
        return key

    @property
    def heads(self) -> tuple[ElementKey | None, ...]:
        """The outermost constructor of each argument."""
        heads: tuple[ElementKey | None, ...] = self[2]
        return heads

    def answer(self, source: FactSource) -> bytes:
        return source.instances(self[1], self[2])[0]

    def decode_answer(self, data: bytes) -> bytes:
        return data

    def show(self) -> str:
        return f"the instances of {name_of(self.class_key)}"

    def scope_owner(self) -> None:
        return None

    def is_foreign_to(self, module: str) -> bool:
        return True

    def relied_nodes(self) -> list[GraphNode]:
        """The class, and those of its instances whose first argument has the head asked for."""
        first = self.heads[0] if self.heads else None
        return [class_node(self.class_key), head_node(self.class_key, first)]

    def reached_nodes(self) -> list[GraphNode]:
        """That of an instance has the heads of the instance, none where a chain has them."""
        if not self.heads or self.heads[0] is None:
            return [class_node(self.class_key)]
        return [head_node(self.class_key, self.heads[0]), head_node(self.class_key, None)]

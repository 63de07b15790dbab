"""What a name that is written in a module means there."""

from __future__ import annotations

from typing import Self

from nova_ls.base.keys import SPACES, Space
from nova_ls.compiler.facts.codec import decode_meaning
from nova_ls.compiler.facts.fact import Fact, FactSource
from nova_ls.names.modules.scope import Answer, Lookup


class NameFact(Fact, tag="n", reason="name"):
    """Answer: a scope's."""

    __slots__ = ()

    def __new__(cls, module: str, space: Space, qualifier: str, name: str) -> Self:
        return tuple.__new__(cls, (cls.tag, module, space, qualifier, name))

    @property
    def lookup(self) -> Lookup:
        """The name as it is looked up in the module's scope."""
        return (SPACES[self[2]], self[3], self[4])

    def answer(self, source: FactSource) -> Answer:
        found: Answer = source.lookup(self[1], SPACES[self[2]], self[3], self[4])
        return found

    def decode_answer(self, data: bytes) -> Answer:
        return decode_meaning(data)

    def show(self) -> str:
        return f"what {self[4]} means"

    def scope_owner(self) -> str:
        module: str = self[1]
        return module


def name_fact(module: str, lookup: Lookup) -> NameFact:
    """The question about a name as it is looked up in a module's scope; made faster than by a call of the class."""
    return tuple.__new__(NameFact, (NameFact.tag, module, *lookup))

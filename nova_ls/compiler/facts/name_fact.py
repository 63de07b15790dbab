"""What a name that is written in a module means there."""

from __future__ import annotations

from typing import Self

from nova_ls.base.keys import SPACES, ElementKey, Space
from nova_ls.compiler.facts.codec import decode_meaning
from nova_ls.compiler.facts.fact import Fact, FactSource
from nova_ls.names.modules.scope import Ambiguous, Lookup, Missing


class NameFact(Fact, tag="n", reason="name"):
    """Answer: an element's key, None, or a scope's `Ambiguous` or `Missing`."""

    __slots__ = ()

    def __new__(cls, module: str, space: Space, qualifier: str, name: str) -> Self:
        return tuple.__new__(cls, (cls.tag, module, space, qualifier, name))

    @property
    def lookup(self) -> Lookup:
        """The name as it is looked up in the module's scope."""
        return (SPACES[self[2]], self[3], self[4])

    def answer(self, source: FactSource) -> ElementKey | Ambiguous | Missing | None:
        found: ElementKey | Ambiguous | Missing | None = source.lookup(
            self[1], SPACES[self[2]], self[3], self[4]
        )
        return found

    def decode_answer(self, data: bytes) -> ElementKey | Ambiguous | Missing | None:
        return decode_meaning(data)

    def show(self) -> str:
        return f"what {self[4]} means"

    def scope_owner(self) -> str:
        module: str = self[1]
        return module

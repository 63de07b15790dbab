"""All names of a module, which suggestions are made from."""

from __future__ import annotations

from typing import Self

from nova_ls.compiler.facts.fact import Fact, FactSource


class NamesInScopeFact(Fact, tag="s", reason="suggestions"):
    """Answer: a digest of the names; None where there is no such module."""

    __slots__ = ()

    def __new__(cls, module: str) -> Self:
        return tuple.__new__(cls, (cls.tag, module))

    def answer(self, source: FactSource) -> bytes | None:
        return source.names_digest(self[1])

    def decode_answer(self, data: bytes) -> bytes:
        return data

    def show(self) -> str:
        return f"the names of {self[1]}"

    def scope_owner(self) -> str:
        module: str = self[1]
        return module

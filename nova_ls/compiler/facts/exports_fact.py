"""What a module offers to those who import it."""

from __future__ import annotations

from functools import cache
from typing import Self

from nova_ls.compiler.facts.fact import NEVER, Fact, FactSource, Never
from nova_ls.names.modules.exports import Exports


class ExportsFact(Fact, tag="x", reason="exports"):
    """Answer: the module's Exports; None where there is no such module. Only structure units ask, and they are not stored.

    `exports_fact` gives one object for each module: every importer keeps its question.
    """

    __slots__ = ()

    def __new__(cls, module: str) -> Self:
        return tuple.__new__(cls, (cls.tag, module))

    @property
    def module(self) -> str:
        """The name of the module."""
        module: str = self[1]
        return module

    def answer(self, source: FactSource) -> Exports | None:
        return source.exports_of(self[1])

    def decode_answer(self, data: bytes) -> Never:
        return NEVER

    def show(self) -> str:
        return f"the exports of {self.module}"

    def scope_owner(self) -> None:
        return None


@cache
def exports_fact(module: str) -> ExportsFact:
    """The one question about a module's exports."""
    return ExportsFact(module)

"""Asked where the checker itself failed: a question that never has the same answer again."""

from __future__ import annotations

from typing import Self

from nova_ls.compiler.facts.fact import NEVER, Fact, FactSource, Never


class CheckerFailureFact(Fact, tag="!", reason="crash"):
    """Recorded with the answer NEVER, so that the unit's result is never taken for that of another process."""

    __slots__ = ()

    def __new__(cls, module: str) -> Self:
        return tuple.__new__(cls, (cls.tag, module))

    def answer(self, source: FactSource) -> None:
        return None

    def decode_answer(self, data: bytes) -> Never:
        return NEVER

    def show(self) -> str:
        return f"a failure of the checker in {self[1]}"

    def scope_owner(self) -> None:
        return None

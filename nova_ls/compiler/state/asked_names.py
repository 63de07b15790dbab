"""What units were told of a module's names and exports."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from nova_ls.base.keys import ElementKey, Space
from nova_ls.compiler.facts import Answer, Fact
from nova_ls.names.modules.scope import element_of


class AskedNames(dict[Fact, Answer]):
    """The answers by question. Written by `take` and `forget` only; `revision` grows with each."""

    __slots__ = ("_types", "revision")

    def __init__(self) -> None:
        super().__init__()
        self.revision = 0
        self._types: dict[ElementKey, None] | None = None

    def take(self, asked: Mapping[Fact, Answer]) -> None:
        """Add answers, to questions that have none or have the same one."""
        self.revision += 1
        self.update(asked)
        if self._types is not None:
            self._types |= _types_among(asked.values())

    def forget(self, fact: Fact) -> None:
        """Nothing relies any more on the answer to a question."""
        self.revision += 1
        self.pop(fact, None)
        self._types = None

    def meaning(self, key: ElementKey) -> Iterator[Fact]:
        """The questions about names that were found to mean an element."""
        return (fact for fact, answer in self.items() if element_of(answer) is key)

    @property
    def types(self) -> Collection[ElementKey]:
        """The types that names of the module were found to mean."""
        if self._types is None:
            self._types = _types_among(self.values())
        return self._types.keys()


def _types_among(answers: Iterable[Answer]) -> dict[ElementKey, None]:
    keys = map(element_of, answers)
    return {key: None for key in keys if key is not None and key.space is Space.TYPE}

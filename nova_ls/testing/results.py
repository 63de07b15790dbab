"""What tests came to, for editors: each result stands for the text that it is of, and for no other."""

from __future__ import annotations

from typing import ClassVar, Self

from nova_ls.base.slotted import value
from nova_ls.compiler.state.module import Module
from nova_ls.testing.found import Test, examples_of
from nova_ls.testing.records import TestOutcome
from nova_ls.workspace.snapshot import Place


@value
class TestedText:
    """A test with the text that it has, its comments left out."""

    test: Test
    text: str
    __test__: ClassVar[bool] = False

    @classmethod
    def of(cls, test: Test, module: Module) -> Self:
        """A test as it is now."""
        return cls(test, _text(test, module))

    def place(self, module: Module) -> Place | None:
        """Where the test stands now. None: it is gone, or its text is another one."""
        test = self.test
        if test.example is None:
            return test.place(module) if _text(test, module) == self.text else None
        place = test.place(module)
        if place is not None:
            return place
        same = (each for each in examples_of(module) if _text(each, module) == self.text)
        found = next(same, None)
        return None if found is None else found.place(module)


@value
class TestResult:
    """What a text came to when it ran last."""

    tested: TestedText
    outcome: TestOutcome
    __test__: ClassVar[bool] = False


def _text(test: Test, module: Module) -> str:
    example = test.example
    if example is not None:
        written = example.written
        return "\n".join((*written.bindings, written.text, "", *example.example.expected))
    declared = None if test.key is None else module.declared.get(test.key)
    return "" if declared is None else declared.chunk.code

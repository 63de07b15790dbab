"""Where the tests of a workspace are: exported actions of `Test.*` modules, and expressions in comments with a result below them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Final

from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.compiler.code import make_ready
from nova_ls.compiler.program import Program
from nova_ls.compiler.state.module import Module, Origin
from nova_ls.evaluation.examples import Example, Kind
from nova_ls.evaluation.expressions import Written
from nova_ls.features.evaluate_comments import FoundBlock, found_blocks
from nova_ls.types.core.interface import ValueInterface
from nova_ls.types.core.type import Type, TypeCon, spine
from nova_ls.workspace.snapshot import Place

_EFFECT: Final = element_key("Effect", Space.TYPE, "Effect")
_UNIT: Final = element_key("Data.Unit", Space.TYPE, "Unit")
_MARK: Final = ">>>"


@dataclass(frozen=True, slots=True)
class ExampleTest:
    """An expression in a comment, with the block that it stands in."""

    block: FoundBlock
    example: Example

    @property
    def written(self) -> Written:
        """The expression, with what `let` binds before it."""
        before = [each for each in self.block.block.examples if each.line < self.example.line]
        return Written(
            self.example.text, tuple([each.text for each in before if each.kind is Kind.BINDING])
        )


@dataclass(frozen=True, slots=True)
class Test:
    """`name`: what it is called everywhere. `key`: the action; `example`: the expression: one of both is there."""

    __test__: ClassVar[bool] = False

    name: str
    module: str
    key: ElementKey | None = None
    example: ExampleTest | None = None

    @property
    def label(self) -> str:
        """Its name within its module."""
        return self.name.removeprefix(f"{self.module}.")

    @property
    def written(self) -> Written:
        """The expression that runs it."""
        if self.example is not None:
            return self.example.written
        assert self.key is not None
        return Written(self.key.name)

    def place(self, module: Module) -> Place | None:
        """Where it stands: the name of the action, or the first line of the expression. None: it is gone."""
        if self.example is not None:
            block, line = self.example.block, self.example.example.line
            offset = block.starts[line] - block.chunk.origin
            end = offset + len(block.lines[line])
            return Place(module, block.chunk, offset, end)
        declared = None if self.key is None else module.declared.get(self.key)
        return None if declared is None else Place(module, declared.chunk, *declared.span)


def find_tests(program: Program) -> list[Test]:
    """All tests of a program's own modules, module by module."""
    own = [each for each in program.modules.values() if each.origin is Origin.WORKSPACE]
    return [
        test
        for module in sorted(own, key=lambda each: each.name)
        for test in tests_of(program, module)
    ]


def tests_of(program: Program, module: Module) -> Iterator[Test]:
    """The tests of one module, in the order of its text."""
    if is_test_module(module.name):
        make_ready(program, module)
        yield from _actions(program, module)
    if any(_MARK in chunk.text for chunk in module.source.chunks):
        make_ready(program, module)
        yield from _examples(module)


def is_test_module(name: str) -> bool:
    """Whether a module is one for tests, by its name."""
    return name == "Test" or name.startswith("Test.")


def _actions(program: Program, module: Module) -> Iterator[Test]:
    exports = program.answers.exports_of(module.name)
    if exports is None:
        return
    exported = set(exports.tables[Space.VALUE].values())
    for key in list(module.declared):
        if key in exported and key.space is Space.VALUE:
            scheme = program.answers.scheme(key)
            interface = None if scheme is None else scheme.interface
            if isinstance(interface, ValueInterface) and _is_action(interface.type):
                yield Test(f"{module.name}.{key.name}", module.name, key)


def _is_action(type: Type) -> bool:
    head, _, arguments = spine(type)
    if not isinstance(head, TypeCon) or head.key is not _EFFECT or len(arguments) != 1:
        return False
    result = arguments[0]
    return isinstance(result, TypeCon) and result.key is _UNIT


def _examples(module: Module) -> Iterator[Test]:
    counts: dict[str, int] = {}
    for block in found_blocks(module):
        keys = module.by_chunk.get(block.chunk)
        owner = f"{module.name}.{keys[0].name}" if keys else module.name
        for example in block.block.examples:
            if example.expected and example.kind is not Kind.BINDING:
                number = counts[owner] = counts.get(owner, 0) + 1
                yield Test(f"{owner}#{number}", module.name, example=ExampleTest(block, example))

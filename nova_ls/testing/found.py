"""Where the tests of a workspace are: exported actions of `Test.*` modules, and expressions in comments with a result below them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar, Final

from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.base.slotted import value
from nova_ls.compiler.code import make_ready
from nova_ls.compiler.program import Program
from nova_ls.compiler.state.module import Module, ModuleOrigin
from nova_ls.evaluation.examples import Example, Kind
from nova_ls.evaluation.expressions import ExpressionText
from nova_ls.features.evaluate_comments import FoundBlock, found_blocks
from nova_ls.syntax import tree as t
from nova_ls.types.core.interface import ValueInterface
from nova_ls.types.core.type import Type, TypeCon, spine
from nova_ls.workspace.snapshot import Place

_EFFECT: Final = element_key("Effect", Space.TYPE, "Effect")
_UNIT: Final = element_key("Data.Unit", Space.TYPE, "Unit")
_MARK: Final = ">>>"


@value
class ExampleTest:
    """An expression in a comment, with the block that it stands in."""

    block: FoundBlock
    example: Example

    @property
    def written(self) -> ExpressionText:
        """The expression, with what `let` binds before it."""
        before = [each for each in self.block.block.examples if each.line < self.example.line]
        return ExpressionText(
            self.example.text, tuple([each.text for each in before if each.kind is Kind.BINDING])
        )


@value
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
    def written(self) -> ExpressionText:
        """The expression that runs it."""
        if self.example is not None:
            return self.example.written
        assert self.key is not None
        return ExpressionText(self.key.name)

    def place(self, module: Module) -> Place | None:
        """Where it stands: the name of the action, or the first line of the expression. None: it is gone."""
        if self.example is not None:
            block, line = self.example.block, self.example.example.line
            if block.module is not module or not block.is_current:
                return None
            offset = block.starts[line] - block.chunk.origin
            end = offset + len(block.lines[line])
            return Place(module, block.chunk, offset, end)
        declared = None if self.key is None else module.declared.get(self.key)
        return None if declared is None else Place(module, declared.chunk, *declared.span)


def find_tests(program: Program) -> list[Test]:
    """All tests of a program's own modules, module by module."""
    return [test for found in tests_by_module(program) for test in found]


def tests_by_module(program: Program) -> Iterator[list[Test]]:
    """The same, those of one module at a time; none has to wait for the next one."""
    own = [each for each in program.modules.values() if each.origin is ModuleOrigin.WORKSPACE]
    for module in sorted(own, key=lambda each: each.name):
        if program.modules.get(module.name) is module:
            yield list(tests_of(program, module))


def signed_tests(program: Program, module: Module) -> frozenset[ElementKey]:
    """The actions of a module whose signatures say that they are tests: known without a check."""
    if not is_test_module(module.name):
        return frozenset()
    signed = [key for key in module.declared if has_signature(module, key)]
    return frozenset(test.key for test in _actions(program, module, signed) if test.key)


def has_signature(module: Module, key: ElementKey) -> bool:
    """Whether a value is declared with a signature."""
    tree = module.declared[key].chunk.tree
    return any(
        isinstance(node, t.Signature) and node.name.text == key.name for node in tree.declarations
    )


def tests_of(program: Program, module: Module) -> Iterator[Test]:
    """The tests of one module, in the order of its text."""
    if is_test_module(module.name):
        make_ready(program, module)
        yield from _actions(program, module, list(module.declared))
    if any(_MARK in chunk.text for chunk in module.source.chunks):
        make_ready(program, module)
        yield from examples_of(module)


def is_test_module(name: str) -> bool:
    """Whether a module is one for tests, by its name."""
    return name == "Test" or name.startswith("Test.")


def _actions(program: Program, module: Module, candidates: Iterable[ElementKey]) -> Iterator[Test]:
    exports = program.answers.exports_of(module.name)
    if exports is None:
        return
    exported = set(exports.tables[Space.VALUE].values())
    for key in candidates:
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


def examples_of(module: Module) -> Iterator[Test]:
    """The expressions in a module's comments that have a result below them."""
    counts: dict[str, int] = {}
    for block in found_blocks(module):
        keys = module.by_chunk.get(block.chunk)
        owner = f"{module.name}.{keys[0].name}" if keys else module.name
        for example in block.block.examples:
            if example.expected and example.kind is not Kind.BINDING:
                number = counts[owner] = counts.get(owner, 0) + 1
                yield Test(f"{owner}#{number}", module.name, example=ExampleTest(block, example))

"""An expression that stands in no module, as one of a module's own names would mean it: checked, with the evidence that code needs.

Nothing that is found is kept and no unit has run: whatever the module's text is now is what the expression sees.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Final

from nova_ls.base.diagnostic import Diagnostic, Severity
from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.base.lines import line_starts
from nova_ls.base.slotted import value
from nova_ls.codegen import core as c
from nova_ls.codegen.lower.context import Context
from nova_ls.codegen.lower.element import lower_value
from nova_ls.compiler.queries.recorder import Recorder
from nova_ls.compiler.state.answers import Answers
from nova_ls.compiler.state.module import Module
from nova_ls.names.modules.items import ChunkItems, HeaderItem, ListSpans, collect_items
from nova_ls.names.modules.module_items import combine_items
from nova_ls.names.resolve import resolved as r
from nova_ls.names.resolve.resolve_element import resolve_element
from nova_ls.syntax.parser import parse_chunk
from nova_ls.syntax.tree import Equation
from nova_ls.types.check.check_values import check_values
from nova_ls.types.core.interface import Interface, ValueInterface
from nova_ls.types.core.trail import Trail
from nova_ls.types.core.type import ERROR, Type

NAME: Final = "it"
"""The name by which an expression's declaration is written."""

_KEY: Final = "it?"
"""The name by which it is known: no declaration has it."""

Wrap = Callable[[r.Expression], r.Expression]


@value
class CheckedExpression:
    """`diagnostics`: errors, with offsets into the declaration's text. `value` None: it has errors."""

    type: Type
    diagnostics: tuple[Diagnostic, ...]
    value: r.Value | None
    trail: Trail
    recorder: Recorder
    text: str

    def code(self) -> c.Code:
        """The core of the expression. Raises Unsupported."""
        assert self.value is not None
        starts = line_starts(self.text)
        context = Context(self.recorder, self.trail, lambda offset: bisect_right(starts, offset))
        return lower_value(context, self.value)


def expression_key(module: str) -> ElementKey:
    """The key of expressions that are evaluated in a module."""
    return element_key(module, Space.VALUE, _KEY)


def check_expression(
    answers: Answers, module: Module, text: str, wrap: Wrap | None = None
) -> CheckedExpression:
    """Check a declaration of `it` in the scope of a module whose structure is known. `wrap`: what is checked in place of its body."""
    tree = parse_chunk(text)
    key = expression_key(module.name)
    recorder = _Recorder(answers, module.name, key)
    trail = Trail()

    def failed(diagnostics: Sequence[Diagnostic]) -> CheckedExpression:
        errors = tuple([each for each in diagnostics if each.severity is Severity.ERROR])
        return CheckedExpression(ERROR, errors, None, trail, recorder, text)

    if tree.errors or not all(isinstance(each, Equation) for each in tree.declarations):
        return failed(tree.errors)
    named = ListSpans((0, 0), (0, 0), ())
    header = ChunkItems((), (), (), HeaderItem(module.name, None), (), (named,))
    items = combine_items([header, collect_items(tree.declarations)])
    scope = module.scope
    assert scope is not None, module.name
    found = resolve_element(tree.declarations, items.units[0], scope, recorder.operator)
    value = found.element
    recorder.record_lookups(found.lookups)
    if not isinstance(value, r.Value) or _errors(found.diagnostics):
        return failed(found.diagnostics)
    branches = value.branches if wrap is None else _wrapped(value.branches, wrap)
    value = r.Value(
        value.start, value.end, key, value.name_start, value.name_end, value.signature, branches
    )
    checked = check_values([value], recorder, trail)
    diagnostics = checked.diagnostics.get(key, [])
    interface = checked.interfaces[key]
    if _errors(diagnostics) or not isinstance(interface, ValueInterface):
        return failed(diagnostics)
    recorder.known = interface
    return CheckedExpression(interface.type, (), value, trail, recorder, text)


def _errors(diagnostics: Sequence[Diagnostic]) -> bool:
    return any(each.severity is Severity.ERROR for each in diagnostics)


def _wrapped(branches: tuple[r.Branch, ...], wrap: Wrap) -> tuple[r.Branch, ...]:
    return tuple(
        [
            r.Branch(branch.start, branch.end, branch.patterns, _bodies(branch, wrap))
            for branch in branches
        ]
    )


def _bodies(branch: r.Branch, wrap: Wrap) -> tuple[r.GuardedBody, ...]:
    return tuple(
        [
            r.GuardedBody(each.start, each.end, each.guards, wrap(each.body))
            for each in branch.bodies
        ]
    )


class _Recorder(Recorder):
    """Knows the expression itself as soon as it is checked."""

    __slots__ = ("_key", "known")

    def __init__(self, answers: Answers, module: str, key: ElementKey) -> None:
        super().__init__(answers, module, frozenset((key,)))
        self._key = key
        self.known: Interface | None = None

    def interface(self, key: ElementKey) -> Interface | None:
        """The interface of an element, that of the expression included."""
        return self.known if key is self._key else super().interface(key)

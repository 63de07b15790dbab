"""The code of one element: its binding group is checked once more, with a trail of its evidence, and lowered to core.

Nobody waits for this while typing: it is done when code is asked for.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from nova_ls.base.diagnostic import Severity
from nova_ls.base.keys import ElementKey, Space
from nova_ls.base.lines import line_starts
from nova_ls.codegen import core as c
from nova_ls.codegen.lower.context import Context
from nova_ls.codegen.lower.element import lower_instance, lower_simple, lower_value
from nova_ls.codegen.tail import tails
from nova_ls.codegen.unsupported import Unsupported
from nova_ls.compiler.facts import Answer, Fact
from nova_ls.compiler.queries.check_unit import TrailedCheck
from nova_ls.compiler.queries.recorder import Recorder
from nova_ls.compiler.queries.resolve import resolve_key
from nova_ls.compiler.state.answers import Answers
from nova_ls.compiler.state.module import Module
from nova_ls.names.modules.items import ItemKind
from nova_ls.names.resolve import resolved as r
from nova_ls.syntax import tree as t
from nova_ls.types.check.check_instance import check_instance
from nova_ls.types.check.check_values import check_values, is_signed
from nova_ls.types.core.environment import Checked
from nova_ls.types.core.interface import ValueInterface, ValueOrigin
from nova_ls.types.core.trail import Trail

_LOOKED_AT: Final = 32
"""How many functions are looked at for those that call each other in circles."""


def lower_element(
    answers: Answers,
    module: Module,
    key: ElementKey,
    questions: dict[Fact, Answer] | None = None,
    left: TrailedCheck | None = None,
) -> c.Code:
    """The code of a value, constructor, member or instance of a module whose own units are known. Raises Unsupported.

    `questions`: where to note what was asked on the way, with the answers. `left`: the check of today's text of its unit, where that has left its trail.
    """
    recorder = Recorder(answers, module.name)
    if questions is not None:
        recorder.questions = questions
    if key.space is Space.INSTANCE:
        return _instance(module, key, recorder, left)
    if key.space is Space.CONSTRUCTOR:
        return lower_simple(_context(module, key, recorder, Trail()), key, None)
    interface = recorder.interface(key)
    if not isinstance(interface, ValueInterface):
        raise Unsupported("it is not there")
    if interface.origin is ValueOrigin.VALUE:
        return _value(module, key, recorder, left)
    inline = _inline(module, key) if interface.origin is ValueOrigin.FOREIGN else None
    return lower_simple(_context(module, key, recorder, Trail()), key, inline)


def lower_by_interface(answers: Answers, key: ElementKey, questions: dict[Fact, Answer]) -> c.Code:
    """The code of a constructor or a class member: nothing but its interface is looked at. `questions`: where to note what was asked."""
    recorder = Recorder(answers, key.namespace)
    recorder.questions = questions
    return lower_simple(Context(recorder, Trail(), lambda _offset: 1), key, None)


def _value(
    module: Module, key: ElementKey, recorder: Recorder, left: TrailedCheck | None
) -> c.Code:
    _refuse_unread(module, key)
    if left is None or left.checked is None:
        left = _check_values(module, key, recorder)
    _refuse_errors(left.checked)
    values = [each for each in left.elements if isinstance(each, r.Value)]
    value = next((each for each in values if each.key is key), None)
    if value is None:
        raise Unsupported("it has errors")
    code = lower_value(_context(module, key, recorder, left.trail), value)
    return replace(code, circle=_circle(module, key, code, recorder))


def _check_values(module: Module, key: ElementKey, recorder: Recorder) -> TrailedCheck:
    """Check the binding group of a value once more."""
    unit = module.groups.get(key)
    keys: Sequence[ElementKey] = (key,) if unit is None else module.members.get(unit, (key,))
    found = [resolve_key(module, each, recorder) for each in keys]
    values = [each.element for each in found if isinstance(each.element, r.Value)]
    trail = Trail()
    signed = len(values) == 1 and is_signed(values[0])
    own = Recorder(recorder.answers, module.name, frozenset(() if signed else keys))
    own.questions = recorder.questions
    return TrailedCheck(trail, [*values], check_values(values, own, trail))


def _circle(
    module: Module, key: ElementKey, code: c.ValueCode, recorder: Recorder
) -> frozenset[ElementKey]:
    """The functions of the module that a value ends in calls of and that mention it again, directly or not."""
    ends = {
        each.symbol.key
        for each in tails(code.body)
        if isinstance(each, c.Call) and each.symbol.key.namespace == module.name
    }
    ends = {each for each in ends if each is not key and each.space is Space.VALUE}
    if not ends:
        return frozenset()
    # What others mention decides nothing but how much stack is used: it is no dependency.
    aside = Recorder(recorder.answers, module.name)
    mentions: dict[ElementKey, frozenset[ElementKey]] = {}

    def leads_back(start: ElementKey) -> bool:
        seen, pending = {start}, [start]
        while pending:
            each = pending.pop()
            if each not in mentions:
                if len(mentions) >= _LOOKED_AT or each not in module.units:
                    continue
                mentions[each] = frozenset(resolve_key(module, each, aside).uses)
            if key in mentions[each]:
                return True
            more = mentions[each] - seen
            seen |= more
            pending.extend(more)
        return False

    return frozenset(filter(leads_back, ends))


def _instance(
    module: Module, key: ElementKey, recorder: Recorder, left: TrailedCheck | None
) -> c.Code:
    _refuse_unread(module, key)
    element = None if left is None or left.checked is None else left.elements[0]
    if not isinstance(element, r.Instance):
        left, element = None, resolve_key(module, key, recorder).element
    if isinstance(element, r.InstanceHead):
        element = r.Instance(element.start, element.end, element, (), ())
    if not isinstance(element, r.Instance):
        raise Unsupported("it has errors")
    if left is None:
        trail = Trail()
        left = TrailedCheck(trail, [element], check_instance(element, recorder, trail))
    _refuse_errors(left.checked)
    return lower_instance(_context(module, key, recorder, left.trail), element)


def _refuse_unread(module: Module, key: ElementKey) -> None:
    """What is in error as a text has no meaning, though the rest of it was checked; what is gone has none either."""
    declared = module.declared.get(key)
    if declared is None:
        raise Unsupported("it is not there")
    # A second signature is no declaration, nor is what follows it.
    if declared.item.kind is ItemKind.SIGNATURE:
        raise Unsupported("there is nothing but its signature")
    for each in declared.chunk.errors:
        if each.severity is Severity.ERROR:
            raise Unsupported(f"it has errors ({each.code})")


def _refuse_errors(checked: Checked | None) -> None:
    for diagnostics in () if checked is None else checked.diagnostics.values():
        for each in diagnostics:
            if each.severity is Severity.ERROR:
                raise Unsupported(f"it has errors ({each.code})")


def _inline(module: Module, key: ElementKey) -> str | None:
    declared = module.declared.get(key)
    if declared is not None:
        for node in declared.chunk.tree.declarations:
            if isinstance(node, t.ForeignImport) and node.name.text == key.name:
                return node.host
    return None


def _context(module: Module, key: ElementKey, recorder: Recorder, trail: Trail) -> Context:
    declared = module.declared.get(key)
    code = declared.chunk.code if declared is not None else ""
    return Context(recorder, trail, _line_of(code))


def _line_of(code: str) -> Callable[[int], int]:
    starts = line_starts(code)
    return lambda offset: bisect_right(starts, offset)

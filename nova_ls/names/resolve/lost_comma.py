"""A comma that is missing in front of a field of a record: `{ a: f b: c }` is read as `{ a: (f b) : c }`.

That is an expression if there is an operator `:`, as there is beside a type of lists. Where there is none, two fields are meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nova_ls.base.keys import Space
from nova_ls.names.resolve.resolution import Resolution
from nova_ls.syntax import tree as t
from nova_ls.syntax.problems import ErrorParsingModule

_COLON: Final = ":"


def part_fields(
    state: Resolution, fields: Sequence[t.RecordFieldNode]
) -> Sequence[t.RecordFieldNode]:
    """The fields of a record as they are meant. The first comma that is missing is reported: who leaves out one may leave out all."""
    if not any(isinstance(field.value, t.OperatorChain) for field in fields):
        return fields
    parted: list[t.RecordFieldNode] = []
    lost: t.Label | None = None
    for field in fields:
        rest: t.RecordFieldNode | None = field
        while rest is not None:
            first, rest = _parted(state, rest)
            parted.append(first)
            if rest is not None and lost is None:
                lost = rest.label
    if lost is not None:
        state.report(ErrorParsingModule("`,`", f"`{lost.text}`"), lost.start, lost.end)
    return parted


def _parted(
    state: Resolution, field: t.RecordFieldNode
) -> tuple[t.RecordFieldNode, t.RecordFieldNode | None]:
    """A field without what is one of its own behind it, and that one."""
    chain = field.value
    if not isinstance(chain, t.OperatorChain):
        return field, None
    for index, operator in enumerate(chain.operators):
        name = operator.name
        left = chain.operands[index]
        if name is None or name.text != _COLON or not isinstance(left, t.Application):
            continue
        label = left.arguments[-1]
        if not isinstance(label, t.Variable) or label.name.qualifier:
            continue
        if state.has_name(Space.VALUE_OPERATOR, name):
            continue
        operands = (*chain.operands[:index], _without_last(left))
        value = _chain(operands, chain.operators[:index])
        first = t.RecordFieldNode(field.start, value.end, field.label, value)
        rest = _chain(chain.operands[index + 1 :], chain.operators[index + 1 :])
        own = t.Label(label.start, label.end, label.name.text)
        return first, t.RecordFieldNode(label.start, field.end, own, rest)
    return field, None


def _without_last(node: t.Application) -> t.Expression:
    arguments = node.arguments[:-1]
    if not arguments:
        return node.function
    return t.Application(node.start, arguments[-1].end, node.function, arguments)


def _chain(operands: Sequence[t.Expression], operators: Sequence[t.InfixOperator]) -> t.Expression:
    if not operators:
        return operands[0]
    return t.OperatorChain(operands[0].start, operands[-1].end, tuple(operands), tuple(operators))

"""Operator chains and sections.

A run of one operator stays flat (resolved.Chain). `(e + _)` and `(_ + e)` are lambdas where the operator beside `_` is
the one applied last. Source: the PureScript compiler's `Sugar/Operators.hs`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

from nova_ls.base.keys import ElementKey, Space
from nova_ls.names.resolve import resolved as r
from nova_ls.names.resolve.bracket import (
    BACKTICK_PRECEDENCE,
    OperatorBinding,
    bracket,
    distinct_keys,
    find_conflicts,
)
from nova_ls.names.resolve.resolution import Resolution
from nova_ls.syntax import tree as t
from nova_ls.syntax.problems import IncorrectAnonymousArgument
from nova_ls.syntax.tree import Associativity

_BACKTICK: Final = OperatorBinding(BACKTICK_PRECEDENCE, Associativity.LEFT)


class _Occurrence:
    """One operator in a chain. `identity`: what is the same object for occurrences of the same operator."""

    __slots__ = ("binding", "expression", "identity", "key")

    def __init__(
        self,
        expression: r.Expression,
        binding: OperatorBinding,
        identity: object,
        key: ElementKey | None,
    ) -> None:
        self.expression = expression
        self.binding = binding
        self.identity = identity
        self.key = key


class _Run:
    """A run of one operator while it grows. To the right it grows backwards: its lists are reversed then."""

    __slots__ = ("end", "grouping", "identity", "operands", "operators", "start")

    def __init__(
        self,
        identity: object,
        grouping: r.Grouping,
        operands: list[r.Expression],
        operator: r.Expression,
    ) -> None:
        self.identity = identity
        self.grouping = grouping
        self.operands = operands
        self.operators = [operator]
        self.start = min(operand.start for operand in operands)
        self.end = max(operand.end for operand in operands)


_Tree: TypeAlias = r.Expression | _Run


def resolve_operator_name(state: Resolution, node: t.OperatorName) -> r.Expression:
    """`(+)`: what the operator stands for."""
    occurrence = _symbol(state, node.name)
    if occurrence is None:
        return r.Error(node.start, node.end, ())
    expression = occurrence.expression
    if isinstance(expression, r.Global):
        return r.Global(node.start, node.end, expression.key, expression.operator)
    return expression


def resolve_chain(state: Resolution, node: t.OperatorChain) -> r.Expression:
    """A chain that stands in no parentheses of its own: `_` has no place among its operands."""
    outside, state.misplaced = state.misplaced, False
    operands, operators = _parts(state, node, {})
    if state.misplaced:
        operands = [_taken_apart(operand) for operand in operands]
    state.misplaced |= outside
    return _bracket_chain(state, node, operands, operators)[0]


def _taken_apart(operand: r.Expression) -> r.Expression:
    """An application in a chain whose `_` lacks its parentheses, which may end anywhere: what it applies to what is unknown."""
    if not isinstance(operand, r.App):
        return operand
    arguments = [each for each in operand.arguments if not isinstance(each, r.TypeArgument)]
    return r.Error(operand.start, operand.end, (operand.function, *arguments))


def resolve_section(
    state: Resolution, paren: t.Parenthesised, node: t.OperatorChain
) -> r.Expression:
    """A chain directly inside parentheses: `_` may be its first or last operand."""
    written = node.operands
    last = len(written) - 1
    binders = {
        place: state.fresh_binder(written[place].start, written[place].end)
        for place in (0, last)
        if isinstance(written[place], t.Section)
    }
    if not binders:
        return resolve_chain(state, node)
    state.delay += 1
    operands, operators = _parts(state, node, binders)
    body, top = _bracket_chain(state, node, operands, operators)
    state.delay -= 1
    chosen = last if last in binders and top == last - 1 else 0 if top == 0 else None
    for place in binders:
        if place != chosen and top is not None:
            section = written[place]
            state.report(IncorrectAnonymousArgument(), section.start, section.end)
            state.misplaced = True
    if top is None or chosen not in binders or len(binders) > 1:
        return r.Error(node.start, node.end, ())
    binder = binders[chosen]
    parameter = r.PatternVariable(binder.start, binder.end, binder)
    return r.Lambda(paren.start, paren.end, (parameter,), body, True)


def _parts(
    state: Resolution, node: t.OperatorChain, binders: dict[int, r.Binder]
) -> tuple[list[r.Expression], list[_Occurrence | None]]:
    """Operands and operators, resolved; an anonymous operand is its binder."""
    operands: list[r.Expression] = []
    operators: list[_Occurrence | None] = []
    expression = state.expression
    infix = node.operators
    for place, written in enumerate(node.operands):
        if place:
            operators.append(_infix(state, infix[place - 1]))
        if place in binders:
            operands.append(r.Local(written.start, written.end, binders[place]))
        elif place and operators[-1] is None and _names_only_a_type(state, written):
            # What nobody knows may be a misspelled `::`.
            operands.append(r.Error(written.start, written.end, ()))
        else:
            operands.append(expression(state, written))
    return operands, operators


def _names_only_a_type(state: Resolution, node: t.Expression) -> bool:
    """Whether an expression, or what it applies, has the name of a type, and of no constructor."""
    if isinstance(node, t.Application):
        node = node.function
    if not isinstance(node, t.ConstructorName):
        return False
    name = node.name
    return state.has_name(Space.TYPE, name) and not state.has_name(Space.CONSTRUCTOR, name)


def _infix(state: Resolution, node: t.InfixOperator) -> _Occurrence | None:
    if node.expression is None:
        return None if node.name is None or not node.name.text else _symbol(state, node.name)
    function = state.expression(state, node.expression)
    identity: object = function
    if isinstance(function, r.Local):
        identity = function.binder
    elif isinstance(function, r.Global):
        identity = function.key
    return _Occurrence(function, _BACKTICK, identity, None)


def _symbol(state: Resolution, name: t.Name) -> _Occurrence | None:
    """A symbolic operator; None after a diagnostic."""
    key = state.resolve_name(Space.VALUE_OPERATOR, name)
    fixity = None if key is None else state.fixity_of(key)
    if key is None or fixity is None:
        return None
    target = fixity.target
    if target.space is Space.VALUE:
        state.use_value(target)
    expression = r.Global(name.start, name.end, target, key)
    return _Occurrence(
        expression, OperatorBinding(fixity.precedence, fixity.associativity), key, key
    )


def _bracket_chain(
    state: Resolution,
    node: t.OperatorChain,
    operands: list[r.Expression],
    operators: list[_Occurrence | None],
) -> tuple[r.Expression, int | None]:
    """The tree and the index of the operator applied last; an Error and None after a diagnostic."""
    known = [operator for operator in operators if operator is not None]
    if len(known) < len(operators):
        return r.Error(node.start, node.end, tuple(operands)), None
    if len(known) == 1:
        left, right = operands
        application = r.App(left.start, right.end, known[0].expression, (left, right))
        return application, 0
    bindings = [operator.binding for operator in known]

    def combine(left: _Tree, index: int, right: _Tree) -> _Tree:
        return _combine(known[index], left, right)

    trees: Sequence[_Tree] = operands
    result = bracket(trees, bindings, combine)
    if result is not None:
        return _finish(result.tree), result.top
    keys = [operator.key for operator in known]
    for conflict in find_conflicts(bindings):
        first = node.operators[conflict.occurrences[0]]
        last = node.operators[conflict.occurrences[-1]]
        found = distinct_keys(keys, conflict.occurrences)
        state.report(conflict.problem(found), first.start, last.end)
    return r.Error(node.start, node.end, tuple(operands)), None


def _combine(operator: _Occurrence, left: _Tree, right: _Tree) -> _Tree:
    identity, expression = operator.identity, operator.expression
    match operator.binding.associativity:
        case Associativity.LEFT:
            last = _finish(right)
            if isinstance(left, _Run) and left.identity is identity:
                left.operands.append(last)
                left.operators.append(expression)
                left.end = last.end
                return left
            return _Run(identity, r.Grouping.LEFT, [_finish(left), last], expression)
        case Associativity.RIGHT:
            first = _finish(left)
            if isinstance(right, _Run) and right.identity is identity:
                right.operands.append(first)
                right.operators.append(expression)
                right.start = first.start
                return right
            return _Run(identity, r.Grouping.RIGHT, [_finish(right), first], expression)
        case Associativity.NONE:
            first, last = _finish(left), _finish(right)
            return r.App(first.start, last.end, expression, (first, last))


def _finish(tree: _Tree) -> r.Expression:
    if not isinstance(tree, _Run):
        return tree
    if tree.grouping is r.Grouping.RIGHT:
        tree.operands.reverse()
        tree.operators.reverse()
    operands = tuple(tree.operands)
    if len(operands) == 2:
        return r.App(tree.start, tree.end, tree.operators[0], operands)
    return r.Chain(tree.start, tree.end, tree.grouping, operands, tuple(tree.operators))

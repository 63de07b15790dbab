"""Runs of one operator, and negation.

`a <> b <> c` stands flat in the tree, and may have thousands of operands: both directions are loops over a stack, and
do in the same order what nested applications would. A result that is compared early waits as None. Where
quantifiers inside of types are involved, none is: an operator's second operand and result are looked at after its first operand.
"""

from __future__ import annotations

from nova_ls.names.resolve import resolved as r
from nova_ls.syntax.tree import LiteralKind
from nova_ls.types.core.solver import Solver
from nova_ls.types.core.type import INT, Type
from nova_ls.types.infer.blamed_place import merge_operands
from nova_ls.types.infer.infer_application import apply, check_argument, demand_function, infer_head
from nova_ls.types.infer.infer_core import Scope, compare_early, expect_subsumed, open_scope
from nova_ls.types.infer.infer_name import check_int_range


def infer_chain(solver: Solver, node: r.Chain) -> Type:
    """Infer a chain of binary operators, which is already bracketed."""
    result = solver.fresh()
    check_chain(solver, node, result)
    return solver.resolve(result)


def check_chain(solver: Solver, node: r.Chain, type: Type) -> None:
    """Check a chain of binary operators, in a loop over its length."""
    known = len(solver.reports)
    if node.grouping is r.Grouping.RIGHT:
        _check_right(solver, node, type)
    else:
        _check_left(solver, node, type)
    if len(solver.reports) != known:
        merge_operands(solver, known, node.operands, (node.start, node.end))


def infer_negate(solver: Solver, node: r.Negate) -> Type:
    """Infer `-x` as a call of `negate`; of a literal, the negative number has to fit into 32 bits."""
    type = infer_head(solver, node.function)
    operand = node.operand
    if not (isinstance(operand, r.Literal) and operand.kind is LiteralKind.INT):
        return apply(solver, type, operand, node.function)
    # -2147483648 is in range though 2147483648 is not.
    check_int_range(solver, operand, -1)
    parameter, result = demand_function(solver, type, node.function)
    expect_subsumed(solver, INT, parameter, operand.start, operand.end)
    solver.annotate(operand.start, operand.end, INT)
    return result


def _check_right(solver: Solver, node: r.Chain, type: Type) -> None:
    """Each operator takes its left operand, then all that follows."""
    operands = node.operands
    waiting: list[tuple[Type | None, Type, Scope | None]] = []
    expected = type
    scope: Scope | None = None
    for index, operator in enumerate(node.operators):
        left = operands[index]
        applied = infer_head(solver, operator)
        parameter, rest = demand_function(solver, applied, operator)
        if solver.in_order:
            check_argument(solver, left, parameter, operator)
            right, result = demand_function(solver, solver.zonk(rest), operator, 1)
            is_compared = False
        else:
            right, result = demand_function(solver, rest, operator, 1)
            is_compared = compare_early(solver, result, expected, left.start, node.end)
            check_argument(solver, left, parameter, operator)
        waiting.append((None if is_compared else result, expected, scope))
        expected, scope = open_scope(solver, right, operator, 2)
    check_argument(solver, operands[-1], expected, node.operators[-1])
    for index in range(len(waiting) - 1, -1, -1):
        if scope is not None:
            scope.leave()
        pending, expected, scope = waiting[index]
        start = operands[index].start
        if pending is not None:
            expect_subsumed(solver, pending, expected, start, node.end)
        solver.annotate(start, node.end, expected)


def _check_left(solver: Solver, node: r.Chain, type: Type) -> None:
    """The last operator is the outermost: its left operand is all that comes before."""
    operands = node.operands
    operators = node.operators
    waiting: list[tuple[Type, Type | None, Type, Scope | None]] = []
    expected = type
    scope: Scope | None = None
    for index in range(len(operators) - 1, -1, -1):
        operator = operators[index]
        applied = infer_head(solver, operator)
        left, rest = demand_function(solver, applied, operator)
        if solver.in_order:
            # The left operand tells what the rest is.
            right, result = rest, rest
            is_compared = False
        else:
            right, result = demand_function(solver, rest, operator, 1)
            end = operands[index + 1].end
            is_compared = compare_early(solver, result, expected, node.start, end)
        waiting.append((right, None if is_compared else result, expected, scope))
        expected, scope = open_scope(solver, left, operator, 1)
    check_argument(solver, operands[0], expected, operators[0])
    for index in range(len(operators)):
        if scope is not None:
            scope.leave()
        right, pending, expected, scope = waiting.pop()
        if solver.in_order:
            right, pending = demand_function(solver, solver.zonk(right), operators[index], 1)
        operand = operands[index + 1]
        check_argument(solver, operand, right, operators[index])
        if pending is not None:
            expect_subsumed(solver, pending, expected, node.start, operand.end)
        solver.annotate(node.start, operand.end, expected)

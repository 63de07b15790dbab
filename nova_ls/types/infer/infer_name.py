"""Names, literals, arrays, holes: the leaves of inference."""

from __future__ import annotations

from typing import Final

from nova_ls.base.keys import ElementKey
from nova_ls.names.problems.modules import CycleInDeclaration
from nova_ls.names.resolve import resolved as r
from nova_ls.syntax.problems import IntOutOfRange
from nova_ls.syntax.tree import LiteralKind
from nova_ls.types.core.interface import ConstructorInterface, ValueInterface
from nova_ls.types.core.problems.types import HoleInferredType
from nova_ls.types.core.solver import Solver
from nova_ls.types.core.timing import LATER
from nova_ls.types.core.type import (
    ARRAY,
    BOOLEAN,
    CHAR,
    ERROR,
    INT,
    NUMBER,
    STRING,
    Type,
    TypeApp,
    TypeCon,
    array,
)
from nova_ls.types.infer.blamed_place import blame_sibling, merge_bodies
from nova_ls.types.infer.infer_core import check, expect, expect_subsumed, infer, infer_plain
from nova_ls.types.relate.unify import unify

LITERAL_TYPES: dict[LiteralKind, TypeCon] = {
    LiteralKind.INT: INT,
    LiteralKind.NUMBER: NUMBER,
    LiteralKind.STRING: STRING,
    LiteralKind.CHAR: CHAR,
    LiteralKind.BOOLEAN: BOOLEAN,
}
_TYPED: Final = (ValueInterface, ConstructorInterface)  # A union would be made at each call.

MIN_INT = -(2**31)
MAX_INT = 2**31 - 1


def global_type(solver: Solver, key: ElementKey) -> Type:
    """The scheme of a top-level value or constructor; ERROR where it has none."""
    type = solver.global_types.get(key)
    if type is None:
        type = solver.group_types.get(key)
        if type is not None:
            solver.recursive = True
        else:
            interface = solver.environment.interface(key)
            is_value = isinstance(interface, _TYPED)
            type = interface.type if is_value else ERROR  # type: ignore[union-attr]
        solver.global_types[key] = type
    return type


def infer_global(solver: Solver, node: r.Global) -> Type:
    """The type of a top-level name, quantified as it is declared; ERROR where it has none."""
    key = node.key
    timing = solver.timing
    if timing is not LATER and key.namespace == solver.element.namespace:
        solver.needs[solver.element].use(key, timing, node.start, node.end)
    return global_type(solver, key)


def infer_local(solver: Solver, node: r.Local) -> Type:
    """The type of a local name."""
    binder = node.binder
    timing = solver.timing
    if timing.withheld and binder in timing.withheld:
        solver.report(CycleInDeclaration((binder.name,)), node.start, node.end)
        solver.timing = timing.revealed()  # The compiler says no more of this value.
    return solver.locals.get(binder, ERROR)


def check_global(solver: Solver, node: r.Global, type: Type) -> None:
    """Check a top-level name: its type must subsume the expected one."""
    actual = infer_global(solver, node)
    expect_subsumed(solver, actual, type, node.start, node.end, node.shown)


def check_local(solver: Solver, node: r.Local, type: Type) -> None:
    """Check a local name: its type must subsume the expected one."""
    expect_subsumed(solver, infer_local(solver, node), type, node.start, node.end)


def infer_literal(solver: Solver, node: r.Literal) -> Type:
    """The type of a literal; an integer has to fit into 32 bits."""
    check_int_range(solver, node, 1)
    return LITERAL_TYPES[node.kind]


def check_literal(solver: Solver, node: r.Literal, type: Type) -> None:
    """Check a literal; an integer has to fit into 32 bits."""
    check_int_range(solver, node, 1)
    literal = LITERAL_TYPES[node.kind]
    if type is not literal:
        expect(solver, type, literal, node.start, node.end)


def check_int_range(solver: Solver, node: r.Literal, sign: int) -> None:
    """An Int literal fits in 32 bits, the sign before it included."""
    if node.kind is LiteralKind.INT:
        value = node.value
        if isinstance(value, int) and not MIN_INT <= value * sign <= MAX_INT:
            solver.report(IntOutOfRange(value * sign, MIN_INT, MAX_INT), node.start, node.end)


def infer_array(solver: Solver, node: r.ArrayLiteral) -> Type:
    """Infer an array: all items have one type."""
    item = solver.fresh()
    for expression in node.items:
        # What comes first tells the type of what follows.
        actual = infer_plain(solver, expression)
        known = len(solver.reports)
        if not expect(solver, item, actual, expression.start, expression.end):
            blame_sibling(solver, known, expression, node.items[0], "the type of the first item")
    return array(item)


def check_array(solver: Solver, node: r.ArrayLiteral, type: Type) -> None:
    """Check an array: its items are checked against the item type, if that is known."""
    if isinstance(type, TypeApp) and unify(solver, type.function, ARRAY) is None:
        item = type.argument
        known = len(solver.reports)
        for expression in node.items:
            check(solver, expression, item)
        if len(solver.reports) != known:
            merge_bodies(solver, known, node.items)
        return
    expect(solver, type, infer_array(solver, node), node.start, node.end)


def infer_hole(solver: Solver, node: r.Hole) -> Type:
    """`?name`: its type is reported, with the locals in scope, once the rest has told what it is."""
    type = solver.fresh()
    candidates = tuple(
        [
            (binder.name, solver.locals[binder])
            for binder in node.locals
            if binder in solver.locals and not binder.name.startswith("_")
        ]
    )
    solver.report(HoleInferredType(node.name, type, candidates), node.start, node.end)
    return type


def infer_error(solver: Solver, node: r.Error) -> Type:
    """Reported already; its parts may hold mistakes of their own."""
    solver.failed = True
    for part in node.parts:
        infer(solver, part)
    return ERROR

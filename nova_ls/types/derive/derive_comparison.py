"""Eq and Ord: every field must compare. Eq1 and Ord1: the type applied to something that compares must compare."""

from __future__ import annotations

from nova_ls.base.keys import ElementKey
from nova_ls.names.resolve import resolved as r
from nova_ls.types.core.solver import Solver
from nova_ls.types.core.substitute import instantiate, substitute
from nova_ls.types.core.type import RECORD, TYPE, Constraint, Row, Type, TypeApp, TypeVar
from nova_ls.types.derive.shape import Shape


def want_compared(
    solver: Solver,
    head: r.InstanceHead,
    shape: Shape,
    of_types: ElementKey,
    of_functors: ElementKey,
) -> None:
    """Want `of_types` for each field. Closed records compare field by field; a variable applied to a type
    compares by `of_functors` for the variable and `of_types` for the type. A quantified field is instantiated, but not one of a
    record: that is compared as it is. Source: PureScript's TypeChecker/Deriving.hs, `toEqTest`, and `infer` for what it makes.
    """
    start, end = head.class_start, head.class_end
    for constructor, fields in shape.constructors:
        pending = [(field, True) for field in reversed(fields)]
        while pending:
            field, is_whole = pending.pop()
            row = _closed_row(field)
            if row is not None:
                pending.extend((each, False) for _, each in reversed(row.fields))
                continue
            if isinstance(field, TypeApp) and isinstance(field.function, TypeVar):
                lifted = substitute(field.function, shape.mapping)
                solver.want(Constraint(of_functors, (), (lifted,)), start, end, constructor)
                field, is_whole = field.argument, False
            type = substitute(field, shape.mapping)
            if is_whole:
                type = instantiate(solver, type, start, end, constructor)
            solver.want(Constraint(of_types, (), (type,)), start, end, constructor)


def want_lifted(solver: Solver, head: r.InstanceHead, type: Type, of_types: ElementKey) -> None:
    """For any `a` that compares, `type a` compares."""
    outer = solver.givens
    item = solver.fresh_skolem("a", TYPE)
    given = solver.give(Constraint(of_types, (), (item,)))
    if solver.trail is not None:
        solver.trail.enter((given,), head, 1)
    applied = TypeApp(type, item)
    solver.want(Constraint(of_types, (), (applied,)), head.class_start, head.class_end)
    solver.givens = outer


def _closed_row(field: Type) -> Row | None:
    if isinstance(field, TypeApp) and field.function is RECORD:
        row = field.argument
        if isinstance(row, Row) and row.tail is None:
            return row
    return None

"""Constraints in front of a field's type, where a derived instance takes the field out of a value and puts it into a new one.

Out of the old value it is taken with all that its constraints ask for; into the new one it goes where they are given, over the
new parameters. So one that does not mention a parameter costs nothing, and one that does needs an instance of its own.
Source: PureScript's TypeChecker/Deriving.hs, `mkCasesForTraversal`, and how its result is checked.
"""

from __future__ import annotations

from nova_ls.base.keys import ElementKey
from nova_ls.names.resolve import resolved as r
from nova_ls.types.core.solver import Solver
from nova_ls.types.core.substitute import substitute, substitute_constraint
from nova_ls.types.core.type import Constrained, Constraint, Forall, Type
from nova_ls.types.derive.shape import Shape


def without_context(field: Type) -> Type:
    """A field's type without the constraints in front of it."""
    if isinstance(field, Constrained):
        return without_context(field.body)
    if isinstance(field, Forall):
        return Forall(field.name, field.kind, without_context(field.body), field.visible)
    return field


def want_context(
    solver: Solver,
    head: r.InstanceHead,
    shape: Shape,
    constructor: ElementKey,
    field: Type,
    is_given: bool,
) -> None:
    """Want the constraints in front of a field of a constructor. `is_given`: those over the new parameters are given meanwhile."""
    old: dict[str, Type] = dict(shape.mapping)
    new = dict(old)
    for parameter in shape.data.parameters:
        if parameter.name not in old:
            kind = substitute(parameter.kind, shape.mapping)
            old[parameter.name] = solver.fresh_skolem(parameter.name, kind)
            new[parameter.name] = solver.fresh_skolem(parameter.name, kind)
    wanted: list[Constraint] = []
    outer = solver.givens
    while isinstance(field, Forall | Constrained):
        if isinstance(field, Constrained):
            wanted.append(substitute_constraint(field.constraint, old))
            if is_given:
                solver.give(substitute_constraint(field.constraint, new))
        else:
            kind = substitute(field.kind, old)
            variable = solver.fresh_skolem(field.name, kind) if is_given else solver.fresh(kind)
            old[field.name] = new[field.name] = variable
        field = field.body
    for constraint in wanted:
        solver.want(constraint, head.class_start, head.class_end, constructor)
    solver.givens = outer

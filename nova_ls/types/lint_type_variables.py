"""Warnings about the type variables that a written type quantifies over: unused ones, and ones that hide another."""

from __future__ import annotations

from collections.abc import Set

from nova_ls.base.diagnostic import Tag
from nova_ls.names import resolved as r
from nova_ls.types.solver import Solver


def lint_type_variables(solver: Solver, node: r.Type, bound: Set[str] = frozenset()) -> None:
    """Warn of quantified variables of a written type. `bound`: the variables that the declaration binds around it."""
    if isinstance(node, r.TypeConstructor | r.TypeVariable):
        return
    _lint(solver, node, set(bound))


def _lint(solver: Solver, node: r.Type, bound: set[str]) -> set[str]:
    """The names that the type mentions free."""
    mentioned: set[str] = set()
    pending: list[r.Type] = [node]
    while pending:
        node = pending.pop()
        if isinstance(node, r.TypeVariable):
            mentioned.add(node.name)
        elif isinstance(node, r.TypeApp):
            pending.append(node.function)
            pending.extend(node.arguments)
        elif isinstance(node, r.Arrow):
            pending.append(node.result)
            pending.append(node.parameter)
        elif isinstance(node, r.Forall):
            mentioned |= _lint_quantifier(solver, node, bound)
        elif isinstance(node, r.Constrained):
            pending.append(node.body)
            if node.constraint is not None:
                pending.extend(node.constraint.arguments)
        elif isinstance(node, r.Record | r.Row):
            row = node.row if isinstance(node, r.Record) else node
            pending.extend([field.type for field in row.fields])
            if row.tail is not None:
                pending.append(row.tail)
        elif isinstance(node, r.Kinded):
            pending.append(node.type)
            pending.append(node.kind)
    return mentioned


def _lint_quantifier(solver: Solver, node: r.Forall, bound: set[str]) -> set[str]:
    inner = set(bound)
    for binder in node.binders:
        if binder.name in inner:
            solver.warn("ShadowedTypeVar", binder.start, binder.end, binder.name)
        inner.add(binder.name)
    mentioned = _lint(solver, node.body, inner)
    for binder in reversed(node.binders):
        if binder.name not in mentioned:
            report = solver.warn("UnusedTypeVar", binder.start, binder.end, binder.name)
            report.tags = (Tag.UNNECESSARY,)
        mentioned.discard(binder.name)
        if binder.kind is not None:
            mentioned |= _lint(solver, binder.kind, inner)
    return mentioned

"""The kind that a declaration's kind signature, or a foreign data type's, gives."""

from __future__ import annotations

from collections.abc import Set

from nova_ls.names.resolve import resolved as r
from nova_ls.types.core.problems.kinds import (
    QuantificationCheckFailureInKind,
    UnsupportedTypeInKind,
)
from nova_ls.types.core.solver import Solver
from nova_ls.types.core.substitute import free_type_variables, substitute
from nova_ls.types.core.type import (
    HAS_QUANTIFIERS,
    Constrained,
    Forall,
    Row,
    Type,
    TypeApp,
    TypeVar,
)
from nova_ls.types.kinds.elaborate import elaborate_annotation
from nova_ls.types.kinds.quantify_kinds import quantify_kinds, used_names
from nova_ls.types.kinds.written_variables import written_binders


def elaborate_kind_signature(solver: Solver, node: r.Type) -> Type:
    """A closed kind; ERROR after a mistake in the whole of it. No type variables are in scope."""
    scope = solver.type_variables
    solver.type_variables = {}
    kind = elaborate_annotation(solver, node)
    solver.type_variables = scope
    kind = quantify_kinds(solver, _rename_hidden(node, kind))
    _check_quantification(solver, node, kind)
    if kind.flags & HAS_QUANTIFIERS and _has_constraint(kind):
        at = _written_constraint(node) or node
        solver.report(UnsupportedTypeInKind(kind), at.start, at.end)
    return kind


def quantifiers(kind: Type) -> tuple[list[tuple[str, Type]], Type]:
    """The quantified variables in front of a kind, and the rest."""
    binders = []
    while isinstance(kind, Forall):
        binders.append((kind.name, kind.kind))
        kind = kind.body
    return binders, kind


def distinct_quantifiers(kind: Type, parameters: Set[str]) -> Type:
    """The same kind, with another name for each quantifier in front whose name a later one or a parameter of the
    declaration has: the declaration's scope knows both.
    """
    binders, _ = quantifiers(kind)
    names = [name for name, _ in binders]
    if len(set(names)) == len(names) and parameters.isdisjoint(names):
        return kind
    return _rename_taken(kind, set(parameters), used_names((kind,)) | parameters)


def _rename_taken(kind: Type, taken: Set[str], used: set[str]) -> Type:
    if not isinstance(kind, Forall):
        return kind
    name, body = kind.name, kind.body
    if name in taken or name in [later for later, _ in quantifiers(body)[0]]:
        name = _unused(name, used)
        body = substitute(body, {kind.name: TypeVar(name)})
    return Forall(name, kind.kind, _rename_taken(body, taken, used), kind.visible)


def _rename_hidden(node: r.Type, kind: Type) -> Type:
    """Rename the quantifiers in front that come out of a synonym, so that the declaration cannot mention them."""
    binders = []
    for _ in written_binders(node):
        if not isinstance(kind, Forall):
            break
        binders.append(kind)
        kind = kind.body
    if isinstance(kind, Forall):
        kind = _rename(kind, used_names((kind,)) | {binder.name for binder in binders})
    for binder in reversed(binders):
        kind = Forall(binder.name, binder.kind, kind, binder.visible)
    return kind


def _rename(kind: Type, used: set[str]) -> Type:
    if not isinstance(kind, Forall):
        return kind
    name = _unused(kind.name, used)
    body = substitute(kind.body, {kind.name: TypeVar(name)})
    return Forall(name, kind.kind, _rename(body, used), kind.visible)


def _unused(name: str, used: set[str]) -> str:
    """A name made of this one, which is used from here on."""
    number = 1
    while f"{name}{number}" in used:
        number += 1
    used.add(f"{name}{number}")
    return f"{name}{number}"


def _check_quantification(solver: Solver, node: r.Type, kind: Type) -> None:
    """An implicit kind variable may be mentioned in the kind of a written one, but not the other way round."""
    binders, _ = quantifiers(kind)
    scope: set[str] = set()
    for index, (name, binder_kind) in enumerate(binders):
        if free_type_variables(binder_kind) <= scope:
            scope.add(name)
            continue
        for later, later_kind in binders[index + 1 :]:
            if name in free_type_variables(later_kind):
                at = _written_binder(node, later) or node
                solver.report(QuantificationCheckFailureInKind(later), at.start, at.end)
        return


def _written_binder(node: r.Type, name: str) -> r.TypeBinder | None:
    while isinstance(node, r.Forall):
        for binder in node.binders:
            if binder.name == name:
                return binder
        node = node.body
    return None


def _has_constraint(kind: Type) -> bool:
    while True:
        if isinstance(kind, Constrained):
            return True
        if isinstance(kind, Forall):
            if _has_constraint(kind.kind):
                return True
            kind = kind.body
        elif isinstance(kind, TypeApp):
            if _has_constraint(kind.function):
                return True
            kind = kind.argument
        elif isinstance(kind, Row):
            return any(_has_constraint(field) for _, field in kind.fields)
        else:
            return False


def _written_constraint(node: r.Type) -> r.Constrained | None:
    """The first constrained type that is written in a kind."""
    pending = [node]
    while pending:
        node = pending.pop()
        if isinstance(node, r.Constrained):
            return node
        if isinstance(node, r.Forall):
            pending.append(node.body)
        elif isinstance(node, r.Arrow):
            pending += [node.result, node.parameter]
        elif isinstance(node, r.TypeApp):
            pending += [*reversed(node.arguments), node.function]
    return None

"""Expansion of type synonyms.

A synonym applied to all its arguments is replaced by its body. One that lacks arguments is *pending*: a TypeCon of the
synonym's key with the arguments so far. It may only stand as an argument of another synonym, whose body may apply it.
"""

from __future__ import annotations

from typing import Final

from nova_ls.base.keys import Space
from nova_ls.names.resolve import resolved as r
from nova_ls.types.core.budget import weigh
from nova_ls.types.core.interface import SynonymInterface
from nova_ls.types.core.problems.types import PartiallyAppliedSynonym
from nova_ls.types.core.solver import Solver
from nova_ls.types.core.substitute import substitute
from nova_ls.types.core.type import (
    ERROR,
    Constrained,
    Constraint,
    Forall,
    KindApp,
    Row,
    Type,
    TypeApp,
    TypeCon,
    row,
    spine,
)

_WALKS: Final = 8


def expansion(
    solver: Solver, synonym: SynonymInterface, kinds: list[Type], types: list[Type]
) -> Type:
    """A synonym's body for its arguments, applied to those that are left over."""
    if synonym.body.flags == 0:
        body = synonym.body
    else:
        mapping = dict(zip(synonym.kind_variables, kinds, strict=False))
        for parameter, type in zip(synonym.parameters, types, strict=False):
            mapping[parameter.name] = type
        # What is put together here is walked some times more: its kind is found, it is zonked, and encoded.
        solver.spend(_WALKS * weigh(synonym.body))
        body = substitute(synonym.body, mapping)
    for kind in kinds[len(synonym.kind_variables) :]:
        body = KindApp(body, kind)
    for type in types[len(synonym.parameters) :]:
        body = TypeApp(body, type)
    return body


def _synonym_of(solver: Solver, head: Type) -> SynonymInterface | None:
    if isinstance(head, TypeCon) and head.key.space is Space.TYPE:
        interface = solver.environment.interface(head.key)
        if isinstance(interface, SynonymInterface):
            return interface
    return None


def is_pending(solver: Solver, type: Type) -> bool:
    """Whether a type is a synonym that is not expanded, perhaps with arguments."""
    return _synonym_of(solver, spine(type)[0]) is not None


def lacks_arguments(synonym: SynonymInterface, type: Type) -> bool:
    """Whether a synonym is applied to fewer arguments than it has parameters."""
    return len(spine(type)[2]) < len(synonym.parameters)


def report_partial(solver: Solver, node: r.Type, synonym: SynonymInterface, type: Type) -> Type:
    """Report a synonym that lacks arguments; gives ERROR."""
    head, _, types = spine(type)
    assert isinstance(head, TypeCon)
    wanted = len(synonym.parameters)
    problem = PartiallyAppliedSynonym(head.key, wanted, len(types))
    solver.report(problem, node.start, node.end)
    return ERROR


def expand_pending(solver: Solver, node: r.Type, type: Type, strict: bool) -> Type:
    """Expand a pending synonym if it has got its arguments."""
    head, kinds, types = spine(type)
    synonym = _synonym_of(solver, head)
    if synonym is None:
        return type
    if len(types) < len(synonym.parameters):
        return report_partial(solver, node, synonym, type) if strict else type
    if len(kinds) < len(synonym.kind_variables):
        return type
    return expand_all(solver, node, expansion(solver, synonym, kinds, types))


def expand_all(solver: Solver, node: r.Type, type: Type) -> Type:
    """Expand the synonyms that another synonym's expansion has brought together with their arguments."""
    solver.spend(1)
    head, kinds, types = spine(type)
    if kinds or types:
        synonym = _synonym_of(solver, head)
        if synonym is not None:
            return expand_pending(solver, node, type, True)
    if isinstance(type, TypeApp):
        return TypeApp(
            expand_all(solver, node, type.function) if types[1:] or kinds else type.function,
            expand_all(solver, node, type.argument),
        )
    if isinstance(type, KindApp):
        return KindApp(expand_all(solver, node, type.function), type.argument)
    if isinstance(type, TypeCon):
        return expand_pending(solver, node, type, True)
    if isinstance(type, Forall):
        return Forall(type.name, type.kind, expand_all(solver, node, type.body), type.visible)
    if isinstance(type, Constrained):
        constraint = type.constraint
        expanded = tuple([expand_all(solver, node, argument) for argument in constraint.arguments])
        return Constrained(
            Constraint(constraint.key, constraint.kinds, expanded),
            expand_all(solver, node, type.body),
        )
    if isinstance(type, Row):
        fields = tuple([(label, expand_all(solver, node, field)) for label, field in type.fields])
        return row(fields, None if type.tail is None else expand_all(solver, node, type.tail))
    return type

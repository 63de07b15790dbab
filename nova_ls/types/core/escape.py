"""Skolem escape: a rigid variable must not show outside of the scope that made it.

While types are unified, a skolem that comes into an outer level is only noted as a suspect. It has escaped if an expression
outside of its scope shows a type that mentions it, or the type of a value as a whole does. (A skolem that subsumption made has no
scope: no expression may mention it.)

What counts is what types are before constraints are solved: an unknown that only the solving of a constraint tells may be told by a
skolem. And not every expression shows its type: that of a local value without a signature, and what `case` looks at, do not
(`hide_last`).

Source: PureScript's TypeChecker/Skolems.hs, `skolemEscapeCheck`; TypeChecker/Types.hs, where `infer` leaves an expression without its
type (`inferLetBinding`, `instantiateForBinders`) and where `typesOf` substitutes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

from nova_ls.base.keys import ElementKey
from nova_ls.names.resolve import resolved as r
from nova_ls.types.core.problems.types import EscapedSkolem
from nova_ls.types.core.solver import Solver
from nova_ls.types.core.type import (
    HAS_SKOLEMS,
    Forall,
    Skolem,
    Type,
    parts,
)

Whole: TypeAlias = tuple[ElementKey, int, int, Type]
"""A value's element, the span of its name, its type."""


OUTERMOST: Final = 2
"""The level of a value's own rigid variables: its binding group is at level 1."""


class Escape:
    """A skolem that shows outside of its scope, and the smallest expression there that shows it."""

    __slots__ = ("element", "end", "name", "start", "type")

    def __init__(self, element: ElementKey, start: int, end: int, name: str, type: Type) -> None:
        self.element = element
        self.start = start
        self.end = end
        self.name = name
        self.type = type


_WITH_OWN_TYPE: Final = (r.Chain, r.Do, r.Ado, r.Typed)


def hide_last(solver: Solver, expression: r.Expression) -> None:
    """The expression that was inferred last stands where its type does not count.

    That of an application to one argument after another, and of what stands for one, shows in a part of it all the same: in the
    application to all arguments but the last.
    """
    if isinstance(expression, _WITH_OWN_TYPE):
        return
    if isinstance(expression, r.App):
        operands = [item for item in expression.arguments if not isinstance(item, r.TypeArgument)]
        if len(operands) > 1:
            return
    solver.names[solver.element].append(len(solver.annotations[solver.element].starts) - 1)


def find_escapes(solver: Solver, wholes: Sequence[Whole] = ()) -> list[Escape]:
    """The skolems that have escaped, each once. Constraints are not solved yet.

    After an error there are none: what was half unified says nothing about scopes.
    """
    if not solver.suspects or solver.failed:
        return []
    suspects = {skolem.number for skolem in solver.suspects}
    found: dict[int, tuple[int, Escape]] = {}
    for element, notes in solver.annotations.items():
        hidden = set(solver.names.get(element, ()))
        for index, type in enumerate(notes.types):
            if index in hidden:
                continue
            start, end = notes.starts[index], notes.ends[index]
            for skolem in _skolems(solver, type):
                number = skolem.number
                if number not in suspects or _is_inside(solver, number, element, index):
                    continue
                if number not in found or end - start < found[number][0]:
                    found[number] = end - start, Escape(element, start, end, skolem.name, type)
    for element, start, end, type in wholes:
        own = _quantified(type)
        for skolem in _skolems(solver, type):
            if skolem.scope == OUTERMOST and skolem.name in own:
                continue  # A wildcard of the signature stands for it.
            if skolem.number in suspects and skolem.number not in found:
                found[skolem.number] = 0, Escape(element, start, end, skolem.name, type)
    return [escape for _, escape in found.values()]


def report_escapes(solver: Solver, escapes: Sequence[Escape]) -> None:
    """Report EscapedSkolem, unless constraints that were not solved are to be reported first."""
    if solver.failed:
        return
    for escape in escapes:
        report = solver.report(EscapedSkolem(escape.name, escape.type), escape.start, escape.end)
        report.element = escape.element


def _skolems(solver: Solver, type: Type) -> Sequence[Skolem]:
    type = solver.zonk(type)
    if not type.flags & HAS_SKOLEMS:
        return ()
    skolems: dict[int, Skolem] = {}
    _collect(type, skolems)
    return list(skolems.values())


def _quantified(type: Type) -> frozenset[str]:
    """The names of a type's outer quantifiers."""
    names: list[str] = []
    while isinstance(type, Forall):
        names.append(type.name)
        type = type.body
    return frozenset(names)


def _is_inside(solver: Solver, number: int, element: ElementKey, index: int) -> bool:
    extent = solver.skolem_extents.get(number)
    return extent is not None and extent[0] is element and extent[1] <= index < extent[2]


def _collect(type: Type, skolems: dict[int, Skolem]) -> None:
    while type.flags & HAS_SKOLEMS:
        if isinstance(type, Skolem):
            skolems[type.number] = type
            return
        *others, type = parts(type)
        for part in others:
            _collect(part, skolems)

"""Skolem escape: a rigid variable must not show outside of the scope that made it.

While types are unified, a skolem that comes into an outer level is only noted as a suspect. It has escaped if, at the end, an expression
outside of its scope has a type that mentions it. (A skolem that subsumption made has no scope: no expression may
mention it.)
"""

from __future__ import annotations

from nova_ls.base.keys import ElementKey
from nova_ls.types.solver import Solver
from nova_ls.types.type import (
    HAS_SKOLEMS,
    Skolem,
    Type,
    parts,
)


def report_escapes(solver: Solver) -> None:
    """Report EscapedSkolem, once for each skolem, at the smallest expression that shows it. Constraints are solved.

    After another error nothing is reported: what was half unified says nothing about scopes.
    """
    if not solver.suspects or solver.failed:
        return
    suspects = {skolem.number for skolem in solver.suspects}
    found: dict[int, tuple[int, ElementKey, int, Skolem]] = {}
    for element, notes in solver.annotations.items():
        names = set(solver.names.get(element, ()))
        for index, type in enumerate(notes.types):
            if index in names:
                continue
            type = solver.zonk(type)
            if not type.flags & HAS_SKOLEMS:
                continue
            skolems: dict[int, Skolem] = {}
            _collect(type, skolems)
            for number, skolem in skolems.items():
                if number in suspects and not _is_inside(solver, number, element, index):
                    width = notes.ends[index] - notes.starts[index]
                    if number not in found or width < found[number][0]:
                        found[number] = (width, element, index, skolem)
    for _, element, index, skolem in found.values():
        notes = solver.annotations[element]
        report = solver.report(
            "EscapedSkolem",
            notes.starts[index],
            notes.ends[index],
            skolem.name,
            notes.types[index],
        )
        report.element = element


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

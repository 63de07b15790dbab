"""Given constraints: what holds in a scope, superclasses included, found by class."""

from __future__ import annotations

from typing import TypeAlias

from nova_ls.base.keys import ElementKey
from nova_ls.types.core.class_info import ClassTable
from nova_ls.types.core.solver import Given
from nova_ls.types.core.substitute import substitute_constraint
from nova_ls.types.core.type import Constraint


class GivenEntry:
    """A constraint that follows from a given one through superclasses, `path` by their indexes, outermost first."""

    __slots__ = ("constraint", "number", "path")

    def __init__(self, constraint: Constraint, number: int, path: tuple[int, ...]) -> None:
        self.constraint = constraint
        self.number = number
        self.path = path


GivenTable: TypeAlias = dict[ElementKey, list[GivenEntry]]

_NOTHING: GivenTable = {}


def given_table(classes: ClassTable, given: Given | None) -> GivenTable:
    """All that holds where `given` is the innermost given, by class; more direct and outer ones first."""
    if given is None:
        return _NOTHING
    if given.closure is None:
        missing: list[Given] = []
        outer: Given | None = given
        while outer is not None and outer.closure is None:
            missing.append(outer)
            outer = outer.parent
        table: GivenTable = _NOTHING if outer is None else outer.closure
        for inner in reversed(missing):
            inner.closure = table = _extended(classes, table, inner)
    closure: GivenTable = given.closure
    return closure


def _extended(classes: ClassTable, outer: GivenTable, given: Given) -> GivenTable:
    table = dict(outer)
    constraint = given.constraint
    _add(table, GivenEntry(constraint, given.number, ()))
    info = classes.get(constraint.key)
    if info is not None and info.interface.superclasses:
        mapping = info.mapping(constraint)
        for ancestor, path in info.ancestors(classes):
            implied = substitute_constraint(ancestor, mapping)
            _add(table, GivenEntry(implied, given.number, path))
    return table


def _add(table: GivenTable, entry: GivenEntry) -> None:
    key = entry.constraint.key
    entries = [*table.get(key, ()), entry]
    entries.sort(key=_length)
    table[key] = entries


def _length(entry: GivenEntry) -> int:
    return len(entry.path)

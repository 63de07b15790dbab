"""Problems of classes, instances and constraints."""

from __future__ import annotations

from typing import Any, TypeAlias

from nova_ls.base.diagnostic import ErrorProblem
from nova_ls.base.keys import ElementKey
from nova_ls.types.core.type import Constraint, Type

Case: TypeAlias = Any
"""A value that is not matched, as data that a diagnostic can carry.

None: anything; a bool; (constructor key, (case, …)); ("{}", ((label, case), …)) for a record.
"""

MissingCases: TypeAlias = tuple[tuple[tuple[Case, ...], ...], bool]
"""Cases that a match leaves out, each with one entry a scrutinee; and whether there are more."""


class NoInstanceFound(ErrorProblem):
    """A constraint cannot be solved.

    `needed_by`: the constraints whose instances led to it, nearest first. `blocked`: instances that may yet match and so hide
    the rest of their chains. `has_unknowns`: unknown types are to blame. `cause`: the element whose use needs the
    constraint. `hidden_constructors`: of newtypes, which would have to be imported (Coercible). `candidates`: instances
    of the class. `missing`: for Partial, what a match leaves out.
    """

    constraint: Constraint
    needed_by: tuple[Constraint, ...] = ()
    blocked: tuple[ElementKey, ...] = ()
    has_unknowns: bool = False
    cause: ElementKey | None = None
    hidden_constructors: tuple[ElementKey, ...] = ()
    candidates: tuple[ElementKey, ...] = ()
    missing: MissingCases | None = None


class OverlappingInstances(ErrorProblem):
    """Several instances fit a class with these arguments."""

    class_key: ElementKey
    arguments: tuple[Type, ...]
    instances: tuple[ElementKey, ...]


class AmbiguousTypeVariables(ErrorProblem):
    """A type has constraints on unknowns that nothing determines."""

    type: Type
    variables: tuple[Type, ...]


class PossiblyInfiniteInstance(ErrorProblem):
    """The search for an instance does not end. `next`: a constraint that the search led to."""

    constraint: Constraint
    next: Constraint


class PossiblyInfiniteCoercibleInstance(ErrorProblem):
    """The search for a way to coerce does not end."""

    constraint: Constraint


class OrphanInstance(ErrorProblem):
    """An instance belongs to another module. `homes`: where it could stand."""

    instance: ElementKey
    class_key: ElementKey
    homes: tuple[str, ...]
    arguments: tuple[Type, ...]


class InvalidInstanceHead(ErrorProblem):
    """An instance's type cannot have instances."""

    type: Type


class ClassInstanceArityMismatch(ErrorProblem):
    """A class is given a wrong number of arguments."""

    instance: ElementKey
    class_key: ElementKey
    wanted: int
    given: int


class MissingClassMember(ErrorProblem):
    """An instance lacks members of its class: names with their types in this instance."""

    members: tuple[tuple[str, Type], ...]


class ExtraneousClassMember(ErrorProblem):
    """An instance defines something that is not a member of its class."""

    name: str
    class_key: ElementKey


class InvalidCoercibleInstanceDeclaration(ErrorProblem):
    """An instance of Coercible is declared."""

    arguments: tuple[Type, ...]

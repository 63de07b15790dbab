"""Diagnostics as data: what is wrong, where, and what else it concerns.

What is wrong is a `Problem`: each code is a class of its own with typed fields. The classes stand with the phase that finds
the mistake: base/problems.py, syntax/problems.py, names/problems/, types/core/problems/. Prose is made in nova_ls/diagnostics.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from typing import Any, ClassVar, Final, NoReturn, Self, dataclass_transform

from nova_ls.base.keys import ElementKey


class Severity(IntEnum):
    """As LSP numbers them."""

    ERROR = 1
    WARNING = 2
    INFORMATION = 3
    HINT = 4


class Tag(StrEnum):
    """What an editor greys out or strikes through."""

    UNNECESSARY = "unnecessary"
    DEPRECATED = "deprecated"


@dataclass_transform(frozen_default=True)
class ProblemClass(type):
    """Makes the annotated names of a class its slots and the parameters of its constructor, in order.

    `dataclass(frozen=True, slots=True)` would do the same, but takes two milliseconds a class, twenty times as long: with
    a class for each code, every start of the program would pay for it.
    """

    fields: tuple[str, ...]
    defaults: dict[str, Any]

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> ProblemClass:
        annotations: dict[str, str] = namespace.get("__annotations__", {})
        own = tuple([each for each in annotations if not annotations[each].startswith("ClassVar")])
        defaults = {each: namespace.pop(each) for each in own if each in namespace}
        made = super().__new__(cls, name, bases, {**namespace, "__slots__": own})
        made.fields, made.defaults = own, defaults
        return made


class Problem(metaclass=ProblemClass):
    """What a diagnostic says: a subclass for each code, frozen, compared by its fields.

    The name of the class is the code, the PureScript compiler's name for the mistake. A class derives directly from one of those
    below, which fix severity and tags. Fields are None, bool, int, str, Space, ElementKey, Type, Constraint or tuples of
    these: what a message is made of, and what a quick fix needs. Types in a diagnostic are zonked.
    """

    severity: ClassVar[Severity] = Severity.ERROR
    tags: ClassVar[tuple[Tag, ...]] = ()
    hides_uses: ClassVar[bool] = False
    """Whether what is missing or cannot be read here may be the use of a name: nobody can say then that it is not used."""
    needs_all_uses: ClassVar[bool] = False
    """Whether it is said of what nothing in its module uses, and so not as long as uses are hidden."""

    def __init__(self, *values: Any, **named: Any) -> None:
        fields, defaults = type(self).fields, type(self).defaults
        given = {**defaults, **dict(zip(fields, values, strict=False)), **named}
        if len(values) > len(fields) or given.keys() != set(fields):
            raise TypeError(f"{self.code} has the fields {fields}, not {(*values, *named)}")
        for field in fields:
            object.__setattr__(self, field, given[field])

    @property
    def code(self) -> str:
        """The name of the class, which is what people see as the code."""
        return type(self).__name__

    @property
    def values(self) -> tuple[Any, ...]:
        """The fields, in the order of the constructor."""
        return tuple([getattr(self, field) for field in type(self).fields])

    def mapped(self, change: Callable[[Any], Any]) -> Self:
        """The same with each field changed."""
        return type(self)(*map(change, self.values))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Problem):
            return NotImplemented
        return type(self) is type(other) and self.values == other.values

    def __hash__(self) -> int:
        return hash((self.code, self.values))

    def __repr__(self) -> str:
        return f"{self.code}({', '.join(map(repr, self.values))})"

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{self.code} is frozen")


class ErrorProblem(Problem):
    """What keeps a declaration from being compiled."""


class WarningProblem(Problem):
    """What compiles but should not stay."""

    severity: ClassVar[Severity] = Severity.WARNING


class UnnecessaryProblem(WarningProblem):
    """A warning about something that can be taken away."""

    tags: ClassVar[tuple[Tag, ...]] = (Tag.UNNECESSARY,)


class DeprecatedProblem(WarningProblem):
    """A warning about something that should no longer be written so."""

    tags: ClassVar[tuple[Tag, ...]] = (Tag.DEPRECATED,)


SEVERITIES: Final = (ErrorProblem, WarningProblem, UnnecessaryProblem, DeprecatedProblem)
"""The classes that codes derive from."""


@dataclass(slots=True, eq=True, frozen=True)
class Related:
    """A second place that a diagnostic involves.

    `element` None: the span is relative to the chunk of the diagnostic itself. Otherwise the span is
    relative to the chunk of that element; an empty span (0, 0) means the element's name.
    """

    element: ElementKey | None
    start: int
    end: int
    label: str


@dataclass(slots=True, eq=True, frozen=True)
class Diagnostic:
    """One mistake. The span is half-open, in code points, relative to the chunk it lies in."""

    problem: Problem
    start: int
    end: int
    related: tuple[Related, ...] = ()

    @property
    def code(self) -> str:
        """The code of the problem."""
        return self.problem.code

    @property
    def severity(self) -> Severity:
        """The severity of the problem."""
        return self.problem.severity

    @property
    def tags(self) -> tuple[Tag, ...]:
        """The tags of the problem, for the client to show."""
        return self.problem.tags

    def moved(self, offset: int) -> Diagnostic:
        """The same at another place; related places of other elements stay."""
        related = tuple(
            replace(r, start=r.start + offset, end=r.end + offset) if r.element is None else r
            for r in self.related
        )
        return replace(self, start=self.start + offset, end=self.end + offset, related=related)

"""Problems of equations, branches and patterns: numbers, redundancy. What a match misses is NoInstanceFound of Partial."""

from __future__ import annotations

from typing import ClassVar

from nova_ls.base.diagnostic import ErrorProblem, UnnecessaryProblem, WarningProblem
from nova_ls.base.keys import ElementKey


class ArgListLengthsDiffer(ErrorProblem):
    """The equations of a function have different numbers of parameters. Names that one of them should bind are not called unknown."""

    hides_uses: ClassVar[bool] = True

    name: str


class CaseBinderLengthDiffers(ErrorProblem):
    """A branch has more or fewer patterns than its case has scrutinees."""

    wanted: int
    given: int


class IncorrectConstructorArity(ErrorProblem):
    """A constructor is matched with a wrong number of arguments."""

    constructor: ElementKey
    wanted: int
    given: int


class OverlappingPattern(UnnecessaryProblem):
    """Branches are never reached: the first is at the span, the others are related places."""

    branches: int


class IncompleteExhaustivityCheck(WarningProblem):
    """A match has too many cases to be checked."""

"""Problems of names in scope."""

from __future__ import annotations

from typing import ClassVar

from nova_ls.base.diagnostic import ErrorProblem, UnnecessaryProblem, WarningProblem
from nova_ls.base.keys import ElementKey, Space


class UnknownName(ErrorProblem):
    """A name is used that is not in scope. `name`: as written; `nearest`: similar names in scope, the best first.

    `meant`: the space in which the name does mean something, if it could be taken for one of this space.
    """

    hides_uses: ClassVar[bool] = True

    space: Space
    name: str
    nearest: tuple[str, ...]
    meant: Space | None = None


class UndefinedTypeVariable(ErrorProblem):
    """A type variable is not in scope."""

    name: str


class UnknownClass(ErrorProblem):
    """A class is needed that this module does not know."""

    class_key: ElementKey


class OverlappingNamesInLet(ErrorProblem):
    """A name is defined twice in one block."""

    name: str


class OverlappingArgNames(ErrorProblem):
    """Two parameters have the same name."""

    name: str


class ShadowedName(WarningProblem):
    """A name hides another one of the same name."""

    name: str


class ShadowedTypeVar(WarningProblem):
    """A type variable hides another one of the same name."""

    name: str


class UnusedName(UnnecessaryProblem):
    """A local name is not used."""

    name: str


class UnusedDeclaration(UnnecessaryProblem):
    """A declaration is neither used nor exported."""

    needs_all_uses: ClassVar[bool] = True

    name: str


class UnusedTypeVar(UnnecessaryProblem):
    """A type variable is quantified but not mentioned."""

    name: str

"""Problems of the form of the text: what cannot be parsed, literals, operators without brackets, misplaced parts."""

from __future__ import annotations

from typing import ClassVar

from nova_ls.base.diagnostic import DeprecatedProblem, ErrorProblem
from nova_ls.base.keys import ElementKey


class ErrorParsingModule(ErrorProblem):
    """The code cannot be parsed. Both fields are phrases: "an expression", "`then`"."""

    hides_uses: ClassVar[bool] = True

    expected: str
    found: str


def missing_arrow() -> ErrorParsingModule:
    """The patterns of a branch go on in the next one, as is seen once they have been looked at."""
    return ErrorParsingModule("`->`", "the next line")


class WarningParsingModule(DeprecatedProblem):
    """This way of writing it is deprecated. `sentence`: what is wrong."""

    sentence: str


class IntOutOfRange(ErrorProblem):
    """An integer literal, its sign included, lies outside of `least` to `greatest`."""

    value: int
    least: int
    greatest: int


class MixedAssociativityError(ErrorProblem):
    """Operators of equal precedence lean to different sides."""

    operators: tuple[ElementKey, ...]


class NonAssociativeError(ErrorProblem):
    """Non-associative operators are used in a chain."""

    operators: tuple[ElementKey, ...]


class MultipleValueOpFixities(ErrorProblem):
    """An operator has several fixity declarations."""

    operator: str


class MultipleTypeOpFixities(ErrorProblem):
    """A type operator has several fixity declarations."""

    operator: str


class InvalidOperatorInBinder(ErrorProblem):
    """An operator in a pattern stands for a function, not for a constructor."""

    operator: str
    function: ElementKey


class IncorrectAnonymousArgument(ErrorProblem):
    """An underscore stands where no anonymous argument can."""

    hides_uses: ClassVar[bool] = True


class InvalidDoBind(ErrorProblem):
    """A do block ends with a bind."""

    hides_uses: ClassVar[bool] = True


class InvalidDoLet(ErrorProblem):
    """A do block ends with a let."""

    hides_uses: ClassVar[bool] = True


class CannotUseBindWithDo(ErrorProblem):
    """A do block binds a name that do notation itself needs."""

    name: str


class OrphanTypeDeclaration(ErrorProblem):
    """A type signature has no definition after it."""

    name: str


class OrphanKindDeclaration(ErrorProblem):
    """A kind signature has no definition after it."""

    name: str


class OrphanRoleDeclaration(ErrorProblem):
    """A role declaration does not follow its type."""

    name: str

"""Problems of kinds and roles."""

from __future__ import annotations

from nova_ls.base.diagnostic import ErrorProblem, WarningProblem
from nova_ls.base.keys import ElementKey
from nova_ls.types.core.type import Constraint, Type


class KindsDoNotUnify(ErrorProblem):
    """A kind is not the one that is expected. `type`: what has it, where that is known."""

    expected: Type
    found: Type
    type: Type | None = None


class ExpectedType(ErrorProblem):
    """Something stands as a value's type that has another kind than Type."""

    type: Type
    kind: Type


class InfiniteKind(ErrorProblem):
    """A kind would contain itself."""

    kind: Type


class UnsupportedTypeInKind(ErrorProblem):
    """A type stands in a kind where it cannot."""

    type: Type


class QuantificationCheckFailureInKind(ErrorProblem):
    """The kind of a type variable cannot be generalised."""

    variable: str


class QuantificationCheckFailureInType(ErrorProblem):
    """The kinds of a declaration are not determined, in this part of it."""

    part: Type | Constraint


class VisibleQuantificationCheckFailureInType(ErrorProblem):
    """The kind of a parameter depends on a variable that is bound only later."""

    variable: str


class RoleMismatch(ErrorProblem):
    """A declared role is laxer than the type allows."""

    parameter: str
    needed: str
    declared: str


class RoleDeclarationArityMismatch(ErrorProblem):
    """A role declaration names too many or too few roles."""

    type: ElementKey
    parameters: int
    roles: int


class MissingKindDeclaration(WarningProblem):
    """A declaration of a polymorphic kind has no kind signature: this kind could be written."""

    element: ElementKey
    kind: Type

"""Problems of types that do not fit each other, and what is told of types on request."""

from __future__ import annotations

from typing import ClassVar

from nova_ls.base.diagnostic import ErrorProblem, WarningProblem
from nova_ls.base.keys import ElementKey
from nova_ls.types.core.type import Type


class TypesDoNotUnify(ErrorProblem):
    """A type is not the one that is expected.

    The parts are the innermost ones that differ; `labels`: the record fields that lead there. ERROR as a whole is unknown.
    `parameters`: how many the type of some equations has, and how many they have, where that is the mistake.
    """

    expected_part: Type
    found_part: Type
    expected: Type
    found: Type
    labels: tuple[str, ...] = ()
    parameters: tuple[int, int] | None = None


class ConstrainedTypeUnified(ErrorProblem):
    """Two types have different constraints."""

    expected: Type
    found: Type


class InfiniteType(ErrorProblem):
    """A type would contain itself. `variable`: the unknown that `type` would be and mentions."""

    variable: Type
    type: Type


class EscapedSkolem(ErrorProblem):
    """A type variable leaves the scope of its forall, in a type."""

    variable: str
    type: Type


class PropertyIsMissing(ErrorProblem):
    """A record lacks a field. A type that is not known is ERROR."""

    label: str
    expected: Type
    found: Type


class AdditionalProperty(ErrorProblem):
    """A record has a field too many. A type that is not known is ERROR."""

    label: str
    expected: Type
    found: Type


class DuplicateLabel(ErrorProblem):
    """A label occurs twice."""

    label: str


class ExprDoesNotHaveType(ErrorProblem):
    """An expression is not of the type that is expected."""

    expected: Type


class PartiallyAppliedSynonym(ErrorProblem):
    """A type synonym lacks arguments."""

    synonym: ElementKey
    wanted: int
    given: int


class WildcardInferredType(WarningProblem):
    """A type has a wildcard, which stands for `type`."""

    type: Type


class HoleInferredType(ErrorProblem):
    """There is a hole to be filled. `name`: without its question mark; `candidates`: local names with their types."""

    hides_uses: ClassVar[bool] = True

    name: str
    type: Type
    candidates: tuple[tuple[str, Type], ...] = ()


class UserDefinedWarning(WarningProblem):
    """The author of a function gives a warning about its use: a type of kind Doc."""

    document: Type


class CannotSkipTypeApplication(ErrorProblem):
    """A type argument of something of this type is skipped where there is none."""

    type: Type


class CannotApplyExpressionOfTypeOnType(ErrorProblem):
    """A type argument is given to something of a type that takes none."""

    type: Type
    argument: Type


class CannotGeneralizeRecursiveFunction(ErrorProblem):
    """A recursive function's type cannot be generalised."""

    name: str
    type: Type


class MissingTypeDeclaration(WarningProblem):
    """A declaration has no type signature: this type could be written."""

    name: str
    type: Type

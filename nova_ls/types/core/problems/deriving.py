"""Problems of derived instances and newtypes."""

from __future__ import annotations

from nova_ls.base.diagnostic import ErrorProblem, WarningProblem
from nova_ls.base.keys import ElementKey
from nova_ls.types.core.type import Type


class CannotDerive(ErrorProblem):
    """Instances of this class cannot be derived."""

    class_key: ElementKey
    arguments: tuple[Type, ...]


class InvalidDerivedInstance(ErrorProblem):
    """A derived instance has a wrong number of arguments."""

    class_key: ElementKey
    given: int
    wanted: int


class ExpectedTypeConstructor(ErrorProblem):
    """An instance is derived for something that is not a data type of the module. `type` None: not elaborated yet."""

    class_key: ElementKey
    type: Type | None


class CannotFindDerivingType(ErrorProblem):
    """An instance is derived for a type without a definition."""

    type: ElementKey


class InvalidNewtypeInstance(ErrorProblem):
    """An instance is taken over for something that is not a newtype."""

    class_key: ElementKey
    arguments: tuple[Type, ...]


class MissingNewtypeSuperclassInstance(WarningProblem):
    """An instance is taken over without one of its superclass."""

    superclass: ElementKey
    class_key: ElementKey
    arguments: tuple[Type, ...]


class UnverifiableSuperclassInstance(WarningProblem):
    """An instance is taken over, its superclass's cannot be compared."""

    superclass: ElementKey
    class_key: ElementKey
    arguments: tuple[Type, ...]


class CannotDeriveNewtypeForData(ErrorProblem):
    """An instance of Newtype is derived for something that is not a newtype."""

    type: ElementKey


class ExpectedWildcard(ErrorProblem):
    """A derived Newtype instance spells out the inner type."""

    type: ElementKey


class CannotDeriveInvalidConstructorArg(ErrorProblem):
    """A parameter stands where a derived instance cannot reach it.

    `related`: the classes whose types may hold it; `varies`: whether variance matters.
    """

    class_key: ElementKey
    related: tuple[ElementKey, ...]
    varies: bool

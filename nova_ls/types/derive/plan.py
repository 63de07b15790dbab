"""How a field of a constructor uses the parameters that a derived instance maps, folds or traverses."""

from __future__ import annotations

from typing import Final, TypeAlias

from nova_ls.base.keys import ElementKey
from nova_ls.base.slotted import value


@value
class MappedParameter:
    """It is the last parameter itself, or the one before it (`is_left`)."""

    is_left: bool


@value
class InRecord:
    """It is a record, these fields of which use a parameter."""

    fields: tuple[tuple[str, Plan], ...]


@value
class Through:
    """It is a type that has an instance of a class, for whose last arguments (one or two) there are plans.

    `wanted`: which of the constraints wanted for the derivation it is, in their order.
    """

    class_key: ElementKey
    wanted: int
    inside: tuple[Plan | None, ...]


Plan: TypeAlias = MappedParameter | InRecord | Through

LEFT: Final = MappedParameter(True)
RIGHT: Final = MappedParameter(False)

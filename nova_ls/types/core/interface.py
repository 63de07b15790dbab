"""Interfaces: all that others may rely on of an element. Free of positions and comments.

`codec.py` turns an interface into bytes and back; its hash is the SHA-256 of those bytes. Types in an interface are closed
but for the parameters listed beside them.
"""

from __future__ import annotations

from enum import Enum, StrEnum
from typing import TypeAlias

from nova_ls.base.keys import ElementKey
from nova_ls.base.slotted import entity
from nova_ls.syntax.tree import Associativity
from nova_ls.types.core.type import Constraint, Type


class Role(StrEnum):
    """How a parameter of a type may be coerced."""

    NOMINAL = "nominal"
    REPRESENTATIONAL = "representational"
    PHANTOM = "phantom"


class ValueOrigin(Enum):
    """Where a value comes from."""

    VALUE = "value"
    FOREIGN = "foreign"
    MEMBER = "member"


@entity
class ValueInterface:
    """A value, foreign import or class member. `type` is ERROR where it could not be typed.

    A member's type begins with the class's own variables and constraint: `forall a. Show a => a -> String`.
    """

    type: Type
    origin: ValueOrigin
    owner: ElementKey | None
    """The class of a member."""


@entity
class ConstructorInterface:
    """`type` is the constructor's scheme: `forall a. a -> Maybe a`. `fields` are over the owner's parameters."""

    owner: ElementKey
    index: int
    type: Type
    fields: tuple[Type, ...]


@entity
class Parameter:
    """A type parameter with its kind."""

    name: str
    kind: Type


@entity
class DataInterface:
    """A data type, newtype, or foreign data type (no constructors).

    `kind` may begin with Foralls (a polykinded type); `kind_variables` names those, in order. `parameters` are the
    written ones, their kinds may mention the kind variables. Constructors in source order.
    """

    kind: Type
    kind_variables: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    roles: tuple[Role, ...]
    constructors: tuple[ElementKey, ...]
    is_newtype: bool
    is_foreign: bool = False


@entity
class SynonymInterface:
    """A type synonym: its parameters, and the type that it stands for."""

    kind: Type
    kind_variables: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    body: Type


@entity
class ClassInterface:
    """`dependencies`: pairs (indexes of determining parameters, indexes of determined ones). `context_unknown`: a superclass is in
    error; it is not among `superclasses`. `members_unknown`: it may have other members, which do not parse.
    """

    kind: Type
    kind_variables: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    superclasses: tuple[Constraint, ...]
    members: tuple[tuple[ElementKey, Type], ...]
    """Each member's type without the class's own quantifiers and constraint."""
    dependencies: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]
    context_unknown: bool = False
    members_unknown: bool = False


@entity
class InstanceInterface:
    """`parameters` are the type variables of the head, with their kinds; kinds may mention earlier parameters.

    `chain` and `index` place it in its instance chain; a lone instance is a chain of one.
    `is_wrong`: its head is in error. It solves no constraint; what is not known of its arguments is ERROR.
    """

    key: ElementKey
    class_key: ElementKey
    parameters: tuple[Parameter, ...]
    constraints: tuple[Constraint, ...]
    kinds: tuple[Type, ...]
    arguments: tuple[Type, ...]
    chain: ElementKey
    index: int
    is_wrong: bool = False


@entity
class OperatorInterface:
    """Fixity and what the operator stands for: a value, constructor, type or class key."""

    associativity: Associativity
    precedence: int
    target: ElementKey


Interface: TypeAlias = (
    ValueInterface
    | ConstructorInterface
    | DataInterface
    | SynonymInterface
    | ClassInterface
    | InstanceInterface
    | OperatorInterface
)

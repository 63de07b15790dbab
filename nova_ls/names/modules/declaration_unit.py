"""Units: what is resolved and typed as one. A chunk holds one or a few of them."""

from __future__ import annotations

from enum import Enum

from nova_ls.base.keys import ElementKey
from nova_ls.base.slotted import value


class UnitKind(Enum):
    """What is declared."""

    __hash__ = object.__hash__  # an enum hashes its name in Python code: too slow for table keys

    VALUE = "value"
    FOREIGN = "foreign import"
    TYPE = "type"  # data, newtype, synonym, foreign data, with its constructors
    CLASS = "class"  # with its members
    KIND_SIGNATURE = "kind signature"
    ROLES = "roles"
    OPERATOR = "operator"
    INSTANCE = "instance"  # head and members
    DERIVATION = "derivation"  # `derive instance`
    CLAUSE = "clause"  # one class of a `derive` clause


@value
class InstancePlace:
    """The chain that an instance stands in, named by the key of its first, and its index there."""

    chain: ElementKey
    index: int


@value
class DeclarationUnit:
    """One unit of a module.

    `chunk`: the index of its chunk; `position`: of its first declaration in the chunk; `clause`: which of the
    declaration's derive clauses (CLAUSE only). `place` is given for instances of all three kinds.
    """

    kind: UnitKind
    key: ElementKey
    chunk: int
    position: int
    place: InstancePlace | None = None
    clause: int = 0

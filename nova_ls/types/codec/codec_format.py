"""The format of encoded blobs: its version, and the numbers that stand for what is in them. See codec.py."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from nova_ls.base.codecs import TYPES
from nova_ls.syntax.tree import Associativity
from nova_ls.types.core.interface import Role, ValueOrigin

SCHEMA: Final = TYPES.version
"""Bytes of another schema are refused (SchemaMismatch)."""

Json: TypeAlias = Any
"""What msgpack packs: None, bool, int, float, str, bytes, lists and tuples of these."""


class SchemaMismatch(ValueError):
    """The bytes were written by another version of this module, or are not of the kind asked for."""


# Kinds of blobs.
OF_INTERFACE: Final = 0
OF_ANNOTATIONS: Final = 1
OF_REFERENCES: Final = 2
OF_DIAGNOSTICS: Final = 3

# Of type nodes.
NODE_CON: Final = 0
NODE_APP: Final = 1
NODE_KIND_APP: Final = 2
NODE_VAR: Final = 3
NODE_SKOLEM: Final = 4
NODE_UNKNOWN: Final = 5
NODE_FORALL: Final = 6
NODE_CONSTRAINED: Final = 7
NODE_ROW: Final = 8
NODE_STRING: Final = 9
NODE_INT: Final = 10
NODE_ERROR: Final = 11

# Of interfaces.
INTERFACE_VALUE: Final = 0
INTERFACE_CONSTRUCTOR: Final = 1
INTERFACE_DATA: Final = 2
INTERFACE_SYNONYM: Final = 3
INTERFACE_CLASS: Final = 4
INTERFACE_INSTANCE: Final = 5
INTERFACE_OPERATOR: Final = 6

# Of values: what msgpack has no word for is a list that begins with one of these.
A_TUPLE: Final = 0
A_KEY: Final = 1
A_TYPE: Final = 2
A_CONSTRAINT: Final = 3
A_LONG: Final = 4  # an int of more than 64 bits
A_SPACE: Final = 5

# Of data types.
DATA: Final = 0
NEWTYPE: Final = 1
FOREIGN_DATA: Final = 2

ORIGINS: Final = tuple(ValueOrigin)
ROLES: Final = tuple(Role)
ASSOCIATIVITIES: Final = tuple(Associativity)

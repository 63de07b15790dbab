"""What fsck finds, each with the rows that repair it."""

from __future__ import annotations

from enum import Enum

from nova_ls.base.slotted import value
from nova_ls.store.keyvalue import Index

RowEdit = tuple[Index, bytes, bytes | None]
"""A row to write; None deletes it."""


class FaultKind(Enum):
    """What is wrong with a row."""

    UNREADABLE = "unreadable"  # a damaged block on disk: the file has to be set aside
    WRONG_HASH = "wrong hash"
    WRONG_SCHEMA = "wrong schema version"
    WRONG_INDEX = "wrong index row"
    MISSING_EDGE = "missing edge"
    ONE_SIDED_EDGE = "one-sided edge"
    DANGLING = "dangling reference"
    HALF_COMMIT = "half commit"


@value
class Fault:
    """`message` is one line. Without `edits` the fault cannot be repaired in place."""

    kind: FaultKind
    index: Index
    key: bytes
    message: str
    edits: tuple[RowEdit, ...] = ()
